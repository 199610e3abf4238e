// SPDX-License-Identifier: Apache-2.0

// Firmware by wire, on boards that have room for a second one.

#ifndef UPDATE_H
#define UPDATE_H

#include <stdbool.h>
#include <stdint.h>

#include "window_bus.h"

#if WB_WITH_FIRMWARE

uint8_t update_begin(void *unused, uint32_t size, const uint8_t version[3]);
uint8_t update_take(void *unused, uint32_t offset, const uint8_t *data, uint8_t size);
void update_finish(void *unused);

/// Whether to restart into it, once the answer is out.
bool update_is_due(void);

#endif
#endif
