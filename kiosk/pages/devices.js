// SPDX-License-Identifier: Apache-2.0

import { page } from '../lib/page.js';
import { post } from '../lib/api.js';
import { byID, each, el, say } from '../lib/dom.js';
import { clock, reasonText, showTimesIn } from '../lib/format.js';
import { language, onLanguage, t, word } from '../lib/i18n.js';
import { poll } from '../lib/poll.js';
import { todo } from '../lib/printercards.js';
import { needsCare, showUnits } from '../lib/unitrows.js';

const hall = await page.open();
let lines = null;

/** Tells a unit where it hangs; the list shows soon whether it took that. */
async function place(line, uid, address) {
  try {
    await post(`/lines/${encodeURIComponent(line)}/units`, { uid, address });
    page.tell(t('units.stranger.done', { uid }));
  } catch (problem) {
    page.warn(problem);
  }
}

/** The window's painted number; its id while the hall does not know it. */
const numberOf = (window) => hall?.windows.find((row) => row.id === window)?.number ?? window;

const count = (number) => new Intl.NumberFormat(language()).format(number);

/** What the far end says of itself, and where it was found. */
function deviceText({ device }) {
  if (!device) return '';
  const { name, model, serial, path, place } = device;
  return [name, model, serial && t('lines.serial', { serial }), path, place]
    .filter(Boolean).join(' · ');
}

/** A cell: its chief line, and what explains it. */
function cells(row) {
  const { counters, lastError } = row;
  return [
    [row.id, word('line.kind', row.kind)],
    [row.address, deviceText(row)],
    [word('line.state', row.state),
      t('window.since', { time: clock(row.since, { seconds: true, date: true }) })],
    [t('lines.in', { bytes: count(counters.bytesIn) }),
      t('lines.out', { bytes: count(counters.bytesOut) })],
    [t('lines.reconnects', { count: count(counters.reconnects) }),
      t('lines.errors', { count: count(counters.errors) })],
    lastError ? [
      [clock(lastError.at, { seconds: true, date: true }), reasonText(lastError.reason)].join(' '),
      lastError.detail,
    ] : [t('lines.last.none'), ''],
    [row.state === 'up' ? t('lines.todo.none') : todo(lastError?.reason) || t('lines.todo.wait'),
      ''],
  ];
}

function make() {
  const cell = (tag, attributes = {}) => el(tag, attributes, el('p'), el('p', { class: 'quiet' }));
  return el('tr', {}, cell('th', { scope: 'row' }), Array.from({ length: 6 }, () => cell('td')));
}

function show() {
  if (!lines) return;
  const lost = lines.filter((row) => row.state === 'lost').length;
  const ill = lines.flatMap((row) => row.units ?? []).filter(needsCare).length;
  const troubles = [
    lost && t('lines.lost', { count: lost }), ill && t('units.ill', { count: ill }),
  ].filter(Boolean);
  say(byID('glance'), troubles.join(' · ') || t('lines.fine'));
  byID('glance').className = troubles.length ? 'trouble' : 'fine';
  each(byID('lines'), lines, (row) => row.id, make, (node, row) => {
    node.className = row.state === 'lost' ? 'troubled' : '';
    cells(row).forEach((texts, index) =>
      texts.forEach((text, place) => say(node.children[index].children[place], text)));
  });
  showUnits(lines, numberOf, place);
}

showTimesIn(hall?.timeZone);
onLanguage(show);
poll('/lines', (answer) => {
  lines = answer.lines;
  show();
});
