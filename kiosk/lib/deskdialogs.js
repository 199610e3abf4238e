// SPDX-License-Identifier: Apache-2.0

import { byID, el } from './dom.js';
import { nameOf, t } from './i18n.js';

const pauseReasons = ['away', 'system', 'papers', 'handover', 'meeting', 'break'];

/**
 * Opens one of the page's dialogs; true when it was confirmed.
 *
 * Enter means yes in a list, too, where browsers do nothing: whoever works by keyboard comes
 * here many times a day.
 */
function ask(dialog) {
  dialog.returnValue = '';
  dialog.querySelector('.cancel').onclick = () => dialog.close();
  dialog.onkeydown = (event) => {
    if (event.key !== 'Enter' || !event.target.matches('select')) return;
    event.preventDefault();
    dialog.querySelector('form').requestSubmit(dialog.querySelector('[value=yes]'));
  };
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => resolve(dialog.returnValue === 'yes'), { once: true });
  });
}

/** Whether an act is really meant; an empty body, or null. */
export async function confirmed(act, values) {
  byID('confirm-title').textContent = t(`window.${act}.title`, values);
  byID('confirm-detail').textContent = t(`window.${act}.detail`, values);
  byID('confirm-yes').textContent = t(`window.action.${act}`);
  return (await ask(byID('confirm'))) ? {} : null;
}

/** To which service; `{service}`, or null. */
export async function askTransfer(ticket, services) {
  byID('transfer-title').textContent = t('window.transfer.title', { number: ticket.number });
  const choices = services.filter((row) => row.id !== ticket.service)
    .map((row) => el('option', { value: row.id }, nameOf(row)));
  byID('transfer-service').replaceChildren(...choices);
  return (await ask(byID('transfer'))) ? { service: byID('transfer-service').value } : null;
}

/** Why and for how long; `{reason, minutes?}`, or null. */
export async function askPause() {
  const choices = pauseReasons.map((reason) =>
    el('option', { value: reason }, t(`pause.reason.${reason}`)));
  byID('pause-reason').replaceChildren(...choices);
  if (!(await ask(byID('pause')))) return null;
  const minutes = byID('pause-minutes').valueAsNumber;
  const reason = byID('pause-reason').value;
  return Number.isInteger(minutes) ? { reason, minutes } : { reason };
}
