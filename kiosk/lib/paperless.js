// SPDX-License-Identifier: Apache-2.0

import { post } from './api.js';
import { confirmed } from './dialog.js';
import { allow, each, el, isAllowed, say } from './dom.js';
import { clock, reasonText } from './format.js';
import { nameOf, t, word } from './i18n.js';
import { page } from './page.js';
import { printerName } from './printercards.js';
import { bestPrinter, paperActs } from './printers.js';

/** Asks at which printer; its id, or null. */
async function askPrinter({ ticket, printers }) {
  const text = (printer) => [
    printerName(printer),
    printer.state ? word('device.state', printer.state) : t('printers.unseen'),
    reasonText(printer.reason),
  ].filter(Boolean).join(' · ');
  const select = el('select', { id: 'reprint-printer' },
    printers.map((printer) => el('option', { value: printer.id }, text(printer))));
  select.value = bestPrinter(printers, ticket)?.id ?? '';
  const isMeant = await confirmed({
    title: t('paperless.reprint.title', { number: ticket.number }),
    detail: t(ticket.print === 'held' ? 'paperless.reprint.held' : 'paperless.reprint.detail'),
    yes: t('paperless.reprint'),
    fields: [el('label', { for: 'reprint-printer' }, t('paperless.reprint.printer')), select],
  });
  return isMeant ? select.value : null;
}

async function act(row, name) {
  const { ticket } = row;
  const path = `/tickets/${encodeURIComponent(ticket.id)}`;
  try {
    if (name === 'reprint') {
      const printer = await askPrinter(row);
      if (printer === null) return;
      await post(`${path}/reprint`, { printer });
    } else {
      const isMeant = await confirmed({
        title: t(`paperless.${name}.title`, { number: ticket.number }),
        detail: t(`paperless.${name}.detail`), yes: t(`paperless.${name}`),
      });
      if (!isMeant) return;
      await post(`${path}/paper`, { way: name });
    }
    page.tell(t(`paperless.${name}.done`, { number: ticket.number }));
  } catch (problem) {
    page.warn(problem);
  }
}

function make() {
  const row = el('li', {}, el('strong', { class: 'number' }),
    el('div', {}, el('p', { class: 'why' }), el('p'), el('p', { class: 'quiet' })));
  row.append(el('div', { class: 'row' }, paperActs.map(({ name }) =>
    el('button', {
      type: 'button', class: name === 'reprint' && 'main', 'data-act': name,
      onclick: ({ currentTarget }) => isAllowed(currentTarget) && act(row, name),
    }))));
  return row;
}

/** Where a slip stands: how it is printed, why not, by whom, and how often it was begun. */
function paperLine(ticket, printers) {
  const printer = printers.find(({ id }) => id === ticket.printer);
  const attempts = ticket.printAttempts ?? 0;
  return [
    word('print', ticket.print), reasonText(ticket.printReason), printer && printerName(printer),
    attempts > 0 && t('paperless.attempts', { attempts }),
  ].filter(Boolean).join(' · ');
}

/**
 * The numbers whose holder may be without paper, each with what can be done.
 *
 * `services` and `printers` are the hall's rows.
 */
export function showPaperless(container, tickets, { services = [], printers = [] }) {
  const service = ({ service: id }) => nameOf(services.find((row) => row.id === id)) || id;
  each(container, tickets, (ticket) => ticket.id, make, (row, ticket) => {
    Object.assign(row, { ticket, printers });
    const [number, texts, buttons] = row.children;
    say(number, ticket.number);
    say(texts.children[0], paperLine(ticket, printers));
    say(texts.children[1], word('paperless.do', ticket.print));
    say(texts.children[2], [
      service(ticket), ticket.kiosk, t('paperless.taken', { time: clock(ticket.issuedAt) }),
    ].filter(Boolean).join(' · '));
    for (const button of buttons.children) {
      const { name, when } = paperActs.find((act) => act.name === button.dataset.act);
      say(button, t(`paperless.${name}`));
      button.setAttribute('aria-label', t(`paperless.${name}.title`, { number: ticket.number }));
      allow(button, when(ticket));
    }
  });
}
