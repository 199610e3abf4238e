// SPDX-License-Identifier: Apache-2.0

const svg = 'http://www.w3.org/2000/svg';
const rowsOf = new WeakMap();

function build(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? '' : value);
  }
  const kept = children.flat().filter((child) => child || child === 0 || child === '');
  node.append(...kept);
  return node;
}

/** An element; `onclick` and the like are listeners, all else attributes. */
export const el = (tag, attributes = {}, ...children) =>
  build(document.createElement(tag), attributes, children);

/** An element of a drawing. */
export const draw = (tag, attributes = {}, ...children) =>
  build(document.createElementNS(svg, tag), attributes, children);

/** The element with an id. */
export const byID = (id) => document.getElementById(id);

/** Sets a text only when it differs, so that screen readers are not told it again. */
export function say(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/**
 * Shows one child for each row, keeping the children of rows that stay.
 *
 * A child that is replaced between the press and the release of a finger loses the tap, and
 * one that holds the focus loses that: so nothing that stays is rebuilt. `make(row)` answers
 * an element, `update(element, row)` fills it.
 */
export function each(container, rows, keyOf, make, update) {
  const old = rowsOf.get(container) ?? new Map();
  const current = new Map();
  for (const row of rows) {
    const key = keyOf(row);
    const node = old.get(key) ?? make(row);
    update(node, row);
    current.set(key, node);
  }
  for (const [key, node] of old) if (!current.has(key)) node.remove();
  let place = container.firstChild;
  for (const node of current.values()) {
    if (node === place) place = place.nextSibling;
    else container.insertBefore(node, place);
  }
  rowsOf.set(container, current);
}

/**
 * Marks a button as not usable now without taking the focus from who stands on it.
 */
export function allow(button, allowed) {
  if (allowed) button.removeAttribute('aria-disabled');
  else button.setAttribute('aria-disabled', 'true');
}

/** Whether a button may be used now. */
export const isAllowed = (button) => button.getAttribute('aria-disabled') !== 'true';
