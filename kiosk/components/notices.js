// SPDX-License-Identifier: Apache-2.0

import { el, say } from '../lib/dom.js';
import { Problem } from '../lib/api.js';

/** Milliseconds: what went well is soon old news, what did not stays until the next act. */
const lastsFor = 8_000;

/** `<hk-notices>`: what just happened, said to eyes and to screen readers. */
class Notices extends HTMLElement {
  #done = el('p', { role: 'status', class: 'done' });
  #trouble = el('p', { role: 'alert', class: 'trouble' });
  #isSilence = false;
  #timer = null;

  connectedCallback() {
    this.replaceChildren(this.#done, this.#trouble);
  }

  /** Something went as asked. */
  tell(text) {
    this.#trouble.textContent = '';
    say(this.#done, text);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.clear(), lastsFor);
  }

  /** Something did not; a problem brings its own sentences. */
  warn(trouble) {
    clearTimeout(this.#timer);
    this.#done.textContent = '';
    const isProblem = trouble instanceof Problem;
    this.#isSilence = isProblem && trouble.isSilence;
    if (trouble instanceof Error && !isProblem) reportError(trouble);
    this.#trouble.replaceChildren(
      el('strong', {}, isProblem ? trouble.title : String(trouble)),
      isProblem ? ` ${trouble.detail}` : '');
  }

  /** The server answers again. */
  forgetSilence() {
    if (this.#isSilence) this.clear();
    this.#isSilence = false;
  }

  clear() {
    this.#done.textContent = '';
    this.#trouble.textContent = '';
  }
}

customElements.define('hk-notices', Notices);
