// SPDX-License-Identifier: Apache-2.0

import '../components/banners.js';
import '../components/languages.js';
import { get } from '../lib/api.js';
import { byID, each, el, say } from '../lib/dom.js';
import { clock, isToday, pauseText } from '../lib/format.js';
import { nameOf, onLanguage, start, t } from '../lib/i18n.js';
import { Live } from '../lib/live.js';

const listed = 8;
/** Less room is left under the warning. */
const listedWhenStale = 6;
const state = { view: null, link: 'connecting', heardAt: null };

/** Today's newest call of each number: a recall is not a second call. */
function latestCalls(calls) {
  const seen = new Set();
  return calls.filter(({ number, at }) =>
    isToday(at) && !seen.has(number) && seen.add(number));
}

function callRow() {
  return el('tr', {}, el('th', { scope: 'row' }), el('td'), el('td', { class: 'time' }));
}

function updateCall(node, call) {
  say(node.children[0], call.number);
  say(node.children[1], t('board.window', { window: call.window }));
  say(node.children[2], clock(call.at));
}

/** Draws the eye once; where motion is unwelcome the new number alone must do. */
function flash(node) {
  if (matchMedia('(prefers-reduced-motion: reduce)').matches) return;
  const once = (target, shade) =>
    target.animate([{ ...shade, offset: 0 }, { ...shade, offset: 0.7 }, {}], 2_000);
  once(node, { backgroundColor: '#ffd84d' });
  for (const line of node.children) once(line, { color: '#08131c' });
}

/** Nobody is to walk to a window while the hall is paused: that stands where the number would. */
function showNewest(call) {
  const pause = state.view?.pause;
  const isPaused = state.link !== 'stale' && Boolean(pause?.paused);
  byID('newest').parentElement.hidden = isPaused;
  say(byID('hall-pause'), isPaused
    ? t('kiosk.paused', { reason: pauseText(pause.reason, pause.names) }) : '');
  const isLive = state.link === 'live';
  const number = isLive ? call?.number ?? '' : t('board.stale.number');
  // Taken away and put back, so that a recall of the same number is seen and read again.
  const stamp = isLive && call ? `${call.number} ${call.at} ${call.recall}` : '';
  const box = byID('newest');
  if (isLive && box.dataset.stamp !== stamp) {
    box.textContent = '';
    if (box.dataset.stamp) flash(box.parentElement);
  }
  if (isLive) box.dataset.stamp = stamp;
  say(box, number);
  say(byID('newest-window'), isLive && call ? t('board.to', { window: call.window }) : '');
  say(byID('again'), isLive && call?.recall ? t('board.again') : '');
}

function show() {
  const { view, link, heardAt } = state;
  document.body.dataset.live = link;
  say(byID('stale'), link === 'stale' ? t('board.stale') : '');
  say(byID('hall'), nameOf(view) || t('board.title'));
  const calls = latestCalls(view?.calls ?? []);
  showNewest(calls[0]);
  const isDated = link === 'stale' && heardAt !== null;
  const asOf = isDated ? t('board.asof', { time: clock(heardAt, { seconds: true }) }) : '';
  say(byID('as-of'), asOf);
  const most = link === 'stale' ? listedWhenStale : listed;
  each(byID('calls'), calls.slice(0, most), (call) => call.number, callRow, updateCall);
  byID('no-calls').hidden = calls.length > 0;
  each(byID('waiting'), view?.services ?? [], (row) => row.id,
    () => el('li', {}, el('span'), el('strong')), (node, row) => {
      say(node.children[0], nameOf(row));
      const { waiting } = row;
      say(node.children[1], link === 'live' ? t('board.waiting.count', { waiting }) : '—');
    });
}

// Before the first view nobody knows the hall's zone.
const tick = () => say(byID('clock'), state.view ? clock(Date.now()) : '');

await start();
onLanguage(show);
setInterval(tick, 1_000);
get('/hall').then((hall) => {
  document.querySelector('hk-banners').hall = hall;
}).catch(() => null);
new Live('board', '/board', {
  onView: (view) => {
    state.view = view;
    tick();
    show();
  },
  onState: (link, heardAt) => {
    Object.assign(state, { link, heardAt });
    show();
  },
});
