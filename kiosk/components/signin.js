// SPDX-License-Identifier: Apache-2.0

import { el } from '../lib/dom.js';
import { get, post, remove } from '../lib/api.js';
import { onLanguage, t, word } from '../lib/i18n.js';

/**
 * `<hk-signin>`: who is signed in, and the form for staff who are not.
 *
 * It shows nothing where no account is needed; `ask()` brings up the form. With `kiosk` it is for
 * a page citizens touch, where nobody is to see, or end, the machine's session.
 */
class SignIn extends HTMLElement {
  #account = null;
  #dialog = null;

  async connectedCallback() {
    if (this.hasAttribute('kiosk')) return;
    onLanguage(() => this.#show());
    this.#account = (await get('/sessions').catch(() => null))?.account ?? null;
    this.#show();
  }

  /** Asks for account and password; once they are right the page starts anew. */
  ask() {
    if (this.#dialog?.isConnected) return;
    const hint = this.hasAttribute('kiosk') ? 'kiosk.signin.hint' : 'signin.hint';
    const trouble = el('p', { role: 'alert', class: 'trouble' });
    const name = el('input', { id: 'account', autocomplete: 'username', required: true });
    const password = el('input', {
      id: 'password', type: 'password', autocomplete: 'current-password', required: true,
    });
    const submit = async (event) => {
      event.preventDefault();
      trouble.textContent = '';
      try {
        await post('/sessions', { name: name.value, password: password.value });
        location.reload();
      } catch (problem) {
        trouble.textContent = problem.message;
        password.value = '';
        password.focus();
      }
    };
    this.#dialog = el('dialog', { 'aria-labelledby': 'signin-title' },
      el('form', { onsubmit: submit },
        el('h2', { id: 'signin-title', 'data-t': 'signin.title' }, t('signin.title')),
        el('p', { 'data-t': hint }, t(hint)),
        el('label', { for: 'account', 'data-t': 'signin.name' }, t('signin.name')), name,
        el('label', { for: 'password', 'data-t': 'signin.password' }, t('signin.password')),
        password, trouble,
        el('button', { class: 'main', 'data-t': 'signin.submit' }, t('signin.submit'))));
    this.append(this.#dialog);
    this.#dialog.addEventListener('close', () => this.#dialog.remove());
    this.#dialog.showModal();
  }

  async #leave() {
    await remove('/sessions').catch(() => null);
    location.reload();
  }

  #show() {
    if (!this.#account) return;
    const { name, role } = this.#account;
    this.replaceChildren(
      el('span', {}, t('signin.as', { name, role: word('role', role) })),
      el('button', { type: 'button', onclick: () => this.#leave() }, t('signin.out')));
  }
}

customElements.define('hk-signin', SignIn);
