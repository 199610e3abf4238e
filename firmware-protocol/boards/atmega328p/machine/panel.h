// SPDX-License-Identifier: Apache-2.0

// What an eye sees of the panel, and the keys that hang at its row lines.

#ifndef PANEL_H
#define PANEL_H

#include <sim_avr.h>
#include <stdbool.h>
#include <stdint.h>

#define PANEL_ROWS 16
#define PANEL_BYTES 16

struct panel_view {
    uint8_t rows[PANEL_ROWS][PANEL_BYTES];
    /// The part of the time a row is lit that is its own, 0 to 255.
    uint8_t brightness;
    /// The pad's eight digits as text, a blank one as `_`.
    char pad[17];
};

void panel_connect(avr_t *avr);

/// What was lit in the last tenth of a second or so.
struct panel_view panel_look(void);

/// Presses or lets go of key 0 to 31.
void panel_press(unsigned key, bool is_down);

#endif
