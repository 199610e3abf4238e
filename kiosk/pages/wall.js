// SPDX-License-Identifier: Apache-2.0

import { page } from '../lib/page.js';
import { get } from '../lib/api.js';
import { byID, each, el, say } from '../lib/dom.js';
import { clock, duration, pauseLine, reasonText } from '../lib/format.js';
import { nameOf, onLanguage, t, word } from '../lib/i18n.js';
import { Live } from '../lib/live.js';
import { showPaperless } from '../lib/paperless.js';
import { printerName, showPrinters } from '../lib/printercards.js';
import { needsPaperSoon } from '../lib/printers.js';
import { showWhole, wholeControls } from '../lib/wholehall.js';

const kinds = ['line', 'printer', 'sign', 'keypad'];
const troubled = new Set(['warning', 'fault', 'lost']);
/** Seconds: waits of less than this must not look long because all others are shorter. */
const leastScale = 600;
const state = { view: null };
/** When each row came: a row that did not change is older than the view it is in. */
const cameAt = new WeakMap();

/**
 * Fills a table's body, one row of cells for each thing.
 *
 * A cell is a text, or `{text, share}` to stand over a bar of that share of its width.
 */
function table(id, rows, cellsOf) {
  each(byID(id), rows, (row) => row.id, () => el('tr'), (node, row) => {
    const cells = cellsOf(row);
    while (node.children.length < cells.length) {
      node.append(node.children.length ? el('td') : el('th', { scope: 'row' }));
    }
    cells.forEach((cell, index) => {
      const place = node.children[index];
      say(place, cell.text ?? cell);
      place.classList.toggle('bar-cell', cell.share !== undefined);
      if (cell.share !== undefined) place.style.setProperty('--share', `${cell.share * 100}%`);
    });
    node.className = row.state && troubled.has(row.state) ? 'troubled' : '';
  });
}

const serviceName = (id) => nameOf(state.view.services.find((row) => row.id === id)) || id;

function showWindows(rows) {
  const counts = { open: 0, serving: 0, paused: 0, closed: 0 };
  for (const row of rows) counts[row.state] += 1;
  say(byID('windows-summary'), t('wall.windows.summary', counts));
  each(byID('windows'), rows, (row) => row.id, windowCard, (node, row) => {
    const [number, name, ticket, line] = node.firstChild.children;
    node.dataset.state = row.state;
    say(number, row.number);
    // A window that called and still waits for its citizen counts as serving, too.
    say(name, row.ticket ? word('ticket.state', row.ticket.state)
      : word('window.state', row.state));
    say(ticket, row.ticket?.number ?? pauseLine(row));
    say(line, [t('window.since', { time: clock(row.since) }),
      t('wall.waiting', { waiting: row.waiting ?? 0 })].join(' · '));
  });
}

const windowCard = (row) =>
  el('li', {}, el('a', { href: `/window?window=${encodeURIComponent(row.id)}` },
    el('strong', { class: 'number' }), el('span', { class: 'state' }), el('span'), el('span')));

/** Grows while the page is open: somebody who waits goes on waiting. */
function longestNow(row) {
  if (!row.waiting) return 0;
  return (row.longestWaitSeconds ?? 0) + Math.floor((Date.now() - cameAt.get(row)) / 1000);
}

function showServices(rows) {
  const most = Math.max(1, ...rows.map((row) => row.waiting));
  const longest = Math.max(leastScale, ...rows.map(longestNow));
  table('services', rows, (row) => [
    nameOf(row),
    { text: String(row.waiting), share: row.waiting / most },
    { text: row.waiting ? duration(longestNow(row)) : '—', share: longestNow(row) / longest },
    t(`wall.services.open.${row.open ? 'yes' : 'no'}`),
  ]);
}

function showDevices(rows) {
  const ill = rows.filter((row) => troubled.has(row.state));
  const well = rows.filter((row) => !troubled.has(row.state));
  const cells = (row) => [
    row.name, word('device.kind', row.kind), word('device.state', row.state),
    reasonText(row.reason), clock(row.since),
  ];
  byID('devices-ill').hidden = ill.length === 0;
  table('devices', alike(ill), cells);
  say(byID('devices-well-title'), t('wall.devices.well', { count: well.length }));
  table('devices-well', alike(well), cells);
}

/** The painted number of the window a device hangs at, if it hangs at one. */
const windowOf = ({ id, kind }) =>
  state.view.windows.find((row) => id === `${kind}-${row.id}`)?.number;

/**
 * One row for all devices of a kind that have the same to say: a cut line takes a dozen with
 * it, and a dozen equal rows would hide the one that differs.
 */
function alike(rows) {
  const groups = new Map();
  for (const row of rows.toSorted(byKind)) {
    const at = windowOf(row);
    const id = at ? [row.kind, row.state, row.reason].join() : row.id;
    const group = groups.get(id) ?? { ...row, id, numbers: [] };
    if (at) group.numbers.push(at);
    group.since = Math.min(group.since, row.since);
    groups.set(id, group);
  }
  const windows = (numbers) => (numbers.length > 1
    ? t('wall.devices.windows', { numbers: numbers.join(t('common.separator')) })
    : t('board.window', { window: numbers[0] }));
  return [...groups.values()].map((group) =>
    ({ ...group, name: group.numbers.length ? windows(group.numbers) : deviceName(group) }));
}

const deviceName = ({ id }) =>
  printerName(state.view.printers.find((row) => row.id === id) ?? { id });

const byKind = (one, other) => kinds.indexOf(one.kind) - kinds.indexOf(other.kind);

function showLowRatings(rows) {
  byID('low').hidden = rows.length === 0;
  each(byID('low-ratings'), rows, (row) => `${row.ticket} ${row.window}`, () => el('li'),
    (node, row) => say(node, [
      t('wall.low.item', {
        number: row.number, grade: t(`rating.grade.${row.grade}`), time: clock(row.at),
        window: state.view.windows.find((one) => one.id === row.window)?.number ?? row.window,
      }),
      serviceName(row.service), row.officer,
    ].filter(Boolean).join(' · ')));
}

/** Everything that somebody should see to, in one line above all else. */
function showGlance({ devices, printers, unprinted, storage, hallWide }) {
  const ill = devices.filter((row) => troubled.has(row.state)).length;
  const troubles = [
    hallWide.pause.paused && t('whole.glance'),
    storage?.state && storage.state !== 'ok' && word('storage', storage.state),
    ill && t('wall.devices.trouble', { count: ill }),
    unprinted.length && t('wall.glance.unprinted', { count: unprinted.length }),
    ...printers.filter(needsPaperSoon).map((row) =>
      t('printers.low', { printer: printerName(row) })),
  ].filter(Boolean);
  say(byID('glance'), troubles.length ? troubles.join(' · ') : t('wall.glance.fine'));
  byID('glance').className = troubles.length ? 'trouble' : 'fine';
}

function show() {
  const { view } = state;
  if (!view) return;
  for (const row of view.services) if (!cameAt.has(row)) cameAt.set(row, Date.now());
  showGlance(view);
  showWhole(view);
  showWindows(view.windows);
  showServices(view.services);
  showDevices(view.devices);
  showPrinters(byID('printers'), view.printers);
  showLowRatings(view.lowRatings);
  byID('unprinted-none').hidden = view.unprinted.length > 0;
  showPaperless(byID('unprinted'), view.unprinted, view);
  const storage = view.storage?.state;
  say(byID('storage'), storage ? word('storage', storage) : t('common.unknown'));
  byID('storage').className = storage && storage !== 'ok' ? 'trouble' : '';
  const revision = view.hallWide?.revision;
  byID('revision').hidden = !revision;
  say(byID('revision'), revision ? t('wall.revision', { revision }) : '');
}

// No fact can tell that facts cannot be written, so the disk is asked after.
async function askAfterStorage() {
  const staff = await get('/staff').catch(() => null);
  if (!staff || !state.view) return;
  state.view.storage = staff.storage;
  show();
}

await page.open();
onLanguage(show);
wholeControls(() => state.view);
setInterval(askAfterStorage, 10_000);
setInterval(show, 20_000);
new Live('staff', '/staff', {
  onView: (view) => {
    state.view = view;
    show();
  },
  onState: page.connection,
});
