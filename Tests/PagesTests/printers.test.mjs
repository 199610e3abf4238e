// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import test from 'node:test';
import { drawings } from '../../kiosk/lib/printerdrawings.js';
import {
  bestPrinter, drawingFor, needsPaperSoon, paperActs, paperLeft,
} from '../../kiosk/lib/printers.js';

const reasons = [
  'paper-near-end', 'paper-out', 'cover-open', 'cutter-error', 'head-hot', 'error',
  'unrecoverable-error', 'not-ready', 'says-nothing', 'offline', 'line-lost', 'bad-address',
  'of a later release',
];

test('every reason and every state has a drawing', () => {
  for (const reason of reasons) assert.ok(drawings.includes(drawingFor({ reason })), reason);
  for (const state of ['ok', 'unconfirmed', 'warning', 'fault', 'lost', undefined]) {
    assert.ok(drawings.includes(drawingFor({ state })), state);
  }
});

test('no paper, an open cover, a jammed cutter and a hot head look different', () => {
  const shown = reasons.slice(0, 8).map((reason) => drawingFor({ reason }));
  assert.equal(new Set(shown).size, 8);
});

test('what is left is a share of the roll, in metres and slips', () => {
  const roll = { millimetres: 20_000, slips: 250, leftMillimetres: 60_000, leftSlips: 750 };
  assert.deepEqual(paperLeft({ roll }), { share: 0.75, metres: 60, slips: 750, isLow: false });
});

test('nothing is claimed of a roll of unknown length', () => {
  assert.equal(paperLeft({ roll: { millimetres: 20_000, slips: 250 } }), null);
  assert.equal(paperLeft({}), null);
});

test('a printer without paper has none, whatever was counted', () => {
  const roll = { millimetres: 0, slips: 0, leftMillimetres: 80_000 };
  assert.equal(paperLeft({ roll, reason: 'paper-out' }).share, 0);
});

test('paper is low when the printer says so or the count comes near the end', () => {
  const roll = (leftMillimetres, leftSlips) => ({
    state: 'ok', roll: { millimetres: 50_000, slips: 600, leftMillimetres, leftSlips },
  });
  assert.equal(needsPaperSoon({ state: 'warning', reason: 'paper-near-end' }), true);
  assert.equal(needsPaperSoon(roll(5_000, 60)), false);
  assert.equal(needsPaperSoon(roll(4_999, 60)), true);
  assert.equal(needsPaperSoon(roll(6_000, 49)), true);
  assert.equal(needsPaperSoon({ state: 'fault', reason: 'paper-out' }), false);
});

test('another slip is best asked of the printer it was asked of, if that works', () => {
  const [ill, well, unseen] = [
    { id: 'P1', state: 'fault' }, { id: 'P2', state: 'ok' }, { id: 'P3' }];
  assert.equal(bestPrinter([ill, well], { printer: 'P2' }), well);
  assert.equal(bestPrinter([unseen, ill, well], { printer: 'P1' }), well);
  assert.equal(bestPrinter([unseen, ill], { printer: 'P1' }), ill);
  assert.equal(bestPrinter([unseen], {}), unseen);
  assert.equal(bestPrinter([], {}), undefined);
});

test('what is being printed is not printed again, what never was is not found', () => {
  const acts = (print, printAttempts = 1) =>
    paperActs.filter(({ when }) => when({ print, printAttempts })).map(({ name }) => name);
  assert.deepEqual(acts('printing'), ['handed', 'found']);
  assert.deepEqual(acts('held'), ['reprint', 'handed', 'found']);
  assert.deepEqual(acts('held', null), ['reprint', 'handed']);
  assert.deepEqual(acts('failed'), ['reprint', 'handed']);
});
