// SPDX-License-Identifier: Apache-2.0

const pattern = /^\d{4}-\d{2}-\d{2}$/;

/** Whether a text is a day the calendar has: `2026-11-23`. */
export function isDay(text) {
  if (!pattern.test(text ?? '')) return false;
  const at = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}

/** The day so many days after another. */
export function dayBeside(day, count) {
  const at = new Date(Date.parse(`${day}T00:00:00Z`) + count * 86_400_000);
  return at.toISOString().slice(0, 10);
}
