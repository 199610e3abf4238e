// SPDX-License-Identifier: Apache-2.0

import { el, say } from './dom.js';
import { t } from './i18n.js';

const grades = [5, 4, 3, 2, 1];
const mat = { there: { present: true }, away: { present: false }, cut: { cableCut: true } };

/** The cards of the bench's window units: what can befall one, and the citizen's five buttons. */
export function unitCards({ cause, check, setCheck }) {
  function make({ id }) {
    const path = `/bench/units/${encodeURIComponent(id)}`;
    const button = (key, body) =>
      el('button', { type: 'button', 'data-key': key, onclick: () => cause(path, body) });
    return el('article', { class: 'unit' },
      el('h3'), el('p', { class: 'quiet' }),
      el('div', { class: 'row' },
        check('bench.fault.unplugged', (on) => cause(path, { unplugged: on })),
        check('bench.unit.stuck', (on) => cause(path, { stuck: on })),
        check('bench.unit.babbling', (on) => cause(path, { babbling: on }))),
      el('div', { class: 'row' },
        button('bench.unit.restart', { restart: true }),
        button('bench.unit.swap', { swap: true }),
        Object.entries(mat).map(([name, body]) => button(`bench.unit.${name}`, body))),
      el('h4'),
      el('div', { class: 'row' }, grades.map((grade) => button(`rating.grade.${grade}`, { grade }))),
      el('p', { class: 'quiet' }));
  }

  function update(card, unit) {
    const [title, figures, switches, hands, pad, stars, closed] = card.children;
    say(title, t('bench.unit', { window: unit.window }));
    say(figures, [
      t('bench.address', { address: unit.address }),
      t('bench.unit.uid', { uid: unit.uid }),
      t('bench.unit.restarts', { count: unit.restarts }),
      t('bench.unit.waiting', { count: unit.waiting }),
    ].join(' · '));
    [unit.unplugged, unit.stuck, unit.babbling]
      .forEach((isOn, index) => setCheck(switches.children[index], isOn));
    say(pad, t('bench.unit.grades'));
    for (const button of [...hands.children, ...stars.children]) say(button, t(button.dataset.key));
    for (const button of stars.children) button.disabled = !unit.rating;
    say(closed, unit.rating ? '' : t('bench.unit.closed'));
  }

  return { make, update };
}
