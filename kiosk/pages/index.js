// SPDX-License-Identifier: Apache-2.0

import { page } from '../lib/page.js';
import { byID, each, el, say } from '../lib/dom.js';
import { nameOf, onLanguage, t } from '../lib/i18n.js';

const hall = await page.open();

function show() {
  say(byID('hall'), nameOf(hall) || t('index.title'));
  const link = (row) => el('a', { href: `/window?window=${encodeURIComponent(row.id)}` });
  each(byID('windows'), hall?.windows ?? [], (row) => row.id, link, (node, row) => {
    say(node, row.number);
    node.setAttribute('aria-label', t('index.window.item', { number: row.number }));
  });
}

onLanguage(show);
show();
