// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import test from 'node:test';
import { hyphenated } from '../../kiosk/lib/format.js';
import { fill } from '../../kiosk/lib/i18n.js';

const kiosk = new URL('../../kiosk/', import.meta.url);
const read = (path) => readFileSync(new URL(path, kiosk), 'utf8');
const locale = JSON.parse(read('locales/zh-Hans.json'));

const sources = ['.', 'lib', 'components', 'pages'].flatMap((folder) =>
  readdirSync(new URL(`${folder}/`, kiosk)).filter((name) => /\.(js|html)$/.test(name))
    .map((name) => `${folder}/${name}`));

test('no sentence is written twice', () => {
  for (const name of ['zh-Hans', 'zh-Hant', 'en']) {
    const keys = [...read(`locales/${name}.json`).matchAll(/^ {2}"([^"]+)":/gm)]
      .map((match) => match[1]);
    assert.equal(new Set(keys).size, keys.length, name);
  }
});

test('values go into their places and gaps stay visible', () => {
  assert.equal(fill('{a} and {b}', { a: 0 }), '0 and {b}');
});

test('a reason has one sentence under both spellings', () => {
  assert.equal(hyphenated('paperNearEnd'), 'paper-near-end');
  assert.equal(hyphenated('paper-out'), 'paper-out');
});

test('every sentence a page asks for by name is written', () => {
  const asked = /(?:\bt\('|data-t(?:-label)?=")([a-z][\w.-]*)['"]/g;
  const missing = sources.flatMap((path) =>
    [...read(path).matchAll(asked)].map((match) => match[1]).filter((key) => !(key in locale)));
  assert.deepEqual(missing, []);
});

test('pages hold no sentence, no script and no style of their own', () => {
  for (const path of sources.filter((name) => name.endsWith('.html'))) {
    const html = read(path);
    assert.doesNotMatch(html, /\sstyle=|\son\w+=|<style|<script(?![^>]*\ssrc=)/, path);
    const body = html.slice(html.indexOf('<body')).replace(/<[^>]*>/g, '').trim();
    assert.equal(body, '', path);
  }
});
