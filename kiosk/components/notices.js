// SPDX-License-Identifier: Apache-2.0

import { el, say } from '../lib/dom.js';
import { Problem } from '../lib/api.js';

/** `<hk-notices>`: what just happened, said to eyes and to screen readers. */
class Notices extends HTMLElement {
  #done = el('p', { role: 'status', class: 'done' });
  #trouble = el('p', { role: 'alert', class: 'trouble' });

  connectedCallback() {
    this.replaceChildren(this.#done, this.#trouble);
  }

  /** Something went as asked. */
  tell(text) {
    this.#trouble.textContent = '';
    say(this.#done, text);
  }

  /** Something did not; a problem brings its own sentences. */
  warn(trouble) {
    this.#done.textContent = '';
    const isProblem = trouble instanceof Problem;
    if (trouble instanceof Error && !isProblem) reportError(trouble);
    this.#trouble.replaceChildren(
      el('strong', {}, isProblem ? trouble.title : String(trouble)),
      isProblem ? ` ${trouble.detail}` : '');
  }

  clear() {
    this.#done.textContent = '';
    this.#trouble.textContent = '';
  }
}

customElements.define('hk-notices', Notices);
