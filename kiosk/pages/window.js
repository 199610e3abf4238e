// SPDX-License-Identifier: Apache-2.0

import { page } from '../lib/page.js';
import { get, post } from '../lib/api.js';
import { allow, byID, each, el, isAllowed, say } from '../lib/dom.js';
import { actFor, acts, pairs, standing } from '../lib/desk.js';
import { askFinish, askHold, askPause, askTransfer, confirmed } from '../lib/deskdialogs.js';
import { clock, duration, pauseLine, pauseText, reasonText } from '../lib/format.js';
import { nameOf, onLanguage, t, word } from '../lib/i18n.js';
import { Live } from '../lib/live.js';
import { shortcutOf } from '../lib/shortcuts.js';

const id = page.asked('window');
const path = `/windows/${encodeURIComponent(id ?? '')}`;
const hall = await page.open();
const buttons = new Map();
/** What is hard to take back, so that one more question is asked. */
const weighty = new Set(['give-up', 'close', 'take-over', 'return']);
/** Acts whose path is another's: they only ask more. */
const paths = { 'finish-with': 'finish', rate: 'rating/ask' };
const state = { view: null, receivedAt: 0, isBusy: false };

const serviceName = (service) =>
  nameOf(hall?.services.find((row) => row.id === service)) || service;

/** The window's painted number; its id while the hall does not know it. */
const numberOf = (window) => hall?.windows.find((row) => row.id === window)?.number ?? window;

// MARK: acting

async function send(target, body, done) {
  if (state.isBusy) return;
  state.isBusy = true;
  showActions();
  try {
    const answer = await post(target, body);
    page.tell(done(answer));
  } catch (problem) {
    page.warn(problem);
  } finally {
    state.isBusy = false;
    showActions();
  }
}

/** What an act still has to ask the officer; null when they think better of it. */
async function bodyFor(name, ticket) {
  const services = hall?.services ?? [];
  if (name === 'transfer') {
    // Who sits where changes all day.
    const { windows = [] } = (await get('/hall').catch(() => hall)) ?? {};
    return askTransfer(ticket, { services, windows, here: id });
  }
  if (name === 'hold') return askHold(ticket);
  if (name === 'finish-with') {
    return askFinish(ticket, { services, outcomes: state.view.outcomes ?? [] });
  }
  if (name === 'pause') return askPause(state.view.pauseReasons ?? []);
  return weighty.has(name) ? confirmed(name, { number: ticket?.number }) : {};
}

async function act(name) {
  if (!isAllowed(buttons.get(name))) return;
  const { ticket } = state.view.window;
  const body = await bodyFor(name, ticket);
  if (!body) return;
  await send(`${path}/${paths[name] ?? name}`, body, (answer) => {
    if (answer === null) return t('window.nobody');
    const done = name === 'finish-with' ? 'finish' : name;
    return t(`window.done.${done}`, { number: (answer.ticket ?? ticket)?.number });
  });
}

const callChosen = (ticket) =>
  send(`/tickets/${encodeURIComponent(ticket.id)}/call`, { window: id },
    () => t('window.done.call', { number: ticket.number }));

const reactivate = (ticket) =>
  send(`/tickets/${encodeURIComponent(ticket.id)}/reactivate`, {},
    () => t('window.done.reactivate', { number: ticket.number }));

// MARK: showing

function makeActions() {
  for (const { name, key } of acts) {
    const button = el('button', { type: 'button', 'aria-keyshortcuts': key },
      el('span', {}), el('kbd', { 'aria-hidden': 'true' }, key));
    button.addEventListener('click', () => act(name));
    buttons.set(name, button);
  }
  byID('actions').replaceChildren(...buttons.values());
}

function showActions() {
  const row = state.view?.window;
  for (const { name, when } of acts) {
    const button = buttons.get(name);
    say(button.firstChild, t(`window.action.${name}`));
    allow(button, Boolean(row) && !state.isBusy && when(standing(row, state.view.pause)));
  }
  if (row) for (const pair of pairs) showOneOf(pair, row);
  const main = row?.ticket ? (row.ticket.state === 'called' ? 'start' : 'finish') : 'call';
  for (const [name, button] of buttons) button.classList.toggle('main', name === main);
}

/** Shows the one of two that counts now; who stood on the other then stands on it. */
function showOneOf([usual, other], row) {
  const isOther = acts.find((act) => act.name === other).when(standing(row, state.view.pause));
  const [shown, hidden] = (isOther ? [other, usual] : [usual, other])
    .map((name) => buttons.get(name));
  const hadFocus = document.activeElement === hidden;
  shown.hidden = false;
  hidden.hidden = true;
  if (hadFocus) shown.focus();
}

function showCurrent({ window: row, why, sign, counts, rating }) {
  const { ticket } = row;
  say(byID('number'), ticket?.number ?? t('window.current.none'));
  byID('number').classList.toggle('empty', !ticket);
  const name = ticket ? word('ticket.state', ticket.state) : word('window.state', row.state);
  say(byID('ticket-state'), name);
  byID('ticket-state').dataset.state = ticket?.state ?? row.state;
  say(byID('ticket-service'), ticket ? serviceName(ticket.service) : '');
  say(byID('ticket-line'), ticket ? [
    t('window.called-at', { time: clock(ticket.calledAt) }),
    ticket.recalls ? t('window.recalled', { recalls: ticket.recalls }) : '',
  ].filter(Boolean).join(' · ') : '');
  say(byID('why'), ticket && why ? t(`why.${why.rule}`, {
    number: ticket.number, waited: duration(why.waitedSeconds), ahead: why.passedOver,
  }) : '');
  const officer = row.officer
    ? t('window.officer', { name: row.officer.name ?? row.officer.id }) : t('window.officer.none');
  const reason = row.reason ? t('window.reason', { reason: pauseLine(row) }) : '';
  const since = t('window.since', { time: clock(row.since) });
  say(byID('post'), [reason, since, officer].filter(Boolean).join(' · '));
  say(byID('sign'), t('window.sign', { text: signLine(sign) }));
  byID('sign').className = isLost(sign) ? 'trouble' : 'quiet';
  say(byID('counts'), counts ? t('window.counts', counts) : '');
  say(byID('rating'), rating ? t(`window.rating.${rating.state}`, { number: rating.number }) : '');
}

function showHallPause(pause) {
  say(byID('hall-pause'), pause?.paused ? t('hall.paused', {
    reason: pauseText(pause.reason, pause.names), time: clock(pause.since),
  }) : '');
}

const isLost = (sign) => sign?.state === 'lost' || sign?.state === 'fault';

function signLine(sign) {
  if (!sign) return t('window.sign.none');
  if (isLost(sign)) {
    const reason = reasonText(sign.reason) || word('device.state', sign.state);
    return t('window.sign.lost', { reason });
  }
  if (!sign.text) return t('window.sign.none');
  return t(`window.sign.${sign.confirmed ? 'confirmed' : 'text'}`, { text: sign.text });
}

function ticketRow(action) {
  return () => {
    const button = el('button', { type: 'button' });
    const node = el('li', {}, el('strong', {}), el('span', {}), button);
    button.addEventListener('click', () => {
      if (isAllowed(button)) action(node.ticket);
    });
    return node;
  };
}

function updateTicket(label, isAllowedNow) {
  return (node, ticket) => {
    node.ticket = ticket;
    const [number, line, button] = node.children;
    say(number, ticket.number);
    say(line, ticketLine(ticket));
    say(button, t(label));
    button.setAttribute('aria-label', t(`${label}-number`, { number: ticket.number }));
    allow(button, isAllowedNow);
  };
}

function ticketLine(ticket) {
  const since = (Date.now() - state.receivedAt) / 1000;
  const waited = ticket.waitedSeconds === undefined ? ''
    : t('window.queue.waited', { duration: duration(ticket.waitedSeconds + since) });
  const priority = ticket.class === 'priority' ? t('ticket.class.priority') : '';
  const hold = ticket.hold ? t(`hold.${ticket.hold}`) : '';
  // Where every ticket is for the one service, its name would only stand in the way.
  const service = state.view.byService.length > 1 || waited === ''
    ? serviceName(ticket.service) : '';
  return [service, priority, waited, hold].filter(Boolean).join(' · ');
}

function showQueues({ window: row, waiting, byService, next, held, noShows, pause }) {
  const canCall = row.state === 'open' && !pause?.paused;
  const total = waiting ? t('window.queue.total', { waiting }) : t('window.queue.none');
  say(byID('queue-total'), total);
  const lines = byService.length > 1 ? byService : [];
  each(byID('queue-services'), lines, (line) => line.service, () => el('li'),
    (node, line) => say(node, t('window.queue.service', {
      service: serviceName(line.service), waiting: line.waiting,
    })));
  const key = (ticket) => ticket.id;
  each(byID('queue'), next, key, ticketRow(callChosen),
    updateTicket('window.queue.call', canCall));
  each(byID('held'), held, key, ticketRow(callChosen), updateTicket('window.held.call', canCall));
  each(byID('missed'), noShows, key, ticketRow(reactivate),
    updateTicket('window.missed.reactivate', !pause?.paused));
  byID('held-none').hidden = held.length > 0;
  byID('missed-none').hidden = noShows.length > 0;
}

function show() {
  if (!state.view) return;
  showCurrent(state.view);
  showHallPause(state.view.pause);
  showQueues(state.view);
  showActions();
}

/** Somebody else sat down here: whoever worked at this page must not learn it by a refusal. */
function tellOfTakeOver(before, now) {
  if (!before || !now || before.id === now.id || state.isBusy) return;
  page.warn(t('window.taken-over', { name: now.name ?? now.id }));
}

// MARK: beginning

function chooseWindow() {
  document.querySelector('hk-connection').hidden = true;
  byID('windows').hidden = false;
  const choose = () => {
    say(byID('title'), t('window.choose'));
    byID('windows').replaceChildren(...(hall?.windows ?? []).map((row) =>
      el('a', { href: `?window=${encodeURIComponent(row.id)}` },
        t('index.window.item', { number: row.number }))));
  };
  onLanguage(choose);
  choose();
}

function press(event) {
  const isDialogOpen = document.querySelector('dialog[open]') !== null;
  const letter = byID('shortcuts').checked ? shortcutOf(event, { isDialogOpen }) : null;
  const wanted = letter && state.view ? actFor(letter, state.view.window, state.view.pause) : null;
  if (!wanted) return;
  event.preventDefault();
  act(wanted.name);
}

function serve() {
  byID('desk').hidden = false;
  makeActions();
  showActions();
  const title = () => say(byID('title'), t('window.title', { number: numberOf(id) }));
  title();
  onLanguage(title);
  onLanguage(show);
  document.addEventListener('keydown', press);
  setInterval(show, 20_000);
  new Live(`window/${id}`, path, {
    onView: (view) => {
      tellOfTakeOver(state.view?.window.officer, view.window.officer);
      state.view = view;
      state.receivedAt = Date.now();
      show();
    },
    onState: page.connection,
  });
}

if (id) serve();
else chooseWindow();
