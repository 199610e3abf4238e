// SPDX-License-Identifier: Apache-2.0

import { get } from './api.js';
import { page } from './page.js';

/** Milliseconds from an answer to the next question. */
const pause = 2_000;

/** Reads a path again and again, for what no topic tells; the page says how fresh it is. */
export async function poll(path, onAnswer) {
  let heardAt = null;
  const read = async () => {
    try {
      const answer = await get(path);
      heardAt = Date.now();
      page.connection('live', heardAt);
      onAnswer(answer);
    } catch (problem) {
      page.connection('stale', heardAt, problem);
    }
    setTimeout(read, pause);
  };
  await read();
}
