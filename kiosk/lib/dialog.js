// SPDX-License-Identifier: Apache-2.0

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
