// SPDX-License-Identifier: Apache-2.0

/** The languages pages speak; the first is the hall's own and fills gaps in the others. */
export const languages = ['zh-Hans', 'zh-Hant', 'en'];

const remembered = 'hallkeeper.language';
const loaded = new Map();
const listeners = new Set();
let current = languages[0];

/** The language shown now. */
export const language = () => current;

/** Puts `{name}` values into a sentence; a name without a value stays as it is. */
export function fill(sentence, values = {}) {
  return sentence.replace(/\{(\w+)\}/g, (whole, name) =>
    values[name] === undefined || values[name] === null ? whole : String(values[name]));
}

/** Whether there is a sentence for the key. */
export const has = (key) => Boolean(loaded.get(current)?.[key] ?? loaded.get(languages[0])?.[key]);

/** The sentence for a key in the language shown now, else in the hall's own. */
export function t(key, values) {
  const sentence = loaded.get(current)?.[key] ?? loaded.get(languages[0])?.[key] ?? key;
  return fill(sentence, values);
}

/** The sentence for `prefix.word`, or the word itself when nobody wrote one. */
export const word = (prefix, value) =>
  has(`${prefix}.${value}`) ? t(`${prefix}.${value}`) : String(value);

/** A thing's name in the language shown now. */
export function nameOf(row) {
  const names = row?.names ?? row?.name ?? '';
  return typeof names === 'string' ? names : names[current] ?? names[languages[0]] ?? '';
}

/** Calls `listener` after each change of language. */
export function onLanguage(listener) {
  listeners.add(listener);
}

async function load(name) {
  if (loaded.has(name)) return;
  const response = await fetch(`/locales/${name}.json`);
  if (response.ok) loaded.set(name, await response.json());
}

/** Fills every element that names a sentence: `data-t` its text, `data-t-label` its label. */
export function translate(root = document) {
  for (const node of root.querySelectorAll('[data-t]')) node.textContent = t(node.dataset.t);
  for (const node of root.querySelectorAll('[data-t-label]')) {
    node.setAttribute('aria-label', t(node.dataset.tLabel));
  }
}

/** Shows the page in a language; `remember` keeps the choice for this browser. */
export async function use(name, { remember = true } = {}) {
  if (!languages.includes(name)) return;
  await Promise.all([load(languages[0]), load(name)]);
  current = name;
  if (remember) keep(name);
  document.documentElement.lang = name;
  translate();
  for (const listener of listeners) listener();
}

/** Shows the page in the language asked for by `?lang=`, chosen before, or the hall's own. */
export async function start() {
  const asked = new URLSearchParams(location.search).get('lang');
  const wanted = [asked, kept()].find((name) => languages.includes(name));
  await use(wanted ?? languages[0], { remember: false });
}

// Private windows and locked-down kiosks may refuse storage: the choice is then not kept.
function keep(name) {
  try {
    localStorage.setItem(remembered, name);
  } catch {
    return;
  }
}

function kept() {
  try {
    return localStorage.getItem(remembered);
  } catch {
    return null;
  }
}
