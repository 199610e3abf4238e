// SPDX-License-Identifier: Apache-2.0

import { duration, reasonText } from './format.js';
import { has, t, word } from './i18n.js';

const minutes = (seconds) => Math.floor(seconds / 60);

/**
 * What there is to say of one fact of a ticket beyond its name, as texts.
 *
 * Facts of a later release are told by their name alone.
 */
export function factDetails(fact, number, serviceName) {
  const said = fact.payload;
  const why = said.why && has(`why.${said.why.rule}`) && t(`why.${said.why.rule}`, {
    number, waited: duration(said.why.waitedSeconds), ahead: said.why.passedOver,
  });
  return [
    fact.name === 'ticketIssued' && serviceName(said.service),
    why,
    said.officer !== fact.actor?.id && said.officer,
    said.count && t('history.detail.count', { count: said.count }),
    said.serviceSeconds !== undefined
      && t('history.detail.served', { minutes: minutes(said.serviceSeconds) }),
    (said.to ?? said.next) && t('history.detail.to', { service: serviceName(said.to ?? said.next) }),
    said.caseNumber,
    fact.name === 'rated' && (said.grade ? t(`rating.grade.${said.grade}`) : t('rating.unanswered')),
    said.result && word('print', said.result),
    said.reason && reasonText(said.reason),
  ].filter(Boolean);
}
