// SPDX-License-Identifier: Apache-2.0

#include "bench.h"

#include "board.h"
#include "chip.h"
#include "order.h"

#define SOME 64
// Lines of a plain PBM end before 70 characters: 64 digits and the end.
#define LINE_LENGTH 65
#define PICTURE_LENGTH (PANEL_ROWS * PANEL_COLUMNS / (LINE_LENGTH - 1) * LINE_LENGTH)

uint8_t board_picture[PANEL_ROWS][PANEL_BYTES];

static volatile uint32_t keys;
static volatile uint8_t contact = 170;
static volatile bool is_wanted = true;
static uint8_t brightness = 255;
static bool light, buzzer;
static uint8_t pad[PAD_DIGITS] = {
    PAD_BLANK, PAD_BLANK, PAD_BLANK, PAD_BLANK, PAD_BLANK, PAD_BLANK, PAD_BLANK, PAD_BLANK,
};

// What is being sent: a copy, so that a picture is never half one and half the next.
static uint8_t picture[PANEL_ROWS][PANEL_BYTES];
static char head[96];
static uint8_t head_length;
static uint16_t head_sent;
static uint16_t sent = PICTURE_LENGTH;

void bench_start(void) {
    BENCH_UART->divider = CLOCK_HERTZ / 115200;
    BENCH_UART->control = UART_SENDS | UART_RECEIVES | UART_TELLS_RECEIVED;
}

static void obey(struct order order) {
    static const uint8_t contacts[] = {170, 128, 255, 0};
    if (order.verb == '+') keys |= 1ul << order.number % 32;
    if (order.verb == '-') keys &= ~(1ul << order.number % 32);
    if (order.verb == '=') contact = contacts[order.number % 4];
    if (order.verb == '?') is_wanted = true;
}

void bench_received(void) {
    static struct order order;
    BENCH_UART->interrupts = UART_RECEIVED;
    while (BENCH_UART->state & UART_HAS_BYTE) {
        if (order_take(&order, (char)BENCH_UART->data)) obey(order);
    }
}

static void add(const char *text) {
    while (*text != 0) head[head_length++] = *text++;
}

static void add_number(uint16_t number) {
    if (number > 9) add_number(number / 10);
    head[head_length++] = (char)('0' + number % 10);
}

static void add_pad(void) {
    for (uint8_t at = 0; at < PAD_DIGITS; at++) {
        uint8_t digit = pad[at] & 0x0F;
        head[head_length++] = "0123456789-_____"[digit];
        if (pad[at] & PAD_POINT) head[head_length++] = '.';
    }
}

static void begin(void) {
    for (uint8_t row = 0; row < PANEL_ROWS; row++) {
        for (uint8_t at = 0; at < PANEL_BYTES; at++) picture[row][at] = board_picture[row][at];
    }
    head_length = 0;
    add("P1\n# brightness=");
    add_number(brightness);
    add(light ? " light=1" : " light=0");
    add(buzzer ? " buzzer=1 pad=" : " buzzer=0 pad=");
    add_pad();
    add("\n");
    add_number(PANEL_COLUMNS);
    add(" ");
    add_number(PANEL_ROWS);
    add("\n");
    head_sent = 0;
    sent = 0;
}

static uint8_t next(void) {
    if (head_sent < head_length) return (uint8_t)head[head_sent++];
    uint16_t line = sent / LINE_LENGTH, at = sent % LINE_LENGTH;
    sent++;
    if (at == LINE_LENGTH - 1) return '\n';
    uint16_t lamp = (uint16_t)(line * (LINE_LENGTH - 1) + at);
    uint8_t byte = picture[lamp / PANEL_COLUMNS][lamp % PANEL_COLUMNS / 8];
    return byte & (0x80 >> (lamp % 8)) ? '1' : '0';
}

bool bench_send_some(void) {
    if (sent == PICTURE_LENGTH) {
        if (!is_wanted) return false;
        is_wanted = false;
        begin();
    }
    for (uint8_t some = 0; some < SOME && sent < PICTURE_LENGTH; some++) {
        if (BENCH_UART->state & UART_IS_FULL) return false;
        BENCH_UART->data = next();
    }
    return true;
}

void board_show(void) {
    is_wanted = true;
}

uint32_t board_keys(void) {
    return keys;
}

uint8_t board_contact(void) {
    return contact;
}

void board_set_brightness(uint8_t level) {
    if (level == brightness) return;
    brightness = level;
    is_wanted = true;
}

void board_set_light(bool on) {
    if (on == light) return;
    light = on;
    is_wanted = true;
}

void board_set_buzzer(bool on) {
    if (on == buzzer) return;
    buzzer = on;
    is_wanted = true;
}

void board_set_pad(const uint8_t digits[PAD_DIGITS]) {
    for (uint8_t at = 0; at < PAD_DIGITS; at++) {
        if (pad[at] == digits[at]) continue;
        pad[at] = digits[at];
        is_wanted = true;
    }
}
