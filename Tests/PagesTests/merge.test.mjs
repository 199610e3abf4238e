// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import test from 'node:test';
import { mergeChange, mergeRows } from '../../kiosk/lib/merge.js';

test('a changed row replaces its old one in its place and wholly', () => {
  const rows = [{ id: 'a', waiting: 1, reason: 'x' }, { id: 'b', waiting: 2 }];
  assert.deepEqual(mergeRows(rows, [{ id: 'a', waiting: 3 }]),
    [{ id: 'a', waiting: 3 }, { id: 'b', waiting: 2 }]);
});

test('a new row comes at the end', () => {
  assert.deepEqual(mergeRows([{ id: 'a' }], [{ id: 'b' }]), [{ id: 'a' }, { id: 'b' }]);
});

test('a change leaves the view before it as it was', () => {
  const view = { sequence: 1, services: [{ id: 'a', waiting: 1 }], demo: true };
  const next = mergeChange(view, { sequence: 2, services: [{ id: 'a', waiting: 2 }] });
  assert.deepEqual(next, { sequence: 2, services: [{ id: 'a', waiting: 2 }], demo: true });
  assert.equal(view.services[0].waiting, 1);
});

test('calls go in front, and twelve of them stay', () => {
  const calls = Array.from({ length: 12 }, (_, index) => ({ number: `A${index}` }));
  const next = mergeChange({ calls }, { sequence: 2, calls: [{ number: 'B1' }] });
  assert.equal(next.calls[0].number, 'B1');
  assert.equal(next.calls.length, 12);
});

test('unprinted tickets are given whole', () => {
  const next = mergeChange({ unprinted: [{ id: 'a' }] }, { sequence: 2, unprinted: [] });
  assert.deepEqual(next.unprinted, []);
});

test('a change that brings a whole view is that view', () => {
  assert.deepEqual(mergeChange({ waiting: 1 }, { view: { waiting: 2 } }), { waiting: 2 });
});

test('that rows may be gone is no part of the view', () => {
  assert.deepEqual(mergeChange({ sequence: 1 }, { sequence: 2, whole: true }), { sequence: 2 });
});

test('bad grades come whole, in the order they are to stand in', () => {
  const view = { lowRatings: [{ number: 'A001', grade: 1 }] };
  const lowRatings = [{ number: 'A002', grade: 2 }, { number: 'A001', grade: 1 }];
  assert.deepEqual(mergeChange(view, { sequence: 2, lowRatings }).lowRatings, lowRatings);
});
