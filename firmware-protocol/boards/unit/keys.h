// SPDX-License-Identifier: Apache-2.0

// The officer's keys, the citizen's, and the unit's own button.

#ifndef KEYS_H
#define KEYS_H

#include <stdbool.h>
#include <stdint.h>

#include "window_bus.h"

/// Looks at the keys; call it as often as is convenient.
void keys_run(struct wb_unit *unit, uint32_t now);

/// Whether the unit's button is held, which allows a key to be installed.
bool keys_is_button_down(void *unused);

#endif
