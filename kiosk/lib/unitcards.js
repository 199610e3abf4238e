// SPDX-License-Identifier: Apache-2.0

import { allow, el, isAllowed, say } from './dom.js';
import { t } from './i18n.js';

const grades = [5, 4, 3, 2, 1];
const mat = { there: { present: true }, away: { present: false }, cut: { cableCut: true } };

/** Units with the sign and the keypad each carries, and the signs and keypads that are no unit's. */
export function apart({ units, signs, keypads }) {
  const place = (row) => `${row.line}/${row.address}`;
  const taken = new Set(units.map(place));
  const at = (rows, unit) => rows.find((row) => place(row) === place(unit));
  const free = (rows) => rows.filter((row) => !taken.has(place(row)));
  return {
    whole: units.map((unit) => ({ ...unit, sign: at(signs, unit), keypad: at(keypads, unit) })),
    signs: free(signs), keypads: free(keypads),
  };
}

/** Names a unit's card; another once other parts belong to the unit. */
export const wholeKey = ({ id, sign, keypad }) => [id, sign?.id, keypad?.id].join();

/**
 * The cards of the bench's window units: all that hangs at a window in one place, the sign, the
 * officer's pad, the citizen's five buttons and the mat, and what can befall it.
 */
export function unitCards({ cause, check, setCheck, pads, updateSign }) {
  function make({ id, sign, keypad }) {
    const path = `/bench/units/${encodeURIComponent(id)}`;
    const button = (key, body) => el('button', {
      type: 'button', 'data-key': key,
      onclick: ({ currentTarget }) => isAllowed(currentTarget) && cause(path, body),
    });
    const parts = {
      title: el('h3'), figures: el('p', { class: 'quiet' }),
      sign: sign && el('img', { class: 'lamps' }),
      pad: keypad && el('h4'), keys: keypad && pads.make(keypad, { hasScores: false }),
      citizen: el('h4'),
      stars: el('div', { class: 'keys' },
        grades.map((grade) => button(`rating.grade.${grade}`, { grade }))),
      closed: el('p', { class: 'quiet' }),
      mat: el('h4'),
      sitting: el('div', { class: 'keys' },
        Object.entries(mat).map(([name, body]) => button(`bench.unit.${name}`, body))),
      faults: el('h4'),
      switches: el('div', { class: 'row' },
        check('bench.fault.unplugged', (on) => cause(path, { unplugged: on })),
        check('bench.unit.stuck', (on) => cause(path, { stuck: on })),
        check('bench.unit.babbling', (on) => cause(path, { babbling: on }))),
      hands: el('div', { class: 'keys' },
        button('bench.unit.restart', { restart: true }),
        button('bench.unit.swap', { swap: true })),
    };
    const card = el('article', { class: 'unit' }, Object.values(parts));
    card.parts = parts;
    return card;
  }

  function update({ parts }, unit) {
    say(parts.title, t('bench.unit', { window: unit.window }));
    say(parts.figures, [
      t('bench.address', { address: unit.address }),
      t('bench.unit.uid', { uid: unit.uid }),
      t('bench.unit.restarts', { count: unit.restarts }),
      t('bench.unit.waiting', { count: unit.waiting }),
    ].join(' · '));
    if (unit.sign) updateSign(parts.sign, unit.sign);
    if (unit.keypad) {
      say(parts.pad, t('bench.unit.pad'));
      pads.update(parts.keys, unit.keypad);
    }
    say(parts.citizen, t('bench.unit.grades'));
    say(parts.closed, unit.rating ? t('bench.unit.open') : t('bench.unit.closed'));
    say(parts.mat, t('bench.unit.mat'));
    say(parts.faults, t('bench.unit.faults'));
    for (const row of [parts.stars, parts.sitting, parts.hands]) {
      for (const button of row.children) say(button, t(button.dataset.key));
    }
    for (const button of parts.stars.children) allow(button, unit.rating);
    [unit.unplugged, unit.stuck, unit.babbling]
      .forEach((isOn, index) => setCheck(parts.switches.children[index], isOn));
  }

  return { make, update };
}
