// SPDX-License-Identifier: Apache-2.0

import '../components/banners.js';
import '../components/connection.js';
import '../components/languages.js';
import '../components/notices.js';
import '../components/signin.js';
import { get } from './api.js';
import { start } from './i18n.js';

const find = (name) => document.querySelector(name);

/** What all pages for staff share: notices, sign-in, the hall's own warnings. */
export const page = {
  /** A value of the page's address. */
  asked: (name) => new URLSearchParams(location.search).get(name),

  tell: (text) => find('hk-notices').tell(text),

  clear: () => find('hk-notices').clear(),

  /** Says what went wrong, and asks who is there where the server wants to know. */
  warn(problem) {
    if (problem?.name === 'not-signed-in') find('hk-signin')?.ask();
    find('hk-notices').warn(problem);
  },

  /** For `onState` of a stream. */
  connection(state, heardAt, problem) {
    document.body.dataset.live = state;
    find('hk-connection')?.set(state, heardAt);
    if (state === 'live') find('hk-notices')?.forgetSilence();
    if (problem?.name === 'not-signed-in') find('hk-signin')?.ask();
    else if (problem && !problem.isSilence) find('hk-notices')?.warn(problem);
  },

  /** Loads the sentences and the hall; the hall is null while it cannot be read. */
  async open() {
    await start();
    const hall = await get('/hall').catch((problem) => {
      find('hk-notices')?.warn(problem);
      return null;
    });
    const banners = find('hk-banners');
    if (hall && banners) banners.hall = hall;
    return hall;
  },
};
