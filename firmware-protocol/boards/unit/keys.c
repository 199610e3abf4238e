// SPDX-License-Identifier: Apache-2.0

#include "keys.h"

#include "board.h"
#include "lamps.h"

// A contact bounces for some milliseconds; three looks that agree are believed.
#define LOOK_MILLISECONDS 10
// Digits that led to nothing are forgotten.
#define DIGITS_MILLISECONDS 10000

static uint32_t down;
static uint16_t digits = WB_NO_DIGITS;
static uint32_t digit_at;

static void press_digit(uint8_t digit, uint32_t now) {
    // A fifth digit begins a new number.
    bool is_first = digits > 999;
    digits = (uint16_t)((is_first ? 0 : digits * 10) + digit);
    digit_at = now;
}

static void press(struct wb_unit *unit, uint8_t key, uint32_t now) {
    if (key < KEY_FUNCTION + KEY_FUNCTIONS) {
        bool is_taken = wb_event_key(unit, (uint8_t)(key - KEY_FUNCTION + 1), digits);
        if (!is_taken) lamps_refuse();
        digits = WB_NO_DIGITS;
    } else if (key >= KEY_DIGIT && key < KEY_DIGIT + 10) {
        press_digit((uint8_t)(key - KEY_DIGIT), now);
    } else if (key >= KEY_GRADE && key < KEY_GRADE + KEY_GRADES) {
        wb_event_rating(unit, (uint8_t)(key - KEY_GRADE + 1));
    }
}

void keys_run(struct wb_unit *unit, uint32_t now) {
    static uint32_t looked_at, last, before;
    if (now - looked_at < LOOK_MILLISECONDS) return;
    looked_at = now;
    if (digits != WB_NO_DIGITS && now - digit_at > DIGITS_MILLISECONDS) digits = WB_NO_DIGITS;

    uint32_t seen = board_keys();
    uint32_t was_down = down;
    down = (down | (seen & last & before)) & (seen | last | before);
    before = last;
    last = seen;
    uint32_t pressed = down & ~was_down;
    for (uint8_t key = 0; pressed != 0; key++, pressed >>= 1) {
        if (pressed & 1) press(unit, key, now);
    }
}

bool keys_is_button_down(void *unused) {
    (void)unused;
    return (down >> KEY_BUTTON & 1) != 0;
}
