// SPDX-License-Identifier: Apache-2.0

import { language, languages, onLanguage, t, use } from '../lib/i18n.js';
import { el } from '../lib/dom.js';

/** `<hk-languages>`: one button for each language; `passing` does not keep the choice. */
class Languages extends HTMLElement {
  connectedCallback() {
    this.setAttribute('role', 'group');
    const buttons = languages.map((name) => el('button', {
      type: 'button', lang: name, 'data-name': name, onclick: () => this.#use(name),
    }));
    this.replaceChildren(...buttons);
    onLanguage(() => this.#show());
    this.#show();
  }

  #use(name) {
    use(name, { remember: !this.hasAttribute('passing') });
  }

  #show() {
    this.setAttribute('aria-label', t('language.label'));
    for (const button of this.children) {
      button.textContent = t(`language.${button.dataset.name}`);
      button.setAttribute('aria-pressed', String(button.dataset.name === language()));
    }
  }
}

customElements.define('hk-languages', Languages);
