// SPDX-License-Identifier: Apache-2.0

/**
 * Something to be done after news, however fast they come: at once after the first, and from
 * then on at most once in `pause` milliseconds, the last time after the last of them.
 */
export function rarely(act, pause, { now = () => performance.now(), later = setTimeout } = {}) {
  let doneAt = -Infinity;
  let isComing = false;
  return () => {
    if (isComing) return;
    isComing = true;
    later(() => {
      isComing = false;
      doneAt = now();
      act();
    }, Math.max(0, doneAt + pause - now()));
  };
}
