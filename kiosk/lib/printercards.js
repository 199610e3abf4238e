// SPDX-License-Identifier: Apache-2.0

import { post } from './api.js';
import { confirmed } from './dialog.js';
import { each, el, say } from './dom.js';
import { clock, hyphenated, reasonText } from './format.js';
import { has, nameOf, t, word } from './i18n.js';
import { page } from './page.js';
import { drawing } from './printerdrawings.js';
import { drawingFor, needsPaperSoon, paperLeft } from './printers.js';

export const printerName = (printer) => nameOf(printer) || printer.id;

/** What to do about a reason, as a sentence, or nothing. */
export function todo(reason) {
  const key = `mend.${hyphenated(reason ?? '')}`;
  return reason && has(key) ? t(key) : '';
}

const pathOf = (printer) => `/printers/${encodeURIComponent(printer.id)}`;

async function order(path, done) {
  try {
    await post(path);
    page.tell(done);
    return true;
  } catch (problem) {
    page.warn(problem);
    return false;
  }
}

async function test(card) {
  const { printer } = card;
  const before = printer.test?.at;
  if (await order(`${pathOf(printer)}/test`,
    t('printers.test.sent', { printer: printerName(printer) }))) {
    card.testedAfter = before ?? 0;
    update(card, card.printer);
  }
}

async function changeRoll({ printer }) {
  const values = { printer: printerName(printer) };
  const isMeant = await confirmed({
    title: t('printers.roll.title', values), detail: t('printers.roll.detail'),
    yes: t('printers.roll'),
  });
  if (isMeant) order(`${pathOf(printer)}/roll`, t('printers.roll.done', values));
}

function make() {
  const card = el('article', {},
    el('header', { class: 'row' }, el('h3'), el('strong', { class: 'state' }),
      el('span', { class: 'quiet' })),
    el('div', { class: 'trouble-picture' }, el('span'),
      el('div', {}, el('p', { class: 'why' }), el('p'))),
    el('div', {}, el('div', { class: 'left', 'aria-hidden': 'true' }, el('span')), el('p')),
    el('p'), el('p'),
    el('div', { class: 'row' },
      el('button', { type: 'button', onclick: () => test(card) }),
      el('button', { type: 'button', onclick: () => changeRoll(card) })));
  return card;
}

function paperLine({ roll }, left) {
  if (!roll) return t('printers.roll.unknown');
  const slips = roll.since === undefined
    ? t('printers.slips', { slips: roll.slips })
    : t('printers.slips.since', { slips: roll.slips, time: clock(roll.since, { date: true }) });
  if (!left) return slips;
  if (left.metres === 0 && left.slips === 0) return [t('printers.left.none'), slips].join(' · ');
  const rest = left.slips === undefined ? t('printers.left', { metres: left.metres })
    : t('printers.left.slips', { metres: left.metres, slips: left.slips });
  return [rest, slips].join(' · ');
}

function testLine(card, { test: last }) {
  const isPending = card.testedAfter !== undefined && !(last?.at > card.testedAfter);
  if (isPending) return t('printers.test.pending');
  card.testedAfter = undefined;
  if (!last) return t('printers.test.never');
  const how = [word('print', last.result), reasonText(last.reason)].filter(Boolean).join(' · ');
  return t('printers.test.ended', { time: clock(last.at, { seconds: true }), how });
}

function update(card, printer) {
  card.printer = printer;
  const [header, trouble, paper, waiting, lastTest, buttons] = card.children;
  const [name, state, since] = header.children;
  say(name, printerName(printer));
  say(state, printer.state ? word('device.state', printer.state) : t('printers.unseen'));
  say(since, printer.since ? t('window.since', { time: clock(printer.since) }) : '');
  const isLow = needsPaperSoon(printer);
  card.dataset.state = isLow && printer.state === 'ok' ? 'warning' : printer.state ?? 'unknown';
  const shown = isLow && !printer.reason ? 'paper-near-end' : printer.reason;
  const picture = drawingFor({ ...printer, reason: shown });
  const [place, texts] = trouble.children;
  if (place.dataset.drawing !== picture) place.replaceChildren(drawing(picture));
  place.dataset.drawing = picture;
  say(texts.children[0], reasonText(shown) || t('printers.well'));
  say(texts.children[1], todo(shown));
  const left = paperLeft(printer);
  paper.children[0].hidden = !left;
  paper.children[0].classList.toggle('low', Boolean(left?.isLow));
  paper.children[0].firstChild.style.width = `${(left?.share ?? 0) * 100}%`;
  say(paper.children[1], paperLine(printer, left));
  const more = printer.waiting > printer.numbers.length ? '…' : '';
  say(waiting, printer.waiting ? t('printers.waiting', {
    count: printer.waiting, numbers: printer.numbers.join(t('common.separator')) + more,
  }) : t('printers.waiting.none'));
  say(lastTest, testLine(card, printer));
  say(buttons.children[0], t('printers.test'));
  say(buttons.children[1], t('printers.roll'));
}

/** One card for each printer: how it is, what to do, its paper, a test. */
export const showPrinters = (container, rows) =>
  each(container, rows, (row) => row.id, make, update);
