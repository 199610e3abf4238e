// SPDX-License-Identifier: Apache-2.0

// What is to be seen, as dots on the panel.

#ifndef SIGN_H
#define SIGN_H

#include <stdbool.h>
#include <stdint.h>

#include "window_bus.h"

bool sign_has_glyph(void *unused, uint32_t code_point);
void sign_draw(void *unused, const struct wb_view *view);
void sign_set_brightness(void *unused, uint8_t percent);

#endif
