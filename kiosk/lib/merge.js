// SPDX-License-Identifier: Apache-2.0

const longestCallList = 12;

/** Lists that come whole, in the order they are to stand in. */
const wholeLists = new Set(['unprinted', 'lowRatings']);

const keyOf = (row) => row.id ?? row.number;

/** Rows with the changed ones in their places and new ones at the end. */
export function mergeRows(rows = [], changed = []) {
  const news = new Map(changed.map((row) => [keyOf(row), row]));
  const merged = rows.map((row) => {
    const replacement = news.get(keyOf(row));
    news.delete(keyOf(row));
    return replacement ?? row;
  });
  return [...merged, ...news.values()];
}

/** A topic's view after one of its changes; the old view is left as it was. */
export function mergeChange(view, change) {
  if (change.view) return change.view;
  const next = { ...view };
  for (const [name, value] of Object.entries(change)) {
    if (name === 'whole') continue;
    else if (name === 'calls') next.calls = [...value, ...(view.calls ?? [])].slice(0, longestCallList);
    else if (wholeLists.has(name) || !Array.isArray(value)) next[name] = value;
    else next[name] = mergeRows(view[name], value);
  }
  return next;
}
