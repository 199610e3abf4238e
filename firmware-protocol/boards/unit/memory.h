// SPDX-License-Identifier: Apache-2.0

// What the unit keeps without power, in two places by turns: power that fails while one is being
// written leaves the other.

#ifndef MEMORY_H
#define MEMORY_H

#include <stdbool.h>
#include <stdint.h>

#include "window_bus.h"

bool memory_load(void *unused, struct wb_memory *memory);
void memory_store(void *unused, const struct wb_memory *memory);

/// Eight bytes that were never given before: the restarts, which are kept, and what was given
/// since.
void memory_nonce(void *unused, uint8_t nonce[8]);

/// Writes a byte of what is to be kept, if one is left; call it as often as is convenient.
void memory_run(void);

void memory_read_uid(uint8_t uid[6]);

#endif
