// SPDX-License-Identifier: Apache-2.0

// What the window unit asks of the board it runs on. Each board's directory answers it once.

#ifndef BOARD_H
#define BOARD_H

#include <stdbool.h>
#include <stdint.h>

#include "board_shape.h"

#define PANEL_BYTES (PANEL_COLUMNS / 8)
#define PAD_DIGITS 8

/// What the board keeps without power.
#define KEPT_BYTES 128
/// The last bytes of it, written in the factory and never again: the UID.
#define KEPT_UID (KEPT_BYTES - 6)

/// The keys: the functions in the order of their codes in SPEC.md, the unit's own button, the
/// digits, the grades from very dissatisfied to very satisfied.
enum {
    KEY_FUNCTION = 0,
    KEY_FUNCTIONS = 12,
    KEY_BUTTON = 12,
    KEY_DIGIT = 16,
    KEY_GRADE = 26,
    KEY_GRADES = 5,
    KEYS = 31,
};

/// Beside 0 to 9 the pad shows these; `PAD_POINT` is added to light a digit's point.
enum { PAD_DASH = 10, PAD_BLANK = 15, PAD_POINT = 0x80 };

/// What the panel shows: one bit a lamp, the leftmost the highest bit. The board may read it at
/// any time, so that a row should be put in whole.
extern uint8_t board_picture[PANEL_ROWS][PANEL_BYTES];

/// Brings the chip up; time runs and the line is heard from here on.
void board_start(void);

/// Starts the chip anew.
void board_restart(void);

/// Milliseconds since the start; wraps after 49 days.
uint32_t board_milliseconds(void);

/// Sleeps until something may have happened: a byte, a millisecond. Who does not come here for
/// a quarter of a second is restarted, so that a unit that hangs shows no number for ever and
/// does not keep the wire.
void board_rest(void);

void board_set_baud(uint32_t baud);

/// Beside a byte of the line there may be none, or one whose stop bit was missing.
enum { BOARD_NOTHING = -1, BOARD_BROKEN = -2 };
int16_t board_receive(void);

/// True until the last byte handed to `board_transmit` is out.
bool board_is_transmitting(void);

/// Sends, but not before so many microseconds have passed since the last byte was heard, nor more
/// than a millisecond later. The bytes must stay as they are until the last is out.
void board_transmit(const uint8_t *bytes, uint8_t count, uint16_t wait);

/// Which keys are down just now, undebounced: bit n is key n.
uint32_t board_keys(void);

/// The voltage at the supervised contact, 0 (its wires touch) to 255 (its wire is cut).
uint8_t board_contact(void);

/// Tells the panel that the picture changed, for boards that do not read it all the time.
void board_show(void);

/// How long each row is lit, 0 (dark) to 255.
void board_set_brightness(uint8_t brightness);

void board_set_light(bool on);
void board_set_buzzer(bool on);
void board_set_pad(const uint8_t digits[PAD_DIGITS]);

/// One byte of what is kept without power; 255 where nothing was ever kept.
uint8_t board_kept(uint8_t place);

/// Keeps a byte, unless one is just being written: then false, and to be tried again.
bool board_keep(uint8_t place, uint8_t byte);

#ifdef BOARD_IMAGE_ROOM
/// Firmware that came over the wire, of at most `BOARD_IMAGE_ROOM` bytes: its bytes, and that they
/// are all there. The next start tries it, and keeps it once it has answered somebody.
void board_put_image(uint32_t offset, const uint8_t *bytes, uint8_t count);
void board_finish_image(uint32_t size);
#endif

#endif
