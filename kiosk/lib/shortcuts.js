// SPDX-License-Identifier: Apache-2.0

const typing = 'input, textarea, select, [contenteditable]';

/**
 * The letter a key press asks for, or null when it is not meant as a shortcut: somebody types,
 * answers a dialog, holds the key down or uses another program's combination.
 */
export function shortcutOf(event, { isDialogOpen = false } = {}) {
  if (isDialogOpen || event.repeat || event.isComposing || event.defaultPrevented) return null;
  if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return null;
  const isCheckbox = event.target?.matches?.('input[type=checkbox]');
  if (!isCheckbox && event.target?.closest?.(typing)) return null;
  // The place on the keyboard, so that an input method for Chinese does not get in between.
  return /^Key[A-Z]$/.test(event.code) ? event.code.slice(3) : null;
}
