// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { showTimesIn, wallTime } from '../../kiosk/lib/format.js';

test('a day and time is meant by the clocks of the hall, wherever the page is read', () => {
  showTimesIn('Asia/Shanghai');
  assert.equal(wallTime('2026-11-24T09:30'), Date.UTC(2026, 10, 24, 1, 30));
  showTimesIn('Europe/Berlin');
  assert.equal(wallTime('2026-07-01T09:30'), Date.UTC(2026, 6, 1, 7, 30));
  assert.equal(wallTime('2026-03-29T03:30'), Date.UTC(2026, 2, 29, 1, 30));
  showTimesIn(undefined);
});
