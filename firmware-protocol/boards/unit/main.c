// SPDX-License-Identifier: Apache-2.0

// A window unit: a sign, a keypad with a display, a rating pad, a supervised contact, a light and
// a buzzer, on whatever board `board.h` finds.

#include "board.h"
#include "contact.h"
#include "font.h"
#include "keys.h"
#include "lamps.h"
#include "memory.h"
#include "sign.h"
#include "update.h"
#include "window_bus.h"

static struct wb_unit unit;

// A rate is changed when the answer that confirms it is out.
static uint32_t next_baud;

static void send(void *unused, const uint8_t *bytes, uint8_t size, uint16_t wait_us) {
    (void)unused;
    board_transmit(bytes, size, wait_us);
}

static void set_baud(void *unused, uint32_t baud) {
    (void)unused;
    next_baud = baud;
}

static const struct wb_port port = {
    .send = send,
    .set_baud = set_baud,
    .load = memory_load,
    .store = memory_store,
    .has_glyph = sign_has_glyph,
    .draw = sign_draw,
    .set_brightness = sign_set_brightness,
    .show_pad = lamps_show_pad,
    .open_rating = lamps_open_rating,
    .set_light = lamps_set_light,
    .beep = lamps_beep,
    .may_install_key = keys_is_button_down,
    .nonce = memory_nonce,
#if WB_WITH_FIRMWARE
    .begin_firmware = update_begin,
    .take_firmware = update_take,
    .finish_firmware = update_finish,
#endif
};

// Not inline, so that the traits leave the stack again: the unit keeps a copy.
static __attribute__((noinline)) void start(void) {
    struct wb_traits traits = {
        .vendor = 0xFFFF,
        .model = BOARD_MODEL,
        .hardware = 1,
        .firmware = {1, 0, FIRMWARE_PATCH},
        .name = BOARD_NAME,
        .features = WB_KEYPAD | WB_PAD_DISPLAY | WB_RATING | WB_LIGHT | WB_BUZZER
            | WB_SENSES_PRESENCE | WB_SCROLLS | WB_BLINKS | WB_BITMAPS | WB_AUTHENTICATION
            | WB_FIRMWARE_BY_WIRE,
        .width = PANEL_COLUMNS,
        .height = PANEL_ROWS,
        .lines = PANEL_ROWS / FONT_HEIGHT,
        .charset = BOARD_CHARSET,
        .colours = 1,
        .bauds = 0x1F,
        .presence = 1,
        .presence_kind = {2},
    };
    memory_read_uid(traits.uid);
    wb_init(&unit, &traits, &port, 0, board_milliseconds());
}

// What had to wait until an answer was out.
static void follow_up(void) {
    if (board_is_transmitting()) return;
    if (next_baud != 0) board_set_baud(next_baud);
    next_baud = 0;
#if WB_WITH_FIRMWARE
    if (update_is_due()) board_restart();
#endif
}

static void hear(void) {
    int16_t byte;
    while ((byte = board_receive()) != BOARD_NOTHING) {
        if (byte == BOARD_BROKEN) wb_framing_error(&unit);
        else wb_receive(&unit, (uint8_t)byte);
    }
}

// What takes its time, at most once a millisecond.
static void run(uint32_t now) {
    wb_tick(&unit, now);
    keys_run(&unit, now);
    contact_run(&unit, now);
    lamps_run(now);
    memory_run();
    follow_up();
}

int main(void) {
    board_start();
    start();
    uint32_t last = board_milliseconds();
    for (;;) {
        uint32_t now = board_milliseconds();
        if (now != last) run(now);
        last = now;
        hear();
        board_rest();
    }
}
