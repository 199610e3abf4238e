// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import test from 'node:test';
import { barLayout, everyHour } from '../../kiosk/lib/charts.js';
import { dayBeside, isDay } from '../../kiosk/lib/days.js';
import { factDetails } from '../../kiosk/lib/story.js';

test('the day beside the last of a year or of February is found', () => {
  assert.equal(dayBeside('2026-12-31', 1), '2027-01-01');
  assert.equal(dayBeside('2027-01-01', -1), '2026-12-31');
  assert.equal(dayBeside('2028-02-28', 1), '2028-02-29');
});

test('a day no calendar has is no day', () => {
  for (const text of ['', null, 'today', '2026-02-29', '2026-13-01', '2026-1-1', '2026-01-01x']) {
    assert.equal(isDay(text), false, text);
  }
  assert.equal(isDay('2028-02-29'), true);
});

test('an hour in which nothing happened keeps its place', () => {
  const figures = { issued: 1 };
  const hours = everyHour([{ hour: 9, figures }, { hour: 11, figures }]);
  assert.deepEqual(hours.map((row) => row.hour), [9, 10, 11]);
  assert.equal(hours[1].figures, null);
  assert.deepEqual(everyHour([]), []);
});

test('the tallest bar fills the chart, and none stands outside', () => {
  const layout = barLayout([
    { label: '9', values: [3, 0] }, { label: '10', values: [12, 6] },
  ]);
  assert.equal(layout.bars.length, 4);
  assert.equal(layout.bars[1].height, 0);
  assert.equal(layout.bars[2].height, 2 * layout.bars[3].height);
  for (const bar of layout.bars) {
    assert.ok(bar.x >= 0 && bar.x + bar.width <= layout.width);
    assert.ok(bar.y >= 0 && bar.y + bar.height <= layout.height);
  }
});

test('a chart of nothing has no bar that is not a number', () => {
  assert.deepEqual(barLayout([]).bars, []);
  assert.equal(barLayout([{ label: '9', values: [0] }]).bars[0].height, 0);
});

test('a fact of a later release is told by its name alone', () => {
  const fact = { name: 'ticketFolded', payload: { ticket: 't', corner: 3 } };
  assert.deepEqual(factDetails(fact, 'A001', (id) => id), []);
});

test('whoever did it is not named once more among the details', () => {
  const called = { name: 'ticketCalled', payload: { officer: 'li' } };
  const actor = (id) => ({ kind: 'supervisor', id });
  assert.deepEqual(factDetails({ ...called, actor: actor('li') }, 'A001', String), []);
  assert.deepEqual(factDetails({ ...called, actor: actor('wu') }, 'A001', String), ['li']);
});
