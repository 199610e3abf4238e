// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { servicePause, showTimesIn, span, wallTime } from '../../kiosk/lib/format.js';

test('a day and time is meant by the clocks of the hall, wherever the page is read', () => {
  showTimesIn('Asia/Shanghai');
  assert.equal(wallTime('2026-11-24T09:30'), Date.UTC(2026, 10, 24, 1, 30));
  showTimesIn('Europe/Berlin');
  assert.equal(wallTime('2026-07-01T09:30'), Date.UTC(2026, 6, 1, 7, 30));
  assert.equal(wallTime('2026-03-29T03:30'), Date.UTC(2026, 2, 29, 1, 30));
  showTimesIn(undefined);
});

test('a span that ends on another day of the hall says on which', () => {
  showTimesIn('Asia/Shanghai');
  const at = wallTime;
  assert.equal(span(at('2026-11-24T08:20'), at('2026-11-24T23:59')), '08:20–23:59');
  assert.match(span(at('2026-11-24T08:20'), at('2026-11-25T08:40')), /^08:20–11.25.*08:40$/);
  assert.equal(span(at('2026-11-24T08:20'), undefined), '08:20–');
  showTimesIn(undefined);
});

test('a service is said to pause when all windows that are there for it do', () => {
  const pausing = (id, services, name, until) =>
    ({ id, state: 'paused', services, reasonNames: { 'zh-Hans': name }, until });
  const meal = pausing('W1', ['tax'], '用餐', 2);
  const away = { ...pausing('W2', ['deed'], '离开', 1), helps: ['tax'] };
  const closed = { id: 'W3', state: 'closed', services: ['tax'] };
  const open = { id: 'W4', state: 'open', services: ['tax'] };
  assert.match(servicePause('tax', [meal, closed]), /用餐/);
  assert.match(servicePause('tax', [meal, away]), /离开/, 'the first that goes on');
  assert.match(servicePause('tax', [{ ...meal, until: undefined }, away]), /离开/);
  assert.equal(servicePause('tax', [meal, open]), '');
  assert.equal(servicePause('tax', [closed]), '');
  assert.equal(servicePause('pickup', [meal]), '');
});
