// SPDX-License-Identifier: Apache-2.0

import { draw } from '../lib/dom.js';

const rowHeight = 28;
const labelWidth = 170;
const nameColumns = 22;
const width = 480;
const valueWidth = 50;

/** `<hk-bars>`: lying bars with their names and values, drawn to scale from zero. */
class Bars extends HTMLElement {
  /** `label` says what the chart is of; rows are `{name, value}` with values from zero up. */
  show(label, rows) {
    const greatest = Math.max(1, ...rows.map((row) => row.value));
    const scale = (width - labelWidth - valueWidth) / greatest;
    const height = rows.length * rowHeight;
    const told = rows.map((row) => `${row.name} ${row.value}`).join('; ');
    this.replaceChildren(draw('svg', {
      role: 'img', viewBox: `0 0 ${width} ${height}`, 'aria-label': `${label}: ${told}`,
    }, rows.map((row, index) => this.#bar(row, index * rowHeight, row.value * scale))));
  }

  #bar({ name, value }, top, length) {
    const middle = top + rowHeight / 2;
    return draw('g', {},
      draw('text', { x: labelWidth - 8, y: middle, class: 'name' }, shortened(name)),
      draw('rect', {
        x: labelWidth, y: top + 5, width: Math.max(length, 1), height: rowHeight - 10,
      }),
      draw('text', { x: labelWidth + length + 6, y: middle, class: 'value' }, String(value)));
  }
}

/** As much of a name as fits, a Chinese character counting for two letters. */
function shortened(name) {
  let columns = 0;
  const characters = [...name];
  const end = characters.findIndex((character) => {
    columns += character > '\u2e80' ? 2 : 1;
    return columns > nameColumns;
  });
  return end < 0 ? name : `${characters.slice(0, end).join('')}…`;
}

customElements.define('hk-bars', Bars);
