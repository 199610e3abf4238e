// SPDX-License-Identifier: Apache-2.0

#include "lamps.h"

#include "board.h"

#define SLOW_MILLISECONDS 500
#define FAST_MILLISECONDS 125
#define REFUSAL_MILLISECONDS 600
// Of the pad's eight digits the left ones show the number, the others how many wait.
#define NUMBER_DIGITS 4

enum { LIGHT_OFF, LIGHT_ON, LIGHT_SLOW, LIGHT_FAST };
enum { STATE_PAUSED = 1, STATE_RATING = 2, STATE_LOOK = 4 };

static uint8_t light_mode;
static uint8_t beeps;
static uint16_t beep_length;
static bool is_beeping;
static uint32_t beep_since;

static uint8_t pad[PAD_DIGITS] = {
    PAD_BLANK, PAD_BLANK, PAD_BLANK, PAD_BLANK, PAD_BLANK, PAD_BLANK, PAD_BLANK, PAD_BLANK,
};
static bool is_rating;

void lamps_set_light(void *unused, uint8_t mode, uint8_t colour) {
    (void)unused, (void)colour;
    light_mode = mode;
}

void lamps_beep(void *unused, uint8_t times, uint16_t length_ms) {
    (void)unused;
    beeps = times;
    beep_length = length_ms;
    is_beeping = false;
}

void lamps_refuse(void) {
    lamps_beep(0, 1, REFUSAL_MILLISECONDS);
}

// The citizen's pad has no lamp of its own: the point of the first digit says that it is open.
static void put_pad(void) {
    uint8_t shown[PAD_DIGITS];
    for (uint8_t at = 0; at < PAD_DIGITS; at++) shown[at] = pad[at];
    if (is_rating) shown[0] |= PAD_POINT;
    board_set_pad(shown);
}

static void put_number(const struct wb_pad *from) {
    uint8_t at = NUMBER_DIGITS;
    for (uint8_t place = from->size; place > 0 && at > 0; place--) {
        char character = from->number[place - 1];
        if (character >= '0' && character <= '9') pad[--at] = (uint8_t)(character - '0');
    }
    while (at > 0) pad[--at] = PAD_BLANK;
}

static void put_waiting(uint16_t waiting) {
    uint8_t at = PAD_DIGITS;
    if (waiting != 0xFFFF) {
        do {
            pad[--at] = (uint8_t)(waiting % 10);
            waiting /= 10;
        } while (waiting > 0 && at > NUMBER_DIGITS);
    }
    while (at > NUMBER_DIGITS) pad[--at] = PAD_BLANK;
}

void lamps_show_pad(void *unused, const struct wb_pad *from) {
    (void)unused;
    put_number(from);
    put_waiting(from->waiting);
    if (from->state & STATE_PAUSED) pad[1] |= PAD_POINT;
    if (from->state & STATE_LOOK) pad[2] |= PAD_POINT;
    put_pad();
}

void lamps_open_rating(void *unused, bool is_open) {
    (void)unused;
    is_rating = is_open;
    put_pad();
}

static bool is_light_on(uint32_t now) {
    switch (light_mode) {
    case LIGHT_ON: return true;
    case LIGHT_SLOW: return now / SLOW_MILLISECONDS % 2 == 0;
    case LIGHT_FAST: return now / FAST_MILLISECONDS % 2 == 0;
    default: return false;
    }
}

void lamps_run(uint32_t now) {
    board_set_light(is_light_on(now));
    if (beeps == 0) return;
    if (!is_beeping) {
        is_beeping = true;
        beep_since = now;
    }
    uint32_t passed = now - beep_since;
    board_set_buzzer(passed < beep_length);
    if (passed < 2ul * beep_length) return;
    is_beeping = false;
    beeps--;
}
