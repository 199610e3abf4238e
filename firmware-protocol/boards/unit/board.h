// SPDX-License-Identifier: Apache-2.0

// What the window unit asks of the board it runs on. Each board's directory answers it once.

#ifndef BOARD_H
#define BOARD_H

#include <stdbool.h>
#include <stdint.h>

#include "board_shape.h"

#define PANEL_BYTES (PANEL_COLUMNS / 8)

/// What the panel shows: one bit a lamp, the leftmost the highest bit. The board reads it at any
/// time, so what must appear at once is drawn first and copied here whole.
extern uint8_t board_picture[PANEL_ROWS][PANEL_BYTES];

/// Brings the chip up; time runs and the line is heard from here on.
void board_start(void);

/// Milliseconds since the start; wraps after 49 days.
uint32_t board_milliseconds(void);

/// Sleeps until something may have happened: a byte, a millisecond.
void board_rest(void);

/// The next byte of the line, or -1.
int16_t board_receive(void);

/// True while what was handed to `board_transmit` is still going out.
bool board_is_transmitting(void);

/// Begins to send; the bytes must stay as they are until the last is out.
void board_transmit(const uint8_t *bytes, uint16_t count);

/// Which keys are down just now, undebounced: bit n is key n.
uint16_t board_keys(void);

/// The voltage at the supervised contact, 0 (its wires touch) to 255 (its wire is cut).
uint8_t board_contact(void);

/// Tells the panel that the picture changed, for boards that do not read it all the time.
void board_show(void);

/// How long each row is lit, 0 (dark) to 255.
void board_set_brightness(uint8_t brightness);

void board_set_light(bool on);
void board_set_buzzer(bool on);

#endif
