// SPDX-License-Identifier: Apache-2.0

import { byID, each, el, say } from './dom.js';
import { t, word } from './i18n.js';

const make = () => {
  const cell = (tag, attributes = {}) => el(tag, attributes, el('p'), el('p', { class: 'quiet' }));
  return el('tr', {}, cell('th', { scope: 'row' }), Array.from({ length: 4 }, () => cell('td')));
};

/** Each cell: its chief line, and what explains it. */
function cells(unit, numberOf) {
  const { name, uid, firmware, level, restarts, brokenFrames, missing } = unit;
  return [
    [unit.window ? numberOf(unit.window) : '—', ''],
    [`${unit.line} ${unit.address}`, ''],
    [word('units.state', unit.state),
      [unit.hasFault && t('units.fault'), unit.isOtherVersion && t('units.other'),
        missing && t('units.missing', { codes: missing.join(', ') })].filter(Boolean).join(' · ')],
    [name || uid || '—',
      [uid, firmware && t('units.firmware', { version: firmware, level })]
        .filter(Boolean).join(' · ')],
    [restarts === undefined ? '' : t('units.restarts', { count: restarts }),
      brokenFrames === undefined ? '' : t('units.broken', { count: brokenFrames })],
  ];
}

/** Whether somebody has to see to a unit. */
export const needsCare = ({ state, hasFault }) =>
  hasFault || !['live', 'coming-up'].includes(state);

/** Units that answer and hang at no window, each with the places of its line that are empty. */
export const strangersOf = (lines) => lines.filter((line) => line.strangers?.length)
  .flatMap((line) => line.strangers.map((uid) => ({
    uid, line: line.id, places: line.units.filter(({ state }) => state === 'away'),
  })));

/** Asks where each of them hangs; `place(line, uid, address)` tells it. */
function showStrangers(lines, numberOf, place) {
  const keyOf = ({ line, uid, places }) =>
    [line, uid, ...places.map(({ address }) => address)].join('/');
  each(byID('strangers'), strangersOf(lines), keyOf, ({ line, uid, places }) =>
    el('article', {}, el('p'), el('div', { class: 'row' }, places.map(({ address }) =>
      el('button', { type: 'button', onclick: () => place(line, uid, address) })))),
  (card, { line, uid, places }) => {
    say(card.firstChild, t('units.stranger', { line, uid }));
    places.forEach(({ window }, index) => say(card.lastChild.children[index],
      t('units.stranger.here', { window: window ? numberOf(window) : '—' })));
  });
}

/** The window units of all buses, in one table; `numberOf` says what is painted over a window. */
export function showUnits(lines, numberOf, place) {
  const buses = lines.filter((line) => line.units);
  const units = buses.flatMap((line) => line.units.map((unit) => ({ ...unit, line: line.id })));
  byID('units-section').hidden = units.length === 0;
  say(byID('buses'), buses.map((line) => [
    t('units.note', { line: line.id, share: line.usefulShare ?? 0 }),
    line.isBabbling && t('units.babbling'),
  ].filter(Boolean).join(' · ')).join('; '));
  each(byID('units'), units, (unit) => `${unit.line}/${unit.address}`, make, (row, unit) => {
    row.className = needsCare(unit) ? 'troubled' : '';
    cells(unit, numberOf).forEach((texts, index) =>
      texts.forEach((text, place) => say(row.children[index].children[place], text)));
  });
  showStrangers(lines, numberOf, place);
}
