// SPDX-License-Identifier: Apache-2.0

import { hyphenated } from './format.js';

/** So little paper is left that somebody should have a roll at hand. */
const lowMillimetres = 5_000;
const lowSlips = 50;

const drawings = {
  'paper-near-end': 'low', 'paper-out': 'roll', 'paper-end': 'roll',
  'cover-open': 'cover', 'cutter-error': 'cutter', 'head-hot': 'heat',
  'error': 'alarm', 'printer-error': 'alarm', 'unrecoverable-error': 'power',
  'not-ready': 'wait', 'busy': 'wait', 'stalled': 'wait', 'restart': 'wait',
  'says-nothing': 'look', 'cannot-tell': 'look', 'no-answer': 'look', 'unclear-answer': 'look',
  'offline': 'cable', 'silent': 'cable', 'line-lost': 'cable', 'device-not-found': 'cable',
  'device-unreachable': 'cable', 'device-is-another': 'cable',
};

/** The name of the drawing that shows what to do about a device's reason. */
export function drawingFor({ state, reason }) {
  if (reason) return drawings[hyphenated(reason)] ?? 'wrench';
  if (state === undefined) return 'wait';
  return state === 'fault' ? 'alarm' : state === 'lost' ? 'cable' : 'well';
}

/**
 * What is known of the paper left: `{share, metres, slips, isLow}`, or null when nobody said how
 * long a roll is. `slips` is missing while none was printed.
 */
export function paperLeft({ roll, reason }) {
  // What the printer sees goes before what was counted.
  if (reason === 'paper-out') return { share: 0, metres: 0, slips: 0, isLow: true };
  if (roll?.leftMillimetres === undefined) return null;
  const { leftMillimetres: left, leftSlips: slips } = roll;
  return {
    share: left / Math.max(1, left + roll.millimetres),
    metres: Math.round(left / 1000),
    slips,
    isLow: left < lowMillimetres || (slips !== undefined && slips < lowSlips),
  };
}

/** Whether a printer, as it said or as was counted, will need paper before long. */
export const needsPaperSoon = (row) =>
  row.reason !== 'paper-out'
  && (row.reason === 'paper-near-end' || (paperLeft(row)?.isLow ?? false));

/** Whether a slip sent to a printer now would come out, as far as is known. */
export const isWell = ({ state }) => state !== undefined && !['fault', 'lost'].includes(state);

/** Where a slip is best printed once more: where it was asked for if that works. */
export function bestPrinter(printers, ticket) {
  const own = printers.find(({ id }) => id === ticket.printer);
  return own && isWell(own) ? own : printers.find(isWell) ?? own ?? printers[0];
}

/** What staff can do about a number without paper, in the order of the buttons. */
export const paperActs = [
  { name: 'reprint', when: ({ print }) => print !== 'printing' },
  { name: 'handed', when: () => true },
  {
    name: 'found',
    when: ({ print, printAttempts }) =>
      printAttempts > 0 && print !== 'queued' && print !== 'failed',
  },
];
