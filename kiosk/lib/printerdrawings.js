// SPDX-License-Identifier: Apache-2.0

import { draw } from './dom.js';

const path = (d, kind) => ['path', { d, class: kind }];
const circle = (cx, cy, r, kind) => ['circle', { cx, cy, r, class: kind }];

/** The printer itself, with the slit the paper comes out of. */
const body = path('M24 44h72a8 8 0 0 1 8 8v30a8 8 0 0 1-8 8H24a8 8 0 0 1-8-8V52a8 8 0 0 1 8-8z');
const slit = path('M40 54h40');
const slip = path('M44 54V18l4-4 4 4 4-4 4 4 4-4 4 4 4-4 4 4v36', 'sheet');
const lines = path('M51 28h18M51 36h18M51 44h10', 'fine');
const down = (x, y) => path(`M${x} ${y}v16m-7-7 7 7 7-7`, 'act');

/** What each drawing shows besides the printer; lines of kind `act` are what somebody does. */
const parts = {
  well: [body, slip, lines, slit],
  // A roll that was as large as the dashes, beside the one to bring.
  low: [circle(36, 56, 28, 'gone'), circle(36, 56, 12, 'bad'), circle(36, 56, 5, 'fine'),
    circle(86, 50, 24, 'act'), circle(86, 50, 6, 'act'), path('M110 50v34H92', 'act')],
  roll: [
    body, path('M16 52 6 14', 'bad'), circle(60, 26, 17, 'act'), circle(60, 26, 5, 'act'),
    path('M77 26v20', 'act'), down(28, 14),
  ],
  cover: [
    body, slit, path('M100 44 52 12', 'bad'),
    path('M44 16a44 44 0 0 0-8 22m-8-8 8 9 9-7', 'act'),
  ],
  cutter: [
    body, path('M44 48V16h32v32', 'sheet'),
    path('m36 54 6-8 6 8 6-8 6 8 6-8 6 8 6-8 6 8', 'bad'), path('M60 40V8m-7 7 7-7 7 7', 'act'),
  ],
  heat: [
    body, slit,
    path('M42 38c-6-8 6-12 0-22M60 38c-6-8 6-12 0-22M78 38c-6-8 6-12 0-22', 'bad'),
  ],
  alarm: [body, slit, path('M60 4 84 38H36z', 'bad'), path('M60 15v11m0 5v1', 'bad')],
  power: [body, slit, path('M50 11a16 16 0 1 0 20 0M60 4v18', 'act')],
  wait: [
    body, slit, path('M48 6h24M48 38h24', 'act'),
    path('M50 6c0 12 8 12 10 16-2 4-10 4-10 16M70 6c0 12-8 12-10 16 2 4 10 4 10 16', 'act'),
  ],
  look: [body, slip, slit, path('M53 28a7 7 0 1 1 9 7q-2 1-2 4m0 6v1', 'act')],
  cable: [
    path('M8 30h40a6 6 0 0 1 6 6v24a6 6 0 0 1-6 6H8'), path('M16 40h24', 'fine'),
    path('M54 48h10', 'bad'), path('M66 26l6 8m-6 36 6-8', 'bad'),
    path('M112 48h-16V38H84v20h12V48M84 43h-8m8 10h-8', 'act'),
  ],
  wrench: [
    body, slit, path(
      'M42 34 62 16a12 12 0 0 1 14-13l-7 8 2 7 7 2 8-7a12 12 0 0 1-14 13L50 42a5 5 0 0 1-8-8z',
      'act'),
  ],
};

/** The drawings' names. */
export const drawings = Object.keys(parts);

/** A drawing of what to do; its meaning stands beside it as a sentence. */
export function drawing(name) {
  const shapes = (parts[name] ?? parts.wrench).map(([tag, attributes]) => draw(tag, attributes));
  return draw('svg', { viewBox: '0 0 120 96', class: 'todo', 'aria-hidden': 'true' }, shapes);
}
