// SPDX-License-Identifier: Apache-2.0

import { ask } from './dialog.js';
import { byID, el } from './dom.js';
import { nameOf, t } from './i18n.js';

const pauseReasons = ['away', 'system', 'papers', 'handover', 'meeting', 'break'];

/** Whether an act is really meant; an empty body, or null. */
export async function confirmed(act, values) {
  byID('confirm-title').textContent = t(`window.${act}.title`, values);
  byID('confirm-detail').textContent = t(`window.${act}.detail`, values);
  byID('confirm-yes').textContent = t(`window.action.${act}`);
  return (await ask(byID('confirm'))) ? {} : null;
}

const options = (rows, textOf = nameOf) =>
  rows.map((row) => el('option', { value: row.id }, textOf(row)));

/** Shows the fields of one kind of target and hides the others'. */
function showTarget() {
  for (const field of byID('transfer').querySelectorAll('[data-target]')) {
    field.hidden = field.dataset.target !== byID('transfer-target').value;
  }
}

/** To which service, window or officer; `{service}`, `{window}`, `{officer}`, or null. */
export async function askTransfer(ticket, { services, windows, here }) {
  byID('transfer-title').textContent = t('window.transfer.title', { number: ticket.number });
  const others = windows.filter((row) => row.id !== here);
  byID('transfer-service').replaceChildren(
    ...options(services.filter((row) => row.id !== ticket.service)));
  byID('transfer-window').replaceChildren(
    ...options(others, (row) => t('index.window.item', { number: row.number })));
  byID('transfer-officer').replaceChildren(
    ...options(others.filter((row) => row.officer).map((row) => row.officer),
      (officer) => officer.name ?? officer.id));
  byID('transfer-target').onchange = showTarget;
  showTarget();
  if (!(await ask(byID('transfer')))) return null;
  const target = byID('transfer-target').value;
  return { [target]: byID(`transfer-${target}`).value };
}

/** In which of the three ways a ticket is set aside; `{kind}`, or null. */
export async function askHold(ticket) {
  byID('hold-title').textContent = t('window.hold.title', { number: ticket.number });
  return (await ask(byID('hold'))) ? { kind: byID('hold-kind').value } : null;
}

/** How the case ended, or null. */
export async function askFinish(ticket, { outcomes, services }) {
  byID('finish-title').textContent = t('window.finish.title', { number: ticket.number });
  byID('finish-outcomes').hidden = outcomes.length === 0;
  byID('finish-outcome').replaceChildren(
    el('option', { value: '' }, t('window.finish.no-outcome')), ...options(outcomes));
  byID('finish-next').replaceChildren(
    el('option', { value: '' }, t('window.finish.no-next')),
    ...options(services.filter((row) => row.id !== ticket.service)));
  byID('finish-case').value = ticket.case ?? '';
  byID('finish-note').value = '';
  if (!(await ask(byID('finish')))) return null;
  const fields = { outcome: 'finish-outcome', next: 'finish-next', case: 'finish-case',
    note: 'finish-note' };
  const given = Object.entries(fields).map(([name, id]) => [name, byID(id).value.trim()]);
  return Object.fromEntries(given.filter(([, value]) => value));
}

/** Why and for how long; `{reason, minutes?}`, or null. */
export async function askPause(reasons) {
  const usual = pauseReasons.map((id) => ({ id, name: t(`pause.reason.${id}`) }));
  byID('pause-reason').replaceChildren(...options(reasons.length ? reasons : usual));
  if (!(await ask(byID('pause')))) return null;
  const minutes = byID('pause-minutes').valueAsNumber;
  const reason = byID('pause-reason').value;
  return Number.isInteger(minutes) ? { reason, minutes } : { reason };
}
