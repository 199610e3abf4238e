// SPDX-License-Identifier: Apache-2.0

import { post } from './api.js';
import { ask } from './dialog.js';
import { byID, each, el, say } from './dom.js';
import { clock, pauseText } from './format.js';
import { nameOf, t } from './i18n.js';
import { page } from './page.js';

/** For halls that name no reasons of their own. */
const usualReasons = ['fire-drill', 'power', 'hall-meeting', 'emergency'];

/** Asks the server for something; true when it was done. */
export async function order(path, body, done) {
  try {
    await post(path, body);
    page.tell(done);
    return true;
  } catch (problem) {
    page.warn(problem);
    return false;
  }
}

async function pauseHall(view) {
  const own = view?.hallWide.pauseReasons ?? [];
  const rows = own.length
    ? own : usualReasons.map((id) => ({ id, name: t(`pause.reason.${id}`) }));
  byID('pause-reason').replaceChildren(
    ...rows.map((row) => el('option', { value: row.id }, nameOf(row))));
  if (!(await ask(byID('pause')))) return;
  order('/hall/pause', { reason: byID('pause-reason').value }, t('whole.paused.done'));
}

/** Makes the buttons for the whole hall work; `current()` answers the view shown now. */
export function wholeControls(current) {
  byID('pause-hall').addEventListener('click', () => pauseHall(current()));
  byID('resume-hall').addEventListener('click',
    () => order('/hall/resume', {}, t('whole.resumed.done')));
}

function proposalRow() {
  const open = el('button', { type: 'button', class: 'main' });
  const later = el('button', { type: 'button' });
  const node = el('li', {}, el('strong'), el('span'), open, later);
  open.addEventListener('click', () => order('/tides/open',
    { window: node.proposal.window, service: node.proposal.service }, t('tide.opened')));
  later.addEventListener('click', () => order('/tides/dismiss',
    { rule: node.proposal.rule }, t('tide.dismissed')));
  return node;
}

/** Shows whether the hall is paused, and what it proposes. */
export function showWhole({ hallWide, services, windows }) {
  const { pause, proposals } = hallWide;
  say(byID('whole-state'), pause.paused ? t('hall.paused', {
    reason: pauseText(pause.reason, pause.names), time: clock(pause.since),
  }) : t('whole.working'));
  byID('whole-state').className = pause.paused ? 'trouble' : 'quiet';
  const hadFocus = [byID('pause-hall'), byID('resume-hall')].includes(document.activeElement);
  byID('pause-hall').hidden = pause.paused;
  byID('resume-hall').hidden = !pause.paused;
  if (hadFocus) byID(pause.paused ? 'resume-hall' : 'pause-hall').focus();
  const service = (id) => nameOf(services.find((row) => row.id === id)) || id;
  const number = (id) => windows.find((row) => row.id === id)?.number;
  each(byID('proposals'), proposals, (row) => row.rule, proposalRow, (node, row) => {
    node.proposal = row;
    const [title, line, open, later] = node.children;
    say(title, service(row.service));
    const wait = row.waitMinutes === undefined
      ? '' : t('tide.wait', { minutes: row.waitMinutes });
    const help = row.window
      ? t('tide.proposed', { window: number(row.window) }) : t('tide.nobody');
    say(line, [t('tide.waiting', { waiting: row.waiting }), wait, help].filter(Boolean)
      .join(' · '));
    open.hidden = !row.window;
    say(open, t('tide.open'));
    say(later, t('tide.later'));
  });
}
