// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import test from 'node:test';
import { newKey, postSurely, Problem } from '../../kiosk/lib/api.js';
import { leaveAt, Wish } from '../../kiosk/lib/ticketing.js';

const silence = () => new Problem({ name: 'offline' });
const sleep = async () => {};

test('a wish asks under one key, however often it is asked', async () => {
  const keys = [];
  const wish = new Wish('general', 'K1');
  const send = async (path, body, key) => keys.push(key);
  await wish.fulfil(send);
  await wish.fulfil(send);
  assert.equal(keys.length, 2);
  assert.equal(keys[0], keys[1]);
});

test('two wishes have two keys', () => {
  assert.notEqual(newKey(), newKey());
  assert.match(newKey(), /^[0-9a-f]{32}$/);
});

test('silence is asked again with the same key', async () => {
  const keys = [];
  const send = async (path, body, key) => {
    keys.push(key);
    if (keys.length < 3) throw silence();
    return 'ticket';
  };
  assert.equal(await postSurely('/tickets', {}, 'k', { sleep, send }), 'ticket');
  assert.deepEqual(keys, ['k', 'k', 'k']);
});

test('a refusal is an answer and is not asked again', async () => {
  let count = 0;
  const send = async () => {
    count += 1;
    throw new Problem({ name: 'storage-low', status: 503 });
  };
  await assert.rejects(postSurely('/tickets', {}, 'k', { sleep, send }), { name: 'storage-low' });
  assert.equal(count, 1);
});

test('lasting silence is told after three tries', async () => {
  let count = 0;
  const send = async () => {
    count += 1;
    throw silence();
  };
  await assert.rejects(postSurely('/tickets', {}, 'k', { sleep, send }), { name: 'offline' });
  assert.equal(count, 3);
});

test('a settled ticket stays fifteen seconds', () => {
  assert.equal(leaveAt({ shownAt: 0, settledAt: 0, now: 3_000 }), 15_000);
});

test('news of the paper can be read for eight seconds', () => {
  assert.equal(leaveAt({ shownAt: 0, settledAt: 12_000, now: 13_000 }), 20_000);
});

test('while the paper is on its way the number stays, for a minute at most', () => {
  assert.equal(leaveAt({ shownAt: 0, settledAt: null, now: 14_000 }), 29_000);
  assert.equal(leaveAt({ shownAt: 0, settledAt: null, now: 59_000 }), 60_000);
});
