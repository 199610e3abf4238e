// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import test from 'node:test';
import { newKey, postSurely, Problem } from '../../kiosk/lib/api.js';
import { follow, leaveAt, Taps, Wish } from '../../kiosk/lib/ticketing.js';

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

test('a number to be noted stays longer than one on paper', () => {
  assert.equal(leaveAt({ shownAt: 0, settledAt: 12_000, mustNote: true, now: 13_000 }), 32_000);
});

test('a second tap within three seconds is the same wish, later it is asked about', () => {
  const taps = new Taps();
  const wish = new Wish('tax', 'K1');
  assert.equal(taps.meaning('tax', 0), 'new');
  taps.begin(wish, 0);
  assert.equal(taps.meaning('tax', 2_999), 'same');
  assert.equal(taps.last('tax').wish, wish);
  taps.fulfilled(wish, { number: 'E001' });
  assert.equal(taps.meaning('tax', 2_999), 'same');
  assert.equal(taps.meaning('tax', 3_000), 'ask');
  assert.equal(taps.meaning('tax', 59_999), 'ask');
  assert.equal(taps.meaning('tax', 60_000), 'new');
});

test('a tap for another service is a new wish, and makes no one forget the first', () => {
  const taps = new Taps();
  taps.begin(new Wish('tax', 'K1'), 0);
  assert.equal(taps.meaning('social', 500), 'new');
  taps.begin(new Wish('social', 'K1'), 500);
  assert.equal(taps.meaning('tax', 1_000), 'same');
});

test('a wish that brought no number is not asked about', () => {
  const taps = new Taps();
  taps.begin(new Wish('tax', 'K1'), 0);
  assert.equal(taps.meaning('tax', 10_000), 'new');
});

test('the number of one who wished before is not put in the place of a later one', () => {
  const taps = new Taps();
  const first = new Wish('tax', 'K1');
  const second = new Wish('tax', 'K1');
  taps.begin(first, 0);
  taps.begin(second, 61_000);
  taps.fulfilled(first, { number: 'E001' });
  assert.equal(taps.last('tax').ticket, null);
  taps.fulfilled(second, { number: 'E002' });
  assert.equal(taps.last('tax').ticket.number, 'E002');
});

test('a slip sent and not confirmed is followed until it is', async () => {
  const answers = ['printing', 'unconfirmed', 'unconfirmed', 'confirmed', 'never asked'];
  const told = [];
  await follow({ id: '7', print: 'queued' }, {
    isWanted: () => true,
    onNews: ({ print }) => told.push(print),
    onSilence: assert.fail,
    ask: async () => ({ print: answers.shift() }),
    sleep,
  });
  assert.deepEqual(told, ['printing', 'unconfirmed', 'unconfirmed', 'confirmed']);
});
