// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import test from 'node:test';
import { hyphenated } from '../../kiosk/lib/format.js';
import { fill } from '../../kiosk/lib/i18n.js';

const kiosk = new URL('../../kiosk/', import.meta.url);

const pages = readdirSync(kiosk).filter((name) => name.endsWith('.html'));

test('values go into their places and gaps stay visible', () => {
  assert.equal(fill('{a} and {b}', { a: 0 }), '0 and {b}');
});

test('a reason has one sentence under both spellings', () => {
  assert.equal(hyphenated('paperNearEnd'), 'paper-near-end');
  assert.equal(hyphenated('paper-out'), 'paper-out');
});

test('pages hold no sentence, no script and no style of their own', () => {
  assert.equal(pages.length, 10);
  for (const path of pages) {
    const html = readFileSync(new URL(path, kiosk), 'utf8');
    assert.doesNotMatch(html, /\sstyle=|\son\w+=|<style|<script(?![^>]*\ssrc=)/, path);
    const body = html.slice(html.indexOf('<body')).replace(/<[^>]*>/g, '').trim();
    assert.equal(body, '', path);
  }
});
