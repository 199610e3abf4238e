// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import test from 'node:test';

import { gradeRows } from '../../kiosk/lib/gradetable.js';
import { apart, wholeKey } from '../../kiosk/lib/unitcards.js';
import { needsCare, strangersOf } from '../../kiosk/lib/unitrows.js';

const bench = {
  units: [{ id: 'unit-W01', line: 'bus', address: 1 }],
  signs: [{ id: 'sign-W01', line: 'bus', address: 1 }, { id: 'sign-W02', line: 'strips', address: 1 }],
  keypads: [{ id: 'keypad-W02', line: 'pads', address: 1 }],
};

test('a unit carries what hangs at its line and address, and nothing of another line', () => {
  const { whole, signs, keypads } = apart(bench);
  assert.deepEqual(whole.map(({ sign, keypad }) => [sign?.id, keypad?.id]),
    [['sign-W01', undefined]]);
  assert.deepEqual(signs.map(({ id }) => id), ['sign-W02']);
  assert.deepEqual(keypads.map(({ id }) => id), ['keypad-W02']);
});

test('a unit that gets a keypad gets another card', () => {
  const keypads = [{ id: 'keypad-W01', line: 'bus', address: 1 }];
  const [before, after] = [bench, { ...bench, keypads }].map((one) => wholeKey(apart(one).whole[0]));
  assert.notEqual(before, after);
});

test('a unit that is being met needs nobody, one that is away or broken does', () => {
  const needs = (state, hasFault = false) => needsCare({ state, hasFault });
  assert.deepEqual(['live', 'coming-up'].map((state) => needs(state)), [false, false]);
  assert.deepEqual(['away', 'duplicate', 'babbling'].map((state) => needs(state)),
    [true, true, true]);
  assert.equal(needs('live', true), true);
});

test('grades stand best first, no answer last; who was not asked has no row', () => {
  const rows = [
    { id: 'a', figures: { ratings: { grades: [1, 2, 3, 4, 5], unanswered: 6 } } },
    { id: 'b', figures: {} }, { id: 'c' },
  ];
  assert.deepEqual(gradeRows(rows, ({ id }) => id), [['a', '5', '4', '3', '2', '1', '6']]);
});

test('a unit without a window is offered the places that are empty on its own line', () => {
  const lines = [
    { id: 'one', strangers: ['0a'], units: [{ address: 1, state: 'away' }, { address: 2, state: 'live' }] },
    { id: 'two', strangers: [], units: [{ address: 3, state: 'away' }] },
    { id: 'printer' },
  ];
  assert.deepEqual(strangersOf(lines),
    [{ uid: '0a', line: 'one', places: [{ address: 1, state: 'away' }] }]);
});
