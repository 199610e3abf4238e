// SPDX-License-Identifier: Apache-2.0

import '../components/banners.js';
import '../components/languages.js';
import '../components/signin.js';
import { get } from '../lib/api.js';
import { ask } from '../lib/dialog.js';
import { allow, byID, each, el, isAllowed, say } from '../lib/dom.js';
import { pauseText, reasonText, servicePause, waitRange } from '../lib/format.js';
import { has, language, languages, nameOf, onLanguage, start, t, use, word } from '../lib/i18n.js';
import { Live } from '../lib/live.js';
import { rarely } from '../lib/rarely.js';
import { isSettled, isSpoken, mustNote, paperStory, printersTrouble } from '../lib/paper.js';
import { hush, speak, spelled } from '../lib/speech.js';
import { CheckIn, follow, leaveAt, Taps, Wish } from '../lib/ticketing.js';

const screens = ['choose', 'taking', 'taken', 'failed'];
const refreshPause = 1_000;
const retryPause = 3_000;
// The second tap of a trembling or hurried finger must not take the number off the screen.
const settling = 1_500;
// Whoever was asked whether one more number is wanted, and went, must not keep others waiting.
const askingPatience = 20_000;
// `?kiosk=` with nothing behind it is a kiosk without paper.
const kiosk = new URLSearchParams(location.search).get('kiosk') ?? 'K1';

const state = {
  hall: null, own: null, link: 'connecting', screen: 'choose',
  wish: null, ticket: null, failure: null, isSilent: false, problem: null,
  shownAt: 0, settledAt: null, spoken: null, turn: null,
};
const taps = new Taps();

function go(screen) {
  state.screen = screen;
  for (const name of screens) byID(name).hidden = name !== screen;
  byID(`${screen}-title`)?.focus();
}

// MARK: choosing

/** Whether a problem is that nobody signed this kiosk in, or another's account did. */
const isOfStaff = (problem) => ['not-signed-in', 'not-allowed'].includes(problem?.name);

const isHallPaused = () => Boolean(state.hall?.pause?.paused);

/** What the citizen should know before choosing, as a sentence. */
function hindrance() {
  if (isOfStaff(state.problem)) return t('kiosk.signin');
  const pause = state.hall?.pause;
  if (isHallPaused()) return t('kiosk.paused', { reason: pauseText(pause.reason, pause.names) });
  const storage = state.own?.storage?.state ?? state.own?.storage;
  if (storage === 'low' || storage === 'failed') return t(`kiosk.storage.${storage}`);
  if (state.link === 'stale') return t('kiosk.offline');
  if (state.problem) return state.problem.message;
  const trouble = printersTrouble(state.own?.kiosk);
  if (!trouble) return '';
  const { printer, other } = trouble;
  const reason = reasonText(printer.reason) || word('device.state', printer.state);
  return other ? t('kiosk.printer.other', { reason, printer: printerName(other) })
    : t('kiosk.printer.trouble', { reason });
}

const printerName = (printer) => nameOf(printer) || printer.id;

/** The services as the hall counts them, with what this kiosk says of each. */
function services() {
  if (isOfStaff(state.problem)) return [];
  const own = new Map((state.own?.services ?? []).map((row) => [row.id, row]));
  const rows = state.hall?.services ?? state.own?.services ?? [];
  return rows.map((row) => ({ ...own.get(row.id), ...row }));
}

function serviceButton(row) {
  const button = el('button', { type: 'button' },
    el('span', { class: 'name' }), el('span', { class: 'count' }));
  button.addEventListener('click', () => {
    if (isAllowed(button) && state.screen === 'choose') take(row.id);
  });
  return button;
}

/** Why a tap would get no number now, in the citizen's language. */
function refusalLine(row) {
  const key = `problem.${row.refusal}.detail`;
  return has(key) ? t(key, { ...row.refusalValues, service: nameOf(row) }) : t('kiosk.refused');
}

/** What is good to know before the tap: who waits, what is left, whether close comes first. */
const serviceLine = (row) => [
  t('kiosk.waiting', { waiting: row.waiting }),
  !row.open && t('kiosk.closed'),
  servicePause(row.id, state.hall?.windows ?? []),
  row.limit && t('kiosk.left', { left: row.limit.left }),
  row.needsPerson && t('kiosk.card'),
  row.closingMinutes && t('kiosk.closing'),
].filter(Boolean).join(t('common.separator'));

function updateService(button, row) {
  const isPaused = isHallPaused();
  const refused = isPaused || row.accepting === false;
  allow(button, !refused);
  button.classList.toggle('late', !refused && Boolean(row.closingMinutes));
  say(button.children[0], nameOf(row));
  say(button.children[1], isPaused ? t('kiosk.refused')
    : refused ? refusalLine(row) : serviceLine(row));
}

function showChoices() {
  byID('hall').textContent = nameOf(state.hall) || t('kiosk.title');
  const rows = services();
  say(byID('trouble'), hindrance());
  byID('trouble').classList.toggle('mild', !isHallPaused() && rows.some((row) => row.accepting !== false));
  allow(byID('check-in'), !isHallPaused());
  each(byID('services'), rows, (row) => row.id, serviceButton, updateService);
}

// MARK: taking

async function take(service) {
  const now = performance.now();
  const meaning = taps.meaning(service, now);
  const last = taps.last(service);
  if (meaning === 'ask') {
    const answer = await askForAnother(last.ticket);
    if (answer === 'late') return;
    if (answer === 'shown') return showAgain(last.ticket);
  }
  if (meaning === 'same') state.wish = last.wish;
  else {
    state.wish = new Wish(service, kiosk);
    taps.begin(state.wish, now);
  }
  fulfil();
}

/** Two people come together, or one taps twice: `wanted`, `shown` or, nobody answering, `late`. */
async function askForAnother(ticket) {
  const dialog = byID('another');
  sayAnother(ticket);
  const timer = setTimeout(() => dialog.close('late'), askingPatience);
  const isWanted = await ask(dialog);
  clearTimeout(timer);
  if (isWanted) return 'wanted';
  return dialog.returnValue === 'late' ? 'late' : 'shown';
}

function sayAnother(ticket) {
  const service = nameOf(services().find((row) => row.id === ticket.service));
  say(byID('another-number'), ticket.number);
  say(byID('another-line'), t('kiosk.another.line', { service }));
  say(byID('another-no'), t('kiosk.another.no', { number: ticket.number }));
}

/** A number taken a moment ago, as it stands now. */
async function showAgain(ticket) {
  go('taking');
  showTicket(await get(`/tickets/${encodeURIComponent(ticket.id)}`).catch(() => ticket));
}

/** Keys on the screen: a kiosk has no others. */
function makeDigits() {
  const key = (text, press, attributes = {}) =>
    el('button', { type: 'button', onclick: press, ...attributes }, text);
  const digits = [...'1234567890'].map((digit) => key(digit, () => {
    byID('code').value += digit;
  }));
  const erase = key('⌫', () => {
    byID('code').value = byID('code').value.slice(0, -1);
  }, { 'data-t-label': 'kiosk.digits.erase', 'aria-label': t('kiosk.digits.erase') });
  byID('digits').replaceChildren(...digits, erase);
}

/** Somebody with an appointment types its code. */
async function checkIn() {
  if (!isAllowed(byID('check-in'))) return;
  byID('code').value = '';
  if (!(await ask(byID('appointment')))) return;
  const code = byID('code').value.trim();
  if (code) {
    state.wish = new CheckIn(code, kiosk);
    fulfil();
  }
}

async function fulfil() {
  const { wish } = state;
  go('taking');
  try {
    const ticket = await wish.fulfil();
    taps.fulfilled(wish, ticket);
    showTicket(ticket);
  } catch (problem) {
    if (isOfStaff(problem)) {
      await refresh();
      return go('choose');
    }
    state.failure = problem;
    state.shownAt = performance.now();
    state.settledAt = state.shownAt;
    sayFailure();
    go('failed');
  }
}

function sayFailure() {
  const { isSilence, name, message } = state.failure;
  const detail = `problem.${name}.detail`;
  // The server knows the values the sentence needs.
  const told = has(detail) && !/\{/.test(t(detail)) ? t(detail) : message;
  say(byID('failed-title'), t(isSilence ? 'kiosk.failed.silent' : 'kiosk.failed.title'));
  say(byID('failed-why'), isSilence ? t('kiosk.failed.offline') : told);
}

function showTicket(ticket) {
  Object.assign(state, { shownAt: performance.now(), settledAt: null, spoken: null });
  takeNews(ticket);
  go('taken');
  follow(ticket, {
    isWanted: () => state.screen === 'taken' && state.ticket?.id === ticket.id,
    onNews: takeNews,
    onSilence: () => {
      state.isSilent = true;
      sayTicket();
    },
  });
}

function takeNews(ticket) {
  const isNews = ticket.print !== state.ticket?.print || ticket.id !== state.ticket?.id;
  if (!isSettled(ticket)) state.settledAt = null;
  else if (isNews || state.settledAt === null) state.settledAt = performance.now();
  state.ticket = ticket;
  state.isSilent = false;
  sayTicket();
  speakNumber();
}

/** Where no paper comes, the number is heard too, once. */
function speakNumber() {
  const { ticket } = state;
  if (!isSpoken(ticket) || state.spoken === ticket.id) return;
  state.spoken = ticket.id;
  speak(t('kiosk.speak', { number: spelled(ticket.number) }), language());
}

function sayTicket() {
  const { ticket } = state;
  const service = services().find((row) => row.id === ticket.service);
  say(byID('number'), ticket.number);
  say(byID('service'), nameOf(service));
  const { ahead } = ticket;
  say(byID('ahead'), ahead ? t('kiosk.ahead.some', { ahead }) : t('kiosk.ahead.none'));
  say(byID('wait'), waitRange(ticket.wait));
  sayPaper();
}

function sayPaper() {
  const { ticket, isSilent } = state;
  const { name, printer } = paperStory(ticket, state.own?.kiosk, { isSilent });
  const reason = mustNote(ticket) && !isSilent ? reasonText(ticket.printReason) : '';
  say(byID('paper-line'), t(`kiosk.print.${name}`));
  say(byID('paper-why'), reason ? t('kiosk.print.why', { reason }) : '');
  say(byID('paper-place'), printer ? printerName(printer) : '');
  byID('paper').dataset.print = isSilent ? 'unknown' : ticket.print;
}

// MARK: leaving

/** Back for the next citizen, in the hall's own language. */
async function leave() {
  if (performance.now() - state.shownAt < settling) return;
  state.wish = null;
  state.ticket = null;
  hush();
  go('choose');
  if (language() !== languages[0]) await use(languages[0], { remember: false });
}

function tick() {
  if (state.screen !== 'taken' && state.screen !== 'failed') return;
  const now = performance.now();
  const seconds = Math.ceil((leaveAt({
    ...state, now, mustNote: Boolean(state.ticket) && mustNote(state.ticket),
  }) - now) / 1000);
  if (seconds <= 0) leave();
  else byID('back').textContent = t('kiosk.back.countdown', { seconds });
}

async function refresh() {
  const query = kiosk ? `?kiosk=${encodeURIComponent(kiosk)}` : '';
  let next = retryPause;
  try {
    state.own = await get(`/kiosk${query}`);
    state.problem = null;
    next = state.own.turnsIn;
  } catch (problem) {
    state.problem = problem;
    if (isOfStaff(problem)) document.querySelector('hk-signin').ask();
  }
  clearTimeout(state.turn);
  if (next) state.turn = setTimeout(refresh, next);
  document.querySelector('hk-banners').hall = state.own ?? {};
  showChoices();
}

/** After news of the hall: what this kiosk offers may be another. */
const refreshSoon = rarely(refresh, refreshPause);

await start();
byID('back').addEventListener('click', leave);
byID('give-up').addEventListener('click', leave);
byID('retry').addEventListener('click', fulfil);
byID('check-in').addEventListener('click', checkIn);
makeDigits();
onLanguage(() => {
  showChoices();
  if (state.screen === 'taken') sayTicket();
  if (state.screen === 'failed') sayFailure();
});
new Live('hall', '/hall', {
  onView: (view) => {
    state.hall = view;
    showChoices();
    refreshSoon();
  },
  onState: (link) => {
    state.link = link;
    showChoices();
    if (link !== 'connecting') refreshSoon();
  },
});
setInterval(tick, 250);
