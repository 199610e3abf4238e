// SPDX-License-Identifier: Apache-2.0

import { get, newKey, postSurely, wait } from './api.js';
import { isFinal } from './paper.js';

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

/** Milliseconds in which a second tap is of the same finger, and in which it may be. */
const sameFinger = 3_000;
const perhapsSame = 60_000;

/** The last wish for each service at a kiosk, to know what another tap means. */
export class Taps {
  #last = new Map();

  /**
   * What a tap at `now` means: `same`, the wish before once more; `ask`, the citizen is to say
   * whether one more is wanted; `new`.
   */
  meaning(service, now) {
    const last = this.#last.get(service);
    if (!last) return 'new';
    const age = now - last.at;
    if (age < sameFinger) return 'same';
    return age < perhapsSame && last.ticket ? 'ask' : 'new';
  }

  /** A new wish, tapped at `now`. */
  begin(wish, now) {
    this.#last.set(wish.service, { wish, at: now, ticket: null });
  }

  /** What became of a wish. */
  fulfilled(wish, ticket) {
    const last = this.#last.get(wish.service);
    if (last?.wish === wish) last.ticket = ticket;
  }

  /** `{wish, at, ticket}` of the last wish for a service. */
  last = (service) => this.#last.get(service);
}

/**
 * Asks for a ticket's news until nothing more will be said of its paper or `isWanted()` says no.
 *
 * `onNews(ticket)` gets each answer, `onSilence()` is called when none comes.
 */
export async function follow(
  ticket, { isWanted, onNews, onSilence, pause = 700, ask = get, sleep = wait },
) {
  let latest = ticket;
  while (!isFinal(latest) && isWanted()) {
    await sleep(pause);
    if (!isWanted()) return;
    try {
      latest = await ask(`/tickets/${encodeURIComponent(ticket.id)}`);
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
 * Long enough to read the number, longer while the paper's story goes on or the number must be
 * noted, and not for ever.
 */
export function leaveAt({ shownAt, settledAt, mustNote = false, now }) {
  const longest = shownAt + 60_000;
  const afterPaper = settledAt === null ? now + 15_000 : settledAt + (mustNote ? 20_000 : 8_000);
  return Math.min(longest, Math.max(shownAt + 15_000, afterPaper));
}
