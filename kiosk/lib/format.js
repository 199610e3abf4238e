// SPDX-License-Identifier: Apache-2.0

import { t, word, language } from './i18n.js';

let hallZone;

/** From here on times are shown as the hall's clocks show them, wherever the page is read. */
export function showTimesIn(zone) {
  hallZone = zone ?? undefined;
}

/** Milliseconds since 1970 as hours and minutes of the hall's day. */
export function clock(at, { seconds = false } = {}) {
  if (at === null || at === undefined) return '';
  const format = new Intl.DateTimeFormat(language(), {
    hour: '2-digit', minute: '2-digit', second: seconds ? '2-digit' : undefined,
    hourCycle: 'h23', timeZone: hallZone,
  });
  return format.format(new Date(at));
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

/** A pause's reason key in words, or nothing. */
export const pauseText = (reason) => (reason ? word('pause.reason', reason) : '');
