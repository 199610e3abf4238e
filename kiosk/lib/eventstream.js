// SPDX-License-Identifier: Apache-2.0

/**
 * Takes a `text/event-stream` apart, however it is cut into pieces.
 *
 * The browser's own EventSource hands over only events whose names were asked for; here the
 * names are fact names, and a page must not go silent because a new fact was invented.
 */
export class EventStreamParser {
  #rest = '';
  #event = '';
  #id = null;
  #data = [];

  /** The longest line kept: a stream without line ends must not fill the memory. */
  static longestLine = 4_000_000;

  /** The events completed by this piece, each `{id, event, data}` with data as text. */
  push(piece) {
    const lines = (this.#rest + piece).split('\n');
    this.#rest = lines.pop();
    if (this.#rest.length > EventStreamParser.longestLine) throw new RangeError('line too long');
    const events = [];
    for (const line of lines) {
      const event = this.#take(line.endsWith('\r') ? line.slice(0, -1) : line);
      if (event) events.push(event);
    }
    return events;
  }

  #take(line) {
    if (line === '') return this.#dispatch();
    const colon = line.indexOf(':');
    if (colon === 0) return null;
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (name === 'event') this.#event = value;
    else if (name === 'data') this.#data.push(value);
    else if (name === 'id' && !value.includes('\0')) this.#id = value;
    return null;
  }

  #dispatch() {
    const event = {
      id: this.#id, event: this.#event || 'message', data: this.#data.join('\n'),
    };
    const empty = this.#data.length === 0;
    this.#event = '';
    this.#data = [];
    return empty ? null : event;
  }
}
