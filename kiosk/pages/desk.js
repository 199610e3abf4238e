// SPDX-License-Identifier: Apache-2.0

import { page } from '../lib/page.js';
import { byID, say } from '../lib/dom.js';
import { showTimesIn } from '../lib/format.js';
import { onLanguage, t } from '../lib/i18n.js';
import { showPaperless } from '../lib/paperless.js';
import { poll } from '../lib/poll.js';
import { printerName, showPrinters } from '../lib/printercards.js';
import { isWell, needsPaperSoon } from '../lib/printers.js';

const hall = await page.open();
let paper = null;

/** Everything that somebody should see to, in one line above all else. */
function showGlance({ printers, unprinted }) {
  const ill = printers.filter((row) => row.state && !isWell(row)).length;
  const troubles = [
    unprinted.length && t('paperless.count', { count: unprinted.length }),
    ill && t('printers.trouble', { count: ill }),
    ...printers.filter(needsPaperSoon).map((row) =>
      t('printers.low', { printer: printerName(row) })),
  ].filter(Boolean);
  say(byID('glance'), troubles.length ? troubles.join(' · ') : t('desk.fine'));
  byID('glance').className = troubles.length ? 'trouble' : 'fine';
  const count = unprinted.length ? `(${unprinted.length}) ` : '';
  document.title = `${count}${t('desk.title')}`;
}

function show() {
  if (!paper) return;
  showGlance(paper);
  byID('unprinted-none').hidden = paper.unprinted.length > 0;
  showPaperless(byID('unprinted'), paper.unprinted,
    { services: hall?.services, printers: paper.printers });
  showPrinters(byID('printers'), paper.printers);
}

showTimesIn(hall?.timeZone);
onLanguage(show);
poll('/printers', (answer) => {
  paper = answer;
  show();
});
