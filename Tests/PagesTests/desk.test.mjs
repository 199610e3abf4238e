// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import test from 'node:test';
import { actFor, acts, standing } from '../../kiosk/lib/desk.js';
import { shortcutOf } from '../../kiosk/lib/shortcuts.js';

const target = (selectors) => ({
  matches: (selector) => selectors.includes(selector),
  closest: (selector) => selector.split(', ').some((one) => selectors.includes(one)),
});
const press = (changes) => ({ code: 'KeyN', target: target([]), ...changes });

test('a letter is a shortcut', () => {
  assert.equal(shortcutOf(press({})), 'N');
});

test('nobody who types calls the next number', () => {
  for (const place of ['input', 'textarea', 'select', '[contenteditable]']) {
    assert.equal(shortcutOf(press({ target: target([place]) })), null, place);
  }
});

test('a box that is only ticked does not count as typing', () => {
  assert.equal(shortcutOf(press({ target: target(['input', 'input[type=checkbox]']) })), 'N');
});

test('a key held down, combined or meant for a dialog is no shortcut', () => {
  for (const name of ['repeat', 'ctrlKey', 'altKey', 'metaKey', 'shiftKey', 'isComposing']) {
    assert.equal(shortcutOf(press({ [name]: true })), null, name);
  }
  assert.equal(shortcutOf(press({}), { isDialogOpen: true }), null);
  assert.equal(shortcutOf(press({ code: 'Enter' })), null);
});

test('no key means two acts at the same time', () => {
  const rows = ['closed', 'open', 'paused'].map((state) => ({ state }))
    .concat(['called', 'serving'].map((state) => ({ state: 'serving', ticket: { state } })));
  for (const row of rows) {
    const keys = acts.filter((act) => act.when(standing(row))).map((act) => act.key);
    assert.equal(new Set(keys).size, keys.length, JSON.stringify(row));
  }
});

test('one key pauses and resumes', () => {
  assert.equal(actFor('P', { state: 'open' }).name, 'pause');
  assert.equal(actFor('P', { state: 'paused' }).name, 'resume');
  assert.equal(actFor('P', { state: 'closed' }), undefined);
});

test('a closed window can only be opened', () => {
  const names = acts.filter((act) => act.when(standing({ state: 'closed' })))
    .map((act) => act.name);
  assert.deepEqual(names, ['open']);
});

test('while the whole hall is paused nobody is called, recalled or marked as missing', () => {
  const pause = { paused: true };
  assert.equal(actFor('N', { state: 'open' }, pause), undefined);
  const called = { state: 'serving', ticket: { state: 'called' } };
  assert.equal(actFor('R', called, pause), undefined);
  assert.equal(actFor('X', called, pause), undefined);
  assert.equal(actFor('F', called, pause)?.name, 'finish');
  assert.equal(actFor('R', called, { paused: false })?.name, 'recall');
});
