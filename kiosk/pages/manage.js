// SPDX-License-Identifier: Apache-2.0

import { page } from '../lib/page.js';
import { get, post, remove } from '../lib/api.js';
import { ask } from '../lib/dialog.js';
import { byID, each, el, say } from '../lib/dom.js';
import { clock, duration, isToday, wallTime } from '../lib/format.js';
import { nameOf, onLanguage, t } from '../lib/i18n.js';
import { Live } from '../lib/live.js';
import { order } from '../lib/wholehall.js';

const state = { view: null, appointments: [] };

const serviceName = (id) => nameOf(state.view.services.find((row) => row.id === id)) || id;
const windowNumber = (id) => state.view.windows.find((row) => row.id === id)?.number ?? id;
const sentence = (choice) => t(`why.${choice.why.rule}`, {
  number: choice.number, waited: duration(choice.why.waitedSeconds),
  ahead: choice.why.passedOver,
});

/** Fills a list to choose from and keeps what was chosen. */
function choices(id, rows, textOf = nameOf) {
  const select = byID(id);
  const { value } = select;
  select.replaceChildren(...rows.map((row) => el('option', { value: row.id }, textOf(row))));
  if (rows.some((row) => row.id === value)) select.value = value;
}

const asked = (id, act) => byID(id).addEventListener('submit', (event) => {
  event.preventDefault();
  act(event.submitter).catch((problem) => page.warn(problem));
});

// MARK: policies

function orderList(title, rows) {
  const items = rows.map((row) => el('li', {}, el('strong', {}, row.number)));
  return el('div', {}, el('h4', {}, title), el('ol', { class: 'order' }, items));
}

function previewOf({ service, now, then, moves }) {
  const changes = moves.map(({ number, from, to }) =>
    el('li', {}, t(to < from ? 'manage.preview.up' : 'manage.preview.down', { number, from, to })));
  return el('div', { class: 'preview' },
    el('h3', {}, serviceName(service)),
    el('div', { class: 'sides' },
      orderList(t('manage.preview.now'), now), orderList(t('manage.preview.then'), then)),
    moves.length ? el('ul', {}, changes) : el('p', { class: 'quiet' }, t('manage.preview.same')));
}

/** A policy for the whole hall, or for one window alone. */
function chosenPolicy() {
  const window = byID('policy-window').value;
  return { policy: byID('policy-choice').value, ...(window && { window }) };
}

async function previewPolicy() {
  const preview = await post('/hall/policy/preview', chosenPolicy());
  const queues = preview.queues.filter(({ now }) => now.length > 0);
  byID('preview').replaceChildren(...(queues.length
    ? queues.map(previewOf) : [el('p', {}, t('manage.preview.nobody'))]));
}

function showPolicies({ policies, policy }) {
  byID('policy-none').hidden = policies.length > 0;
  byID('policy-form').hidden = policies.length === 0;
  choices('policy-choice', policies, (row) =>
    (row.id === policy ? t('manage.policy.current', { name: nameOf(row) }) : nameOf(row)));
}

// MARK: who is next

async function showNext() {
  const { order: rows } = await get(`/windows/${encodeURIComponent(byID('next-window').value)}/next`);
  byID('next').replaceChildren(...(rows.length ? rows.map((row) =>
    el('li', {}, el('strong', {}, row.number), el('span', {}, sentence(row))))
    : [el('li', {}, t('window.queue.none'))]));
}

// MARK: tides, closing, deferred

function lineWithButton(label, act) {
  return () => {
    const button = el('button', { type: 'button' });
    const node = el('li', {}, el('strong'), el('span'), button);
    button.addEventListener('click', () => act(node.row));
    node.label = label;
    return node;
  };
}

function fillLine(node, row, title, line) {
  node.row = row;
  say(node.children[0], title);
  say(node.children[1], line);
  say(node.children[2], t(node.label));
}

const endTide = ({ window, service }) =>
  order('/tides/close', { window, service }, t('tide.closed'));

const checkIn = ({ id, number }) =>
  order(`/tickets/${encodeURIComponent(id)}/check-in`, {}, t('manage.deferred.done', { number }));

function showTides({ tidal }) {
  byID('tides-none').hidden = tidal.length > 0;
  each(byID('tides'), tidal, (row) => `${row.window} ${row.service}`,
    lineWithButton('tide.close', endTide), (node, row) => fillLine(
      node, row, t('index.window.item', { number: windowNumber(row.window) }),
      serviceName(row.service)));
}

function showClosing({ closing }) {
  say(byID('closing'), closing.map(({ service, choice }) => [
    service ? serviceName(service) : t('manage.all'), t(`closing.${choice}`),
  ].join(' · ')).join(t('common.separator')));
}

function showDeferred({ deferred }) {
  byID('deferred-none').hidden = deferred.length > 0;
  each(byID('deferred'), deferred, (row) => row.id, lineWithButton('manage.deferred.do', checkIn),
    (node, row) => fillLine(node, row, row.number, serviceName(row.service)));
}

// MARK: appointments

async function readAppointments() {
  state.appointments = (await get('/appointments')).appointments;
  if (state.view) showAppointments();
}

async function book() {
  const body = {
    service: byID('book-service').value, at: wallTime(byID('book-at').value),
    class: byID('book-priority').checked ? 'priority' : 'normal',
  };
  const { id } = await post('/appointments', body);
  page.tell(t('manage.appointments.done', { code: id }));
  await readAppointments();
}

async function cancel({ id }) {
  try {
    await remove(`/appointments/${encodeURIComponent(id)}`);
    page.tell(t('manage.appointments.cancelled', { code: id }));
    await readAppointments();
  } catch (problem) {
    page.warn(problem);
  }
}

function showAppointments() {
  const rows = state.appointments;
  byID('appointments-none').hidden = rows.length > 0;
  each(byID('appointments'), rows, (row) => row.id,
    lineWithButton('manage.appointments.cancel', cancel), (node, row) => {
      const when = isToday(row.at) ? clock(row.at) : clock(row.at, { date: true });
      fillLine(node, row, row.id, [when, serviceName(row.service), row.number ?? '']
        .filter(Boolean).join(' · '));
      node.children[2].hidden = Boolean(row.ticket);
    });
}

// MARK: adopting

async function adopt() {
  const numbers = byID('adopt-numbers').value.split(/[^A-Za-z0-9-]+/).filter(Boolean);
  say(byID('adopt-sure'), t('manage.adopt.sure', { numbers: numbers.join(' ') }));
  if (!(await ask(byID('adopt-confirm')))) return;
  const { tickets } = await post('/tickets/adopt', { numbers });
  page.tell(t('manage.adopt.done', { count: tickets.length }));
  byID('adopt-numbers').value = '';
}

function showAdopting({ restored }) {
  byID('adopt-form').hidden = !restored;
  say(byID('adopt-hint'), restored
    ? t('manage.adopt.hint', { time: clock(restored.backedUpAt, { date: true }) })
    : t('manage.adopt.none'));
}

// MARK: beginning

function show() {
  const { view } = state;
  if (!view) return;
  const all = { id: '', name: t('manage.all') };
  for (const id of ['tide-service', 'book-service']) choices(id, view.services);
  choices('closing-service', [all, ...view.services]);
  choices('policy-window', [{ id: '', number: '' }, ...view.windows], (row) =>
    (row.id ? t('index.window.item', { number: row.number }) : t('manage.policy.hall')));
  for (const id of ['next-window', 'tide-window']) {
    choices(id, view.windows, (row) => t('index.window.item', { number: row.number }));
  }
  say(byID('revision'), t('manage.revision', { revision: view.hallWide.revision }));
  showPolicies(view.hallWide);
  showTides(view.hallWide);
  showClosing(view.hallWide);
  showDeferred(view.hallWide);
  showAdopting(view.hallWide);
  showAppointments();
}

await page.open();
onLanguage(show);
asked('policy-form', previewPolicy);
byID('policy-apply').addEventListener('click', () =>
  order('/hall/policy', chosenPolicy(), t('manage.policy.done')));
asked('next-form', showNext);
asked('tide-form', () => order('/tides/open',
  { window: byID('tide-window').value, service: byID('tide-service').value }, t('tide.opened')));
asked('closing-form', async (button) => {
  const service = byID('closing-service').value;
  const body = { choice: button.value, ...(service && { service }) };
  // Everybody who waits leaves the queue: that is not taken back by another press.
  if (button.value === 'next-day' && !(await ask(byID('confirm')))) return;
  await order('/hall/closing', body, t('manage.closing.done'));
});
asked('book-form', book);
asked('adopt-form', adopt);
new Live('staff', '/staff', {
  onView: (view) => {
    state.view = view;
    show();
  },
  onState: page.connection,
});
readAppointments().catch((problem) => page.warn(problem));
