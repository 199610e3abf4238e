// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import test from 'node:test';
import { rarely } from '../../kiosk/lib/rarely.js';

test('a storm of news is followed at once, then once in a pause, and after the last', () => {
  let time = 0;
  let timer = null;
  const acts = [];
  const later = (act, wait) => {
    assert.equal(timer, null, 'one at a time');
    timer = { act, at: time + wait };
  };
  const act = rarely(() => acts.push(time), 1000, { now: () => time, later });
  const pass = (until) => {
    if (timer && timer.at <= until) {
      const due = timer;
      timer = null;
      time = due.at;
      due.act();
    }
    time = until;
  };
  for (let moment = 0; moment <= 2500; moment += 100) {
    act();
    pass(moment + 100);
  }
  pass(9000);
  assert.deepEqual(acts, [0, 1000, 2000, 3000]);
  act();
  pass(9000);
  assert.equal(acts.at(-1), 9000, 'at once after a quiet time');
});
