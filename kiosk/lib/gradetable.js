// SPDX-License-Identifier: Apache-2.0

import { t } from './i18n.js';

const grades = [5, 4, 3, 2, 1];

/** What stands over the columns of grades, the best first. */
export const gradeTitles = () =>
  [...grades.map((grade) => t(`rating.grade.${grade}`)), t('rating.unanswered')];

const cells = ({ ratings }) =>
  [...grades.map((grade) => ratings.grades[grade - 1]), ratings.unanswered].map(String);

/** A row for each of these that was asked for ratings; `nameOf` says what stands before it. */
export const gradeRows = (rows, nameOf) => rows.filter(({ figures }) => figures?.ratings)
  .map((row) => [nameOf(row), ...cells(row.figures)]);
