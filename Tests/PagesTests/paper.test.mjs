// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import test from 'node:test';
import {
  isFinal, isSettled, isSpoken, mustNote, paperStory, printersTrouble,
} from '../../kiosk/lib/paper.js';
import { speak, spelled, voiceFor } from '../../kiosk/lib/speech.js';

const other = { id: 'P2', names: { en: 'Kiosk 2' }, state: 'ok' };
const kiosk = { id: 'K1', printer: { id: 'P1' }, others: [other] };

test('a slip at the kiosk itself has its own sentence, one elsewhere names the printer', () => {
  for (const print of ['printing', 'confirmed', 'unconfirmed', 'held']) {
    assert.deepEqual(paperStory({ print, printer: 'P1' }, kiosk), { name: print });
    assert.deepEqual(paperStory({ print, printer: 'P2' }, kiosk),
      { name: `${print}.elsewhere`, printer: other });
  }
});

test('a printer the kiosk does not know is named by its id', () => {
  assert.deepEqual(paperStory({ print: 'printing', printer: 'P9' }, kiosk),
    { name: 'printing.elsewhere', printer: { id: 'P9' } });
});

test('where a slip that waits or failed would come out is not claimed', () => {
  assert.deepEqual(paperStory({ print: 'queued', printer: 'P2' }, kiosk), { name: 'queued' });
  assert.deepEqual(paperStory({ print: 'failed', printer: 'P2' }, kiosk), { name: 'failed' });
  assert.deepEqual(paperStory({ print: 'printing', printer: 'P2' }, null), { name: 'printing' });
});

test('silence is told as not known, and what a person did goes before all of paper', () => {
  const ticket = { print: 'confirmed', printer: 'P1' };
  assert.deepEqual(paperStory(ticket, kiosk, { isSilent: true }), { name: 'unknown' });
  assert.deepEqual(paperStory({ print: 'held', paperSettled: 'handed' }, kiosk),
    { name: 'handed' });
});

test('unconfirmed is settled and not final: a late confirmation is still shown', () => {
  assert.equal(isSettled({ print: 'unconfirmed' }), true);
  assert.equal(isFinal({ print: 'unconfirmed' }), false);
  assert.equal(isFinal({ print: 'failed' }), false);
  assert.equal(isFinal({ print: 'held', paperSettled: 'found' }), true);
  assert.equal(isFinal({ print: 'confirmed' }), true);
  assert.equal(isSettled({ print: 'held' }), false);
});

test('a number is to be noted without paper, and spoken when no printer can', () => {
  assert.deepEqual(['queued', 'printing', 'confirmed', 'held', 'failed', 'unconfirmed']
    .map((print) => [mustNote({ print }), isSpoken({ print })]), [
    [false, false], [false, false], [false, false], [true, true], [true, true], [true, false]]);
  assert.equal(isSpoken({ print: 'held', paperSettled: 'handed' }), false);
});

test('before the tap a broken printer is told with the first other that prints', () => {
  assert.equal(printersTrouble(kiosk), null);
  assert.equal(printersTrouble({ id: 'K3' }), null);
  assert.equal(printersTrouble(null), null);
  const broken = { id: 'P1', state: 'fault', reason: 'paper-out' };
  const lost = { id: 'P3', state: 'lost' };
  assert.equal(printersTrouble({ printer: broken, others: [lost, other] }).other, other);
  assert.equal(printersTrouble({ printer: broken, others: [lost] }).other, undefined);
  assert.equal(printersTrouble({ printer: broken }).other, undefined);
});

const voice = (lang, localService = true) => ({ lang, localService });

test('the voice is of the language, of the likeliest region, and of this machine', () => {
  const voices = [voice('en-GB'), voice('zh-TW'), voice('zh_CN', false), voice('zh-CN')];
  assert.equal(voiceFor(voices, 'zh-Hans'), voices[3]);
  assert.equal(voiceFor(voices, 'zh-Hant'), voices[1]);
  assert.equal(voiceFor(voices, 'en'), voices[0]);
  assert.equal(voiceFor([voice('zh-HK')], 'zh-Hans').lang, 'zh-HK');
  assert.equal(voiceFor([voice('de-DE')], 'zh-Hans'), undefined);
});

test('without a voice of the language nothing is said', () => {
  const speech = { getVoices: () => [voice('de-DE')], speak: assert.fail, cancel: assert.fail };
  assert.equal(speak('Please', 'en', speech), false);
  assert.equal(speak('Please', 'en', undefined), false);
});

test('a number is read sign by sign', () => {
  assert.equal(spelled('A017'), 'A 0 1 7');
});
