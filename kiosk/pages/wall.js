// SPDX-License-Identifier: Apache-2.0

import '../components/bars.js';
import { page } from '../lib/page.js';
import { get } from '../lib/api.js';
import { byID, each, el, say } from '../lib/dom.js';
import { clock, duration, pauseText, reasonText } from '../lib/format.js';
import { nameOf, onLanguage, t, word } from '../lib/i18n.js';
import { Live } from '../lib/live.js';

const troubled = new Set(['warning', 'fault', 'lost']);
const state = { view: null, receivedAt: 0 };

/** Fills a table's body, one row of cells for each thing. */
function table(id, rows, cellsOf) {
  each(byID(id), rows, (row) => row.id, () => el('tr'), (node, row) => {
    const cells = cellsOf(row);
    while (node.children.length < cells.length) {
      node.append(node.children.length ? el('td') : el('th', { scope: 'row' }));
    }
    cells.forEach((cell, index) => say(node.children[index], cell));
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
    say(ticket, row.ticket?.number ?? pauseText(row.reason));
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
  return (row.longestWaitSeconds ?? 0) + Math.floor((Date.now() - state.receivedAt) / 1000);
}

function showServices(rows) {
  const bars = (value) => rows.map((row) => ({ name: nameOf(row), value: value(row) }));
  byID('chart-waiting').show(t('wall.services.chart'), bars((row) => row.waiting));
  byID('chart-longest').show(t('wall.services.chart.longest'),
    bars((row) => Math.floor(longestNow(row) / 60)));
  table('services', rows, (row) => [
    nameOf(row), String(row.waiting),
    row.waiting ? duration(longestNow(row)) : '—',
    t(`wall.services.open.${row.open ? 'yes' : 'no'}`),
  ]);
}

function showDevices(rows) {
  const count = rows.filter((row) => troubled.has(row.state)).length;
  say(byID('devices-summary'), count ? t('wall.devices.trouble', { count })
    : t('wall.devices.fine'));
  const sorted = rows.toSorted((one, other) =>
    troubled.has(other.state) - troubled.has(one.state));
  table('devices', sorted, (row) => [
    nameOf(row) || row.id, word('device.kind', row.kind), word('device.state', row.state),
    reasonText(row.reason), clock(row.since),
  ]);
}

function showUnprinted(rows) {
  byID('unprinted-none').hidden = rows.length > 0;
  byID('unprinted-table').hidden = rows.length === 0;
  const printing = (row) =>
    [word('print', row.print), reasonText(row.printReason)].filter(Boolean).join(' · ');
  table('unprinted', rows.map((row) => ({ ...row, state: undefined })), (row) => [
    row.number, serviceName(row.service), row.kiosk ?? '', printing(row), clock(row.issuedAt),
  ]);
}

function show() {
  const { view } = state;
  if (!view) return;
  showWindows(view.windows);
  showServices(view.services);
  showDevices(view.devices);
  showUnprinted(view.unprinted);
  const storage = view.storage?.state;
  say(byID('storage'), storage ? word('storage', storage) : t('common.unknown'));
  byID('storage').className = storage && storage !== 'ok' ? 'trouble' : '';
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
setInterval(askAfterStorage, 10_000);
setInterval(show, 20_000);
new Live('staff', '/staff', {
  onView: (view) => {
    state.view = view;
    state.receivedAt = Date.now();
    show();
  },
  onState: page.connection,
});
