// SPDX-License-Identifier: Apache-2.0

import { page } from '../lib/page.js';
import { get } from '../lib/api.js';
import { barChart, everyHour } from '../lib/charts.js';
import { dayBeside, isDay } from '../lib/days.js';
import { byID, el, say } from '../lib/dom.js';
import { clock, duration, pauseText, showTimesIn, span } from '../lib/format.js';
import { gradeRows, gradeTitles } from '../lib/gradetable.js';
import { nameOf, onLanguage, t, word } from '../lib/i18n.js';
import { factDetails } from '../lib/story.js';

const outcomes = ['done', 'noShow', 'givenUp', 'void', 'deferred'];
const counts = ['issued', 'called', 'served', 'noShow', 'givenUp'];
const state = { date: null, day: null, days: null, tickets: [], next: null, story: null };
const hall = await page.open();
let patience = null;

const serviceName = (id) => nameOf(hall?.services.find((row) => row.id === id)) || id;
const nameOfService = ({ id, names }) => (names ? nameOf({ names }) : serviceName(id));
const windowNumber = (id) => hall?.windows.find((row) => row.id === id)?.number ?? id ?? '';
const time = (seconds) => (seconds === undefined ? '—' : duration(seconds));
const path = (...parts) => `/history/${parts.map(encodeURIComponent).join('/')}`;
const query = (values) =>
  new URLSearchParams(Object.entries(values).filter(([, value]) => value)).toString();

/** Builds a table anew: nothing in it moves under a finger, since it only changes when asked. */
function table(id, titles, rows) {
  const head = titles.map((title) => el('th', { scope: 'col' }, title));
  byID(`${id}-head`).replaceChildren(el('tr', {}, head));
  byID(id).replaceChildren(...rows.map((cells) => el('tr', {}, cells.map((cell, index) =>
    (index ? el('td', {}, cell) : el('th', { scope: 'row' }, cell))))));
}

// The day

const place = ({ id }) => hall?.services.findIndex((row) => row.id === id) ?? 0;
const inTheHallsOrder = (one, other) => place(one) - place(other);

const countTitles = (atWindow) => counts.filter((name) => !atWindow || name !== 'issued')
  .map((name) => t(atWindow && name === 'called' ? 'history.calls' : `history.${name}`));

const countCells = (figures, atWindow) => counts.filter((name) => !atWindow || name !== 'issued')
  .map((name) => String(figures?.[name] ?? 0));

const waitTitles = () => ['mean', 'median', 'p90', 'meanService'].map((name) =>
  t(`history.${name}`));

const waitCells = (figures) => [
  time(figures?.wait?.mean), time(figures?.wait?.median), time(figures?.wait?.p90),
  time(figures?.meanService),
];

function showFigures(figures) {
  const names = [...counts, 'voided'].map((name) => t(`history.${name}`));
  const values = [...countCells(figures), String(figures.voided)];
  const titles = [...names, ...waitTitles()];
  const cells = [...values, ...waitCells(figures)];
  byID('figures').replaceChildren(...titles.map((title, index) =>
    el('div', {}, el('dt', {}, title), el('dd', {}, cells[index]))));
}

function showHours(rows) {
  const hours = everyHour(rows);
  const minutes = (figures) => Math.round((figures?.wait?.median ?? 0) / 60);
  byID('counts').replaceChildren(barChart(hours.map(({ hour, figures }) =>
    ({ label: String(hour), values: [figures?.issued ?? 0, figures?.served ?? 0] })),
  'counts-title'));
  byID('waits').replaceChildren(barChart(hours.map(({ hour, figures }) =>
    ({ label: String(hour), values: [minutes(figures)] })), 'waits-title'));
  table('hours', [t('history.hour'), ...countTitles(), ...waitTitles()],
    hours.map(({ hour, figures }) =>
      [`${hour}:00`, ...countCells(figures), ...waitCells(figures)]));
}

const breakText = ({ reason, at, until }) =>
  `${pauseText(reason) || t('window.state.paused')} ${span(at, until)}`;

const sessionText = ({ officer, openedAt, closedAt, pauses }) => {
  const breaks = pauses.map(breakText);
  return [`${officer} ${span(openedAt, closedAt)}`, ...breaks].join(t('common.separator'));
};

function showDay() {
  const { day } = state;
  byID('of-day').hidden = !day;
  if (!day) return;
  showFigures(day.figures);
  say(byID('hall-pauses'), day.pauses.length === 0 ? '' : t('history.hallPauses', {
    pauses: day.pauses.map(breakText).join(t('common.separator')),
  }));
  showHours(day.hours);
  table('services', [t('history.service'), ...countTitles(), ...waitTitles()],
    day.services.toSorted(inTheHallsOrder).map((row) =>
      [nameOfService(row), ...countCells(row.figures), ...waitCells(row.figures)]));
  table('windows', [t('history.window'), ...countTitles(true), ...waitTitles(),
    t('history.sessions')], day.windows.map(({ id, number, figures, sessions }) =>
    [number ?? windowNumber(id), ...countCells(figures, true), ...waitCells(figures),
      el('span', {}, sessions.flatMap((row) => [sessionText(row), el('br')]))]));
  table('officers', [t('history.officer'), ...countTitles(true), ...waitTitles()],
    day.officers.map(({ id, figures }) =>
      [id, ...countCells(figures, true), ...waitCells(figures)]));
  showRatings(day);
}

function showRatings(day) {
  byID('ratings-section').hidden = !day.figures.ratings;
  table('ratings', [t('history.ratings.of'), ...gradeTitles()], [
    ...gradeRows([day], () => t('history.ratings.all')),
    ...gradeRows(day.services.toSorted(inTheHallsOrder), nameOfService),
    ...gradeRows(day.windows, ({ id, number }) =>
      t('board.window', { window: number ?? windowNumber(id) })),
    ...gradeRows(day.officers, ({ id }) => id),
  ]);
}

function showDays() {
  const { days } = state;
  if (!days) return;
  const rows = days.days.toReversed().map(({ date, figures }) => [
    el('button', {
      type: 'button', onclick: () => load(date), 'aria-current': date === state.date && 'date',
    }, date),
    ...countCells(figures), ...waitCells(figures)]);
  const total = [t('history.days.total'), ...countCells(days.total), ...waitCells(days.total)];
  table('days', [t('history.date'), ...countTitles(), ...waitTitles()], [...rows, total]);
}

function showStanding(rebuilding, isMissing) {
  const words = [
    isMissing && t('history.none'),
    rebuilding && t('history.rebuilding', rebuilding),
  ].filter(Boolean);
  say(byID('standing'), words.join(' '));
  byID('standing').className = rebuilding ? 'trouble' : '';
  // While it is being made anew, the figures still grow.
  clearTimeout(patience);
  if (rebuilding) patience = setTimeout(() => load(state.date), 2000);
}

async function load(date) {
  state.date = date;
  byID('day').value = date;
  history.replaceState(null, '', `?${query({ ...Object.fromEntries(
    new URLSearchParams(location.search)), date })}`);
  try {
    const days = await get(`/history/days?${query({ from: dayBeside(date, -30), to: date })}`);
    const isKnown = days.days.some((row) => row.date === date);
    const day = isKnown ? await get(path('days', date)) : null;
    if (state.date !== date) return;
    Object.assign(state, { day, days });
    page.clear();
    showStanding(days.rebuilding, !isKnown);
  } catch (problem) {
    if (state.date !== date) return;
    Object.assign(state, { day: null, days: null });
    showStanding(null, false);
    page.warn(problem);
  }
  showDay();
  showDays();
}

// Tickets

const outcomeText = (outcome) => t(`history.outcome.${outcome ?? 'open'}`);

function showTickets(isAsked) {
  const { tickets, next } = state;
  say(byID('found'), isAsked ? t('history.search.found', { count: tickets.length }) : '');
  byID('tickets-table').hidden = tickets.length === 0;
  byID('more').hidden = !next;
  table('tickets', ['number', 'date', 'service', 'issuedAt', 'wait', 'serviceTime', 'window',
    'officer', 'outcome'].map((name) => t(`history.${name}`)), tickets.map((row) => [
    el('button', {
      type: 'button', onclick: () => tellStory(row),
      'aria-label': t('history.story.show', { number: row.number }),
    }, row.number),
    row.date, nameOf({ names: row.serviceNames }) || serviceName(row.service), clock(row.issuedAt), time(row.waitSeconds),
    time(row.serviceSeconds), row.windowNumber ?? windowNumber(row.window), row.officer ?? '',
    outcomeText(row.outcome)]));
}

async function search(after) {
  const asked = query({
    date: byID('all-days').checked ? '' : state.date, q: byID('text').value.trim(),
    outcome: byID('outcome').value, after, limit: 50,
  });
  try {
    const found = await get(`/history/tickets?${asked}`);
    state.tickets = after ? [...state.tickets, ...found.tickets] : found.tickets;
    state.next = found.next;
    page.clear();
    showTickets(true);
  } catch (problem) {
    page.warn(problem);
  }
}

async function tellStory(ticket) {
  try {
    state.story = await get(path('tickets', ticket.id));
  } catch (problem) {
    return page.warn(problem);
  }
  showStory();
  byID('story-title').focus();
}

/** Text about people, or that it was erased and why. */
function keptText({ kind, content, erasedAt, rule }) {
  const what = word('history.text', kind);
  if (content) return t('history.text.kept', { what, content });
  const date = clock(erasedAt, { date: true });
  return erasedAt ? t('history.text.erased', { what, date, rule: word('history.rule', rule) })
    : t('history.text.missing', { what });
}

/** A page that is no kiosk's own takes tickets in the name of none. */
const named = ({ kind, id }) => (kind === 'kiosk' && id === 'none' ? '' : id);

function showStory() {
  const { story } = state;
  byID('story').hidden = !story;
  if (!story) return;
  say(byID('story-title'), t('history.story', { number: story.ticket.number }));
  table('facts', ['at', 'what', 'who', 'where', 'detail'].map((name) => t(`history.${name}`)),
    story.facts.map((fact) => [
      `${fact.date ?? ''} ${clock(fact.at, { seconds: true })}`, word('history.fact', fact.name),
      t(`history.actor.${fact.actor.kind}`, { id: named(fact.actor) }).trim(),
      windowNumber(fact.payload.window),
      factDetails(fact, story.ticket.number, serviceName).join(' · '),
    ]));
  byID('texts').replaceChildren(...story.texts.map((text) => el('li', {}, keptText(text))));
}

// Why

const callText = ({ first, window: id, calledAt }) => (calledAt === undefined ? ''
  : t('history.why.call', {
    time: clock(calledAt), window: windowNumber(id), first: first.number,
    minutes: Math.floor((first.waitSeconds ?? 0) / 60),
  }));

async function askWhy() {
  const answer = byID('answer');
  answer.className = 'answer';
  const [first, second] = ['first', 'second'].map((id) => byID(id).value.trim());
  const missing = [['first', first], ['second', second]].find(([, value]) => !value);
  if (missing) return byID(missing[0]).focus();
  try {
    const why = await get(`/history/why?${query({ date: state.date, first, second })}`);
    say(answer, [callText(why), why.sentence].filter(Boolean).join(' '));
  } catch (problem) {
    answer.className = 'answer trouble';
    say(answer, problem.message);
    if (['first', 'second'].includes(problem.field)) byID(problem.field).focus();
    if (problem.name === 'not-signed-in') page.warn(problem);
  }
}

// The page

function showChoices() {
  const chosen = byID('outcome').value;
  byID('outcome').replaceChildren(el('option', { value: '' }, t('history.search.any')),
    ...outcomes.map((name) => el('option', { value: name }, outcomeText(name))));
  byID('outcome').value = chosen;
}

function show() {
  showChoices();
  showDay();
  showDays();
  showTickets(state.tickets.length > 0);
  showStory();
}

const submitted = (id, act) => byID(id).addEventListener('submit', (event) => {
  event.preventDefault();
  act();
});

showTimesIn(hall?.timeZone);
show();
onLanguage(show);
byID('day').addEventListener('change', () => isDay(byID('day').value) && load(byID('day').value));
byID('before').addEventListener('click', () => load(dayBeside(state.date, -1)));
byID('after').addEventListener('click', () => load(dayBeside(state.date, 1)));
byID('more').addEventListener('click', () => search(state.next));
submitted('search', () => search());
submitted('why', askWhy);
const today = hall?.date ?? new Date().toISOString().slice(0, 10);
await load(isDay(page.asked('date')) ? page.asked('date') : today);
