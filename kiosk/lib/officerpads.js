// SPDX-License-Identifier: Apache-2.0

import { el, say } from './dom.js';
import { t } from './i18n.js';

const keys = [
  'call', 'recall', 'noShow', 'hold', 'callBack', 'pause', 'transfer', 'startRating',
];
/** Of a pad that has the citizen's keys on it, too. */
const scoreKeys = [0, 1, 2, 3];

/** The officers' pads of the bench, whatever they hang on: what one shows, and its keys. */
export function officerPads(cause) {
  function make({ id }, { hasScores = true } = {}) {
    const path = `/bench/keypads/${encodeURIComponent(id)}/press`;
    const digits = el('input', { inputmode: 'numeric', pattern: '[0-9]*', maxlength: 3, size: 3 });
    const pad = el('div', { class: 'pad' },
      el('p'), el('label', { class: 'row' }, el('span'), digits));
    const press = (button, body) =>
      cause(path, body, t('bench.pressed', { window: pad.window, key: button.textContent }));
    const button = (name, body) => el('button', {
      type: 'button', 'data-key': name, onclick: ({ currentTarget }) => press(currentTarget, body()),
    });
    const typed = (key) => () => {
      const body = digits.value ? { key, digits: digits.value } : { key };
      digits.value = '';
      return body;
    };
    pad.append(el('div', { class: 'keys' },
      keys.map((key) => button(`bench.key.${key}`, typed(key)))));
    if (hasScores) {
      pad.append(el('div', { class: 'keys' }, scoreKeys.map((score) =>
        button(`${score}`, () => ({ key: 'rating', digits: `${score}` })))));
    }
    return pad;
  }

  function update(pad, keypad) {
    pad.window = keypad.window;
    const [line, digits, officers, citizens] = pad.children;
    say(digits.firstChild, t('bench.keypad.digits'));
    say(line, [
      `${t('bench.keypad.waiting')} ${keypad.waiting ?? '—'}`,
      `${t('bench.keypad.number')} ${keypad.number || '—'}`,
      t('bench.keypad.beeps', { beeps: keypad.beeps }),
    ].join(' · '));
    for (const button of officers.children) say(button, t(button.dataset.key));
    for (const button of citizens?.children ?? []) {
      say(button, t('bench.key.score', { key: button.dataset.key }));
    }
  }

  return { make, update };
}
