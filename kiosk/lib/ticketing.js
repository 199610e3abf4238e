// SPDX-License-Identifier: Apache-2.0

import { get, newKey, postSurely, wait } from './api.js';

/** Print states after which the paper's story changes no more. */
const settled = new Set(['none', 'confirmed', 'unconfirmed', 'failed']);

export const isSettled = (ticket) => settled.has(ticket.print);

/**
 * One citizen's wish for one ticket.
 *
 * The key belongs to the wish: asked again after silence it brings the same ticket, never a
 * second one.
 */
export class Wish {
  #key = newKey();

  constructor(service, kiosk) {
    this.service = service;
    this.kiosk = kiosk;
  }

  /** The ticket, or a thrown problem. May be called again. */
  fulfil(send = postSurely) {
    const body = { service: this.service };
    if (this.kiosk) body.kiosk = this.kiosk;
    return send('/tickets', body, this.#key);
  }
}

/** One citizen's wish to be there for an appointment; as a wish for a ticket otherwise. */
export class CheckIn {
  #key = newKey();

  constructor(code, kiosk) {
    this.code = code;
    this.kiosk = kiosk;
  }

  /** The ticket, or a thrown problem. May be called again. */
  fulfil(send = postSurely) {
    const body = this.kiosk ? { kiosk: this.kiosk } : {};
    return send(`/appointments/${encodeURIComponent(this.code)}/check-in`, body, this.#key);
  }
}

/**
 * Asks for a ticket's news until its paper is settled or `isWanted()` says no.
 *
 * `onNews(ticket)` gets each answer, `onSilence()` is called when none comes.
 */
export async function follow(ticket, { isWanted, onNews, onSilence, pause = 700 }) {
  let latest = ticket;
  while (!isSettled(latest) && isWanted()) {
    await wait(pause);
    try {
      latest = await get(`/tickets/${encodeURIComponent(ticket.id)}`);
    } catch {
      if (isWanted()) onSilence();
      continue;
    }
    if (isWanted()) onNews(latest);
  }
}

/**
 * When the kiosk goes back to its start, in milliseconds of the given clock.
 *
 * Long enough to read the number, longer while the paper's story goes on, and not for ever.
 */
export function leaveAt({ shownAt, settledAt, now }) {
  const longest = shownAt + 60_000;
  const afterPaper = settledAt === null ? now + 15_000 : settledAt + 8_000;
  return Math.min(longest, Math.max(shownAt + 15_000, afterPaper));
}
