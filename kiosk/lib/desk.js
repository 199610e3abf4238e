// SPDX-License-Identifier: Apache-2.0

/** What an officer can do at a window, in the order of the buttons, with its key. */
export const acts = [
  { name: 'call', key: 'N', when: ({ state, paused }) => state === 'open' && !paused },
  { name: 'start', key: 'S', when: ({ ticket }) => ticket === 'called' },
  { name: 'finish', key: 'F', when: ({ ticket }) => Boolean(ticket) },
  { name: 'finish-with', key: 'E', when: ({ ticket }) => Boolean(ticket) },
  { name: 'rate', key: 'V', when: ({ ticket }) => Boolean(ticket) },
  { name: 'recall', key: 'R', when: ({ ticket, paused }) => ticket === 'called' && !paused },
  { name: 'no-show', key: 'X', when: ({ ticket, paused }) => ticket === 'called' && !paused },
  { name: 'hold', key: 'H', when: ({ ticket }) => Boolean(ticket) },
  { name: 'transfer', key: 'T', when: ({ ticket }) => Boolean(ticket) },
  { name: 'return', key: 'B', when: ({ ticket }) => Boolean(ticket) },
  { name: 'give-up', key: 'G', when: ({ ticket }) => Boolean(ticket) },
  { name: 'pause', key: 'P', when: ({ state }) => state === 'open' },
  { name: 'resume', key: 'P', when: ({ state }) => state === 'paused' },
  { name: 'open', key: 'O', when: ({ state }) => state === 'closed' },
  { name: 'close', key: 'C', when: ({ state }) => state === 'open' || state === 'paused' },
  { name: 'take-over', key: 'K', when: ({ state }) => state !== 'closed' },
];

/** Acts of which one undoes the other: they share a place, the first is there by default. */
export const pairs = [['pause', 'resume'], ['close', 'open']];

/** A window row as the conditions above want it; `pause` is the whole hall's. */
export const standing = (row, pause) =>
  ({ state: row.state, ticket: row.ticket?.state ?? null, paused: Boolean(pause?.paused) });

/** The act a key stands for at a window now, or undefined. */
export const actFor = (key, row, pause) =>
  acts.find((act) => act.key === key && act.when(standing(row, pause)));
