// SPDX-License-Identifier: Apache-2.0

import { draw } from './dom.js';

const height = 140;
const foot = 20;
const head = 16;
const slot = 48;

/**
 * Where the bars of a chart stand: for each group of values one slot, for each value a bar in it.
 *
 * Answers `{width, height, bars: [{x, y, width, height, series, value}], marks: [{x, label}]}`.
 */
export function barLayout(groups) {
  const most = Math.max(1, ...groups.flatMap((group) => group.values));
  const bars = [];
  const marks = [];
  groups.forEach(({ label, values }, index) => {
    const width = (slot - 8) / values.length;
    const left = index * slot + 4;
    marks.push({ x: left + (slot - 8) / 2, label });
    values.forEach((value, series) => {
      const tall = Math.round((height - foot - head) * value / most);
      bars.push({
        x: left + series * width, y: height - foot - tall, width, height: tall, series, value,
      });
    });
  });
  return { width: Math.max(1, groups.length) * slot, height, bars, marks };
}

/** The hours from the first to the last in which anything happened, each with its figures. */
export function everyHour(hours) {
  if (!hours.length) return [];
  const found = new Map(hours.map((row) => [row.hour, row.figures]));
  const [first, last] = [hours[0].hour, hours.at(-1).hour];
  return Array.from({ length: last - first + 1 }, (_, index) =>
    ({ hour: first + index, figures: found.get(first + index) ?? null }));
}

/** A drawing of bars under a title; what it shows must be said in a table, too. */
export function barChart(groups, titleID) {
  const layout = barLayout(groups);
  return draw('svg', {
    class: 'chart', role: 'img', 'aria-labelledby': titleID,
    viewBox: `0 0 ${layout.width} ${layout.height}`, width: layout.width, height: layout.height,
  },
  layout.bars.map((bar) => draw('rect', {
    class: `series-${bar.series}`, x: bar.x, y: bar.y, width: bar.width - 2, height: bar.height,
  })),
  layout.bars.filter((bar) => bar.value > 0).map((bar) => draw('text', {
    x: bar.x + bar.width / 2 - 1, y: bar.y - 4, 'text-anchor': 'middle',
  }, String(bar.value))),
  layout.marks.map((mark) => draw('text', {
    x: mark.x, y: layout.height - 4, 'text-anchor': 'middle',
  }, mark.label)));
}
