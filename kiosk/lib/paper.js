// SPDX-License-Identifier: Apache-2.0

/** Print states after which the paper's story goes on only by surprise or by a person's act. */
const settled = new Set(['none', 'confirmed', 'unconfirmed', 'failed']);
/** States of a slip that is at one printer, so that it matters where that stands. */
const placed = new Set(['printing', 'confirmed', 'unconfirmed', 'held']);

export const isSettled = (ticket) => settled.has(ticket.print) || Boolean(ticket.paperSettled);

/** Whether nothing will be said of the paper any more: what is unconfirmed may yet be confirmed. */
export const isFinal = (ticket) =>
  ticket.print === 'none' || ticket.print === 'confirmed' || Boolean(ticket.paperSettled);

/** Whether the holder must note the number, because no paper is known to come soon. */
export const mustNote = (ticket) =>
  !ticket.paperSettled && ['held', 'failed', 'unconfirmed', 'none'].includes(ticket.print);

/** Whether the number is to be spoken: no printer can print it now. */
export const isSpoken = (ticket) =>
  !ticket.paperSettled && ['held', 'failed'].includes(ticket.print);

/**
 * What is true of a ticket's paper, for its holder at a kiosk: `{name, printer?}`.
 *
 * `name` names the sentence `kiosk.print.…`; `printer` is there when the slip is at another
 * printer than the kiosk's own, as the kiosk's view has it.
 */
export function paperStory(ticket, kiosk, { isSilent = false } = {}) {
  if (isSilent) return { name: 'unknown' };
  if (ticket.paperSettled) return { name: ticket.paperSettled };
  const own = kiosk?.printer?.id;
  if (!own || !ticket.printer || ticket.printer === own || !placed.has(ticket.print)) {
    return { name: ticket.print };
  }
  const known = (kiosk.others ?? []).find((printer) => printer.id === ticket.printer);
  return { name: `${ticket.print}.elsewhere`, printer: known ?? { id: ticket.printer } };
}

const prints = (printer) => !['fault', 'lost'].includes(printer.state);

/**
 * What is to be said of the printers before a tap: nothing while the kiosk's own prints, else
 * `{printer, other?}`, `other` being the first of the others that can.
 */
export function printersTrouble(kiosk) {
  const { printer, others = [] } = kiosk ?? {};
  if (!printer || prints(printer)) return null;
  return { printer, other: others.find(prints) };
}
