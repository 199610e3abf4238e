// SPDX-License-Identifier: Apache-2.0

import { el } from './dom.js';
import { t } from './i18n.js';

/**
 * Opens one of the page's dialogs; true when it was confirmed.
 *
 * Enter means yes in a list, too, where browsers do nothing: whoever works by keyboard comes
 * here many times a day.
 */
export function ask(dialog) {
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

/** Asks one question in a dialog of its own; true when it was confirmed. */
export async function confirmed({ title, detail, yes, fields = [] }) {
  const dialog = el('dialog', { 'aria-labelledby': 'question-title' },
    el('form', { method: 'dialog' },
      el('h2', { id: 'question-title' }, title), el('p', {}, detail), fields,
      el('div', { class: 'row' },
        el('button', { type: 'button', class: 'cancel' }, t('common.cancel')),
        el('button', { value: 'yes', class: 'main' }, yes))));
  document.body.append(dialog);
  const isMeant = await ask(dialog);
  dialog.remove();
  return isMeant;
}
