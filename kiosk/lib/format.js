// SPDX-License-Identifier: Apache-2.0

import { nameOf, t, word, language } from './i18n.js';

let hallZone;

/** From here on times are shown as the hall's clocks show them, wherever the page is read. */
export function showTimesIn(zone) {
  hallZone = zone ?? undefined;
}

/** Milliseconds since 1970 as hours and minutes of the hall's day. */
export function clock(at, { seconds = false, date = false } = {}) {
  if (at === null || at === undefined) return '';
  const format = new Intl.DateTimeFormat(language(), {
    month: date ? '2-digit' : undefined, day: date ? '2-digit' : undefined,
    hour: '2-digit', minute: '2-digit', second: seconds ? '2-digit' : undefined,
    hourCycle: 'h23', timeZone: hallZone,
  });
  return format.format(new Date(at));
}

const dayOf = (at) => new Intl.DateTimeFormat('en-CA', { timeZone: hallZone }).format(new Date(at));

/** From when until when; an end on another day, as after a night without power, says which. */
export const span = (from, until) =>
  `${clock(from)}–${clock(until, { date: Boolean(until) && dayOf(until) !== dayOf(from) })}`;

/**
 * Milliseconds since 1970 of a day and time (`2026-11-24T09:30`) by the hall's clocks.
 *
 * The zone's offset is found by showing a first guess in the zone; a second look takes care of
 * an hour the clocks are set between the two.
 */
export function wallTime(text) {
  const wanted = Date.parse(`${text}Z`);
  const shown = (at) => {
    const format = new Intl.DateTimeFormat('sv-SE', {
      dateStyle: 'short', timeStyle: 'medium', timeZone: hallZone,
    });
    return Date.parse(`${format.format(at).replace(' ', 'T')}Z`);
  };
  const guess = wanted - (shown(wanted) - wanted);
  return guess - (shown(guess) - wanted);
}

/** Whether a moment is of the hall's present day. */
export function isToday(at) {
  const format = new Intl.DateTimeFormat('en', { dateStyle: 'short', timeZone: hallZone });
  return format.format(at) === format.format(Date.now());
}

/** Seconds as words, whole minutes. */
export function duration(seconds) {
  if (seconds === null || seconds === undefined) return t('common.unknown');
  const minutes = Math.floor(seconds / 60);
  if (minutes < 1) return t('duration.seconds');
  if (minutes < 60) return t('duration.minutes', { minutes });
  return t('duration.hours', { hours: Math.floor(minutes / 60), minutes: minutes % 60 });
}

/** A waiting range `{low, likely, high}` in seconds as a range in whole minutes. */
export function waitRange(wait) {
  if (!wait) return t('wait.unknown');
  if (wait.high === 0) return t('wait.now');
  const low = Math.floor(wait.low / 60);
  const high = Math.ceil(wait.high / 60);
  return low < 1 || low >= high ? t('wait.within', { high }) : t('wait.range', { low, high });
}

/** `paperOut` and `paper-out` are the same reason. */
export const hyphenated = (name) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** A reason key in words, or nothing. */
export const reasonText = (reason) => (reason ? word('reason', hyphenated(reason)) : '');

/** A pause's reason in the hall's own words, or the usual ones for its key, or nothing. */
export const pauseText = (reason, names) =>
  (names ? nameOf({ names }) : reason ? word('pause.reason', reason) : '');

/** Why, since when and until when a window's row is paused. */
export const pauseLine = ({ reason, reasonNames, until }) => [
  pauseText(reason, reasonNames), until ? t('pause.until', { time: clock(until) }) : '',
].filter(Boolean).join(' · ');

/** That all windows that are there for a service pause, and of them the first that goes on. */
export function servicePause(service, windows) {
  const there = windows.filter((row) => row.state !== 'closed'
    && [...row.services, ...(row.helps ?? [])].includes(service));
  if (there.length === 0 || there.some((row) => row.state !== 'paused')) return '';
  const end = (row) => row.until ?? Number.MAX_SAFE_INTEGER;
  const first = there.reduce((one, other) => (end(other) < end(one) ? other : one));
  return [t('window.state.paused'), pauseLine(first)].filter(Boolean).join(' · ');
}
