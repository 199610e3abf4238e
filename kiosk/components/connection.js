// SPDX-License-Identifier: Apache-2.0

import { el, say } from '../lib/dom.js';
import { onLanguage, t } from '../lib/i18n.js';
import { clock } from '../lib/format.js';

/** `<hk-connection>`: whether what the page shows is current, and since when it is not. */
class Connection extends HTMLElement {
  #text = el('span', { role: 'status' });
  #state = 'connecting';
  #heardAt = null;

  connectedCallback() {
    this.replaceChildren(this.#text);
    onLanguage(() => this.#show());
    this.#show();
  }

  /** Takes what a stream says of itself. */
  set(state, heardAt) {
    this.#state = state;
    this.#heardAt = heardAt;
    this.#show();
  }

  #show() {
    this.dataset.state = this.#state;
    const isLost = this.#state === 'stale';
    if (isLost && this.#heardAt === null) say(this.#text, t('live.never'));
    else if (isLost) {
      say(this.#text, t('live.stale', { time: clock(this.#heardAt, { seconds: true }) }));
    } else say(this.#text, t(`live.${this.#state}`));
  }
}

customElements.define('hk-connection', Connection);
