// SPDX-License-Identifier: Apache-2.0

// Call light, buzzer, and the pad's display.

#ifndef LAMPS_H
#define LAMPS_H

#include <stdint.h>

#include "window_bus.h"

void lamps_set_light(void *unused, uint8_t mode, uint8_t colour);
void lamps_beep(void *unused, uint8_t times, uint16_t length_ms);

/// Says at the pad that nothing came of a key.
void lamps_refuse(void);

void lamps_show_pad(void *unused, const struct wb_pad *pad);
void lamps_open_rating(void *unused, bool is_open);

/// Blinks and beeps; call it as often as is convenient.
void lamps_run(uint32_t now);

#endif
