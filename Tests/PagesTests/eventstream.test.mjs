// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import test from 'node:test';
import { EventStreamParser } from '../../kiosk/lib/eventstream.js';

const stream = [
  'retry: 2000\n\n', ':\n\n', 'id: e-1\nevent: ticketCalled\ndata: {"a":\ndata: 1}\n\n',
  'data: plain\r\n\r\n', 'event: lonely\n\n', 'id: e-3\ndata: last\n\n',
].join('');

const expected = [
  { id: 'e-1', event: 'ticketCalled', data: '{"a":\n1}' },
  { id: 'e-1', event: 'message', data: 'plain' },
  { id: 'e-3', event: 'message', data: 'last' },
];

test('a stream says the same however it is cut', () => {
  for (let size = 1; size <= stream.length; size += 1) {
    const parser = new EventStreamParser();
    const events = [];
    for (let at = 0; at < stream.length; at += size) {
      events.push(...parser.push(stream.slice(at, at + size)));
    }
    assert.deepEqual(events, expected, `pieces of ${size}`);
  }
});

test('comments are no events', () => {
  assert.deepEqual(new EventStreamParser().push(':\n\n: beat\n\n'), []);
});

test('an event without an end is not yet an event', () => {
  assert.deepEqual(new EventStreamParser().push('data: half\n'), []);
});

test('a line without an end does not fill the memory', () => {
  const parser = new EventStreamParser();
  const piece = 'x'.repeat(1_000_000);
  assert.throws(() => {
    for (let count = 0; count < 10; count += 1) parser.push(piece);
  }, RangeError);
});
