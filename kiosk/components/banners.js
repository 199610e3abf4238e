// SPDX-License-Identifier: Apache-2.0

import { el } from '../lib/dom.js';
import { onLanguage, t } from '../lib/i18n.js';

/** `<hk-banners>`: what people must know of the hall itself: a demonstration, no encryption. */
class Banners extends HTMLElement {
  #hall = {};

  connectedCallback() {
    onLanguage(() => this.#show());
  }

  /** Takes a view that has `demo` and `insecureLAN`. */
  set hall(hall) {
    this.#hall = hall;
    this.#show();
  }

  #show() {
    const lines = [];
    if (this.#hall.demo) lines.push(el('p', { class: 'demo' }, t('common.demo')));
    if (this.#hall.insecureLAN) lines.push(el('p', { class: 'insecure' }, t('common.insecure')));
    this.setAttribute('role', 'region');
    this.setAttribute('aria-label', t('common.notices'));
    this.hidden = lines.length === 0;
    this.replaceChildren(...lines);
  }
}

customElements.define('hk-banners', Banners);
