// SPDX-License-Identifier: Apache-2.0

import { page } from '../lib/page.js';
import { get, post } from '../lib/api.js';
import { byID, each, el, say } from '../lib/dom.js';
import { onLanguage, t } from '../lib/i18n.js';
import { Stream } from '../lib/live.js';
import { officerPads } from '../lib/officerpads.js';
import { apart, unitCards, wholeKey } from '../lib/unitcards.js';

const faults = ['paperOut', 'coverOpen', 'cutterJam', 'mute'];
const causes = ['hot', 'cool', 'break', 'power-off', 'power-on', 'left 300', 'take',
  'answer-late 4000', 'answer-twice', 'answer-never', 'answer-wrongly', 'answer-garbage',
  'answer-halves', 'answer-well'];
const slipsShown = 6;
const noiseSteps = 20;

const pads = officerPads(cause);
const units = unitCards({ cause, check, setCheck, pads, updateSign });

/** How often each device changed, so that only its own pictures are fetched again. */
const versions = new Map();
const state = { bench: null, connections: 0 };

async function cause(path, body, done) {
  try {
    await post(path, body);
    if (done) page.tell(done);
    else page.clear();
  } catch (problem) {
    page.warn(problem);
  }
  refresh();
}

function picture(image, id, href, text) {
  const source = `${href}?v=${state.connections}.${versions.get(id) ?? 0}`;
  if (image.getAttribute('src') !== source) image.setAttribute('src', source);
  image.setAttribute('alt', text);
}

function check(label, onChange) {
  const box = el('input', { type: 'checkbox' });
  box.addEventListener('change', () => onChange(box.checked));
  return el('label', { class: 'check' }, box, el('span', { 'data-key': label }));
}

function setCheck(label, isOn) {
  label.firstChild.checked = isOn;
  say(label.lastChild, t(label.lastChild.dataset.key));
}

function noise(path) {
  const range = el('input', { type: 'range', min: 0, max: noiseSteps, step: 1, value: 0 });
  range.addEventListener('change', () => cause(path, { noise: range.value / 1000 }));
  return el('label', { class: 'noise' }, el('span'), range, el('output'));
}

function setNoise(label, value) {
  const [name, range, output] = label.children;
  say(name, t('bench.noise'));
  if (document.activeElement !== range) range.value = Math.round(value * 1000);
  say(output, t('bench.noise.value', { percent: (value * 100).toFixed(1) }));
}

// MARK: printers

function causeChoice(path) {
  const choice = el('select', {}, el('option', { value: '' }),
    causes.map((value) => el('option', { value })));
  choice.addEventListener('change', () => {
    if (choice.value) cause(path, { fault: choice.value });
    choice.value = '';
  });
  return choice;
}

function setCauses(choice) {
  choice.setAttribute('aria-label', t('bench.cause'));
  const [first, ...others] = choice.children;
  say(first, t('bench.cause'));
  for (const option of others) say(option, t(`bench.cause.${option.value.split(' ')[0]}`));
}

const printerPath = (id) => `/bench/printers/${encodeURIComponent(id)}`;

function printerCard({ id }) {
  const path = printerPath(id);
  const reload = el('button', { type: 'button', onclick: () => cause(path, { reload: true }) });
  return el('article', { class: 'printer' },
    el('h3'), el('p', { class: 'quiet' }),
    el('div', { class: 'row' },
      faults.map((fault) => check(`bench.fault.${fault}`, (on) => cause(path, { [fault]: on }))),
      check('bench.fault.unplugged', (on) => cause(path, { unplugged: on }))),
    noise(path), el('div', { class: 'row' }, reload, causeChoice(path)),
    el('h4'), el('p', { class: 'quiet' }), el('div', { class: 'slips' }));
}

function updatePrinter(card, printer) {
  const [title, paper, switches, noisiness, hands, slipsTitle, none, slips] = card.children;
  const places = new Set([printer.name, printer.line]);
  say(title, [...places].join(' · '));
  const metres = (printer.paperMillimetres / 1000).toFixed(1);
  say(paper, t('bench.paper', { length: metres }));
  faults.forEach((fault, index) => setCheck(switches.children[index], printer.faults[fault]));
  setCheck(switches.lastChild, printer.unplugged);
  setNoise(noisiness, printer.noise);
  say(hands.firstChild, t('bench.reload'));
  setCauses(hands.lastChild);
  say(slipsTitle, t('bench.slips'));
  say(none, printer.slips.length ? '' : t('bench.slips.none'));
  const newest = printer.slips.toSorted((one, other) => other.index - one.index);
  each(slips, newest.slice(0, slipsShown), (slip) => slip.index, slipFigure,
    (figure, slip) => updateSlip(figure, slip, printer.id));
}

const slipFigure = () => el('figure', {}, el('img', { class: 'slip' }),
  el('figcaption'), el('details', {}, el('summary'), el('pre')));

function updateSlip(figure, slip, printer) {
  const [image, caption, details] = figure.children;
  const text = slip.text.filter(Boolean).join(' ');
  picture(image, printer, slip.href, t('bench.slip.alt', { text }));
  say(caption, t('bench.slip', { index: slip.index }));
  say(details.firstChild, t('bench.slip.text'));
  say(details.lastChild, slip.text.join('\n'));
}

// MARK: signs, keypads, lines

function updateSign(image, sign) {
  const text = sign.text ? t('bench.sign.alt', { text: sign.text }) : t('bench.sign.blank');
  picture(image, sign.id, sign.href, text);
}

const signFigure = () => el('figure', {}, el('img', { class: 'lamps' }), el('figcaption'));

function updateSignFigure(figure, sign) {
  updateSign(figure.firstChild, sign);
  const window = t('board.window', { window: sign.window });
  say(figure.lastChild, [window, t('bench.address', { address: sign.address })].join(' · '));
}

const keypadCard = (keypad) => el('article', { class: 'keypad' }, el('h3'), pads.make(keypad));

function updateKeypad(card, keypad) {
  const [title, pad] = card.children;
  say(title, t('bench.keypad', { window: keypad.window }));
  pads.update(pad, keypad);
}

/** The lines that several devices share; a printer's line is on the printer's own card. */
function sharedLines({ lines, printers }) {
  const own = new Set(printers.map((printer) => printer.line));
  return lines.filter((line) => !own.has(line.id));
}

function lineCard({ id }) {
  const path = `/bench/lines/${encodeURIComponent(id)}`;
  return el('article', {}, el('h3'),
    el('div', { class: 'row' },
      check('bench.fault.unplugged', (on) => cause(path, { unplugged: on }))), noise(path));
}

function updateLine(card, line) {
  const [title, switches, noisiness] = card.children;
  say(title, t('bench.line', { line: line.id }));
  setCheck(switches.firstChild, line.unplugged);
  setNoise(noisiness, line.noise);
}

// MARK: all

function showSection(id, rows, ...ways) {
  const isAbsent = rows.length === 0;
  byID(`${id}-section`).hidden = isAbsent;
  document.querySelector(`nav [href="#${id}-section"]`).hidden = isAbsent;
  each(byID(id), rows, ...ways);
}

function show() {
  const { bench } = state;
  if (!bench) return;
  const key = (row) => row.id;
  showSection('printers', bench.printers, key, printerCard, updatePrinter);
  const { whole, signs, keypads } = apart(bench);
  showSection('units', whole, wholeKey, units.make, units.update);
  showSection('signs', signs, key, signFigure, updateSignFigure);
  showSection('keypads', keypads, key, keypadCard, updateKeypad);
  picture(byID('template'), 'template', '/api/v1/bench/slip.png', t('bench.template.alt'));
  showSection('lines', sharedLines(bench), key, lineCard, updateLine);
}

async function refresh() {
  try {
    state.bench = await get('/bench');
    show();
  } catch (problem) {
    page.warn(problem);
  }
}

let pending = null;

/** Changes come in showers while a sign scrolls or a slip prints: one reading serves many. */
function refreshSoon({ data }) {
  const changed = JSON.parse(data);
  for (const id of [...(changed.printers ?? []), ...(changed.signs ?? [])]) {
    versions.set(id, (versions.get(id) ?? 0) + 1);
  }
  pending ??= setTimeout(() => {
    pending = null;
    refresh();
  }, 150);
}

await page.open();
onLanguage(show);
new Stream('/api/v1/bench/events', {
  before: async () => {
    state.connections += 1;
    await refresh();
    return null;
  },
  onEvent: refreshSoon,
  onState: page.connection,
});
