// SPDX-License-Identifier: Apache-2.0

import { EventStreamParser } from './eventstream.js';
import { mergeChange } from './merge.js';
import { get, Problem } from './api.js';
import { language } from './i18n.js';
import { showTimesIn } from './format.js';

/** Without a byte for this long the connection counts as dead; beats come every 15 s. */
export const staleAfter = 20_000;
const pauses = [500, 1000, 2000, 4000, 8000];

/**
 * A stream of events that mends itself.
 *
 * `onEvent({id, event, data})` gets each event, `onState(state, heardAt, problem?)` each turn
 * of `connecting`, `live` and `stale`: stale at once on an error, and after 20 s of silence.
 * `heardAt` is when the server last said anything, milliseconds since 1970, or null.
 * `before(lastID)` runs ahead of each connection and answers the id to go on from, if any.
 */
export class Stream {
  #path;
  #handlers;
  #failures = 0;
  #timer = null;
  #watch = null;
  #connection = null;
  #closed = false;
  #lastID = null;
  #heardAt = null;

  constructor(path, handlers) {
    this.#path = path;
    this.#handlers = handlers;
    handlers.onState('connecting', null);
    addEventListener('online', () => this.#hurry());
    document.addEventListener('visibilitychange', () => this.#hurry());
    this.#connect();
  }

  close() {
    this.#closed = true;
    clearTimeout(this.#timer);
    clearTimeout(this.#watch);
    this.#connection?.abort();
  }

  async #connect() {
    const connection = new AbortController();
    this.#connection = connection;
    this.#timer = null;
    this.#expect();
    try {
      this.#lastID = (await this.#handlers.before?.(this.#lastID)) ?? this.#lastID;
      const response = await this.#open(connection.signal);
      this.#failures = 0;
      this.#heard();
      this.#handlers.onState('live', this.#heardAt);
      await this.#read(response.body);
      throw Problem.silence();
    } catch (error) {
      this.#lost(error instanceof Problem ? error : Problem.silence());
      if (!isExpected(error)) reportError(error);
    } finally {
      connection.abort();
    }
  }

  async #open(signal) {
    const headers = { Accept: 'text/event-stream', 'Accept-Language': language() };
    if (this.#lastID) headers['Last-Event-ID'] = this.#lastID;
    const response = await fetch(this.#path, {
      headers, signal, cache: 'no-store', credentials: 'same-origin',
    });
    if (response.ok) return response;
    throw Problem.of(response.status, await response.json().catch(() => null));
  }

  async #read(body) {
    const parser = new EventStreamParser();
    const reader = body.pipeThrough(new TextDecoderStream()).getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      this.#heard();
      for (const event of parser.push(value)) {
        if (event.id) this.#lastID = event.id;
        if (event.event !== 'beat') this.#handlers.onEvent(event);
      }
    }
  }

  #heard() {
    this.#heardAt = Date.now();
    this.#expect();
  }

  #expect() {
    clearTimeout(this.#watch);
    this.#watch = setTimeout(() => this.#connection?.abort(), staleAfter);
  }

  #lost(problem) {
    clearTimeout(this.#watch);
    if (this.#closed) return;
    this.#handlers.onState('stale', this.#heardAt, problem);
    const pause = pauses[Math.min(this.#failures, pauses.length - 1)];
    this.#failures += 1;
    // Pages that all lost the server must not all come back in the same instant.
    this.#timer = setTimeout(() => this.#connect(), pause * (0.75 + Math.random() / 2));
  }

  #hurry() {
    if (this.#closed || !this.#timer) return;
    clearTimeout(this.#timer);
    this.#connect();
  }
}

// fetch and its body reader reject with these when the network goes or we hang up.
const isExpected = (error) =>
  error instanceof Problem || error instanceof TypeError || error.name === 'AbortError';

/**
 * A topic's view, kept current: read once, then changed by what the topic says.
 *
 * `onView(view)` after each change, `onState` as in `Stream`.
 */
export class Live {
  #view = null;
  #path;
  #onView;
  #stream;

  constructor(topic, path, { onView, onState }) {
    this.#path = path;
    this.#onView = onView;
    this.#stream = new Stream(`/api/v1/events?topic=${encodeURI(topic)}`, {
      before: (lastID) => this.#start(lastID),
      onEvent: (event) => this.#take(event),
      onState,
    });
  }

  close() {
    this.#stream.close();
  }

  // Reading first and going on from there works whether or not the server sends a view to
  // those who come without a position.
  async #start(lastID) {
    if (this.#view && lastID) return lastID;
    this.#show(await get(this.#path));
    return `${this.#view.epoch}-${this.#view.sequence}`;
  }

  #take(event) {
    let data;
    try {
      data = JSON.parse(event.data);
    } catch {
      this.#view = null;
      throw Problem.silence();
    }
    if (event.event === 'view') this.#show(data);
    else if (!(data.sequence <= this.#view.sequence)) {
      this.#show(mergeChange(this.#view, data));
      if (data.whole) this.#renew();
    }
  }

  // Rows that are gone cannot be merged away.
  async #renew() {
    try {
      const view = await get(this.#path);
      if (!(view.sequence < this.#view?.sequence)) this.#show(view);
    } catch (error) {
      if (!isExpected(error)) throw error;
    }
  }

  #show(view) {
    this.#view = view;
    showTimesIn(view.timeZone);
    this.#onView(view);
  }
}
