// SPDX-License-Identifier: Apache-2.0

// Arm's MPS2 board with a Cortex-M3, as QEMU's mps2-an385 emulates it. The line is UART 0, behind
// a transceiver that finds its direction by itself. The emulator sends a byte as soon as it is
// written, whatever the divider says.

#include "board.h"

#include "bench.h"
#include "chip.h"
#include "loader.h"

// A frame and a half at least, so that none is lost while a picture is drawn.
#define RECEIVED_ROOM 512

static volatile uint32_t milliseconds;
// Two a millisecond.
static volatile uint32_t ticks;

static volatile uint8_t received[RECEIVED_ROOM];
static volatile uint16_t received_in, received_out;

static volatile uint32_t heard_at;

static const uint8_t *volatile sending;
static volatile uint8_t sending_count;
static volatile uint32_t due_at;
static volatile bool is_due;

// RAM that a battery keeps; the emulator has it in a file.
static volatile uint8_t *const kept = (void *)0x21000000u;

void tick(void) {
    if (++ticks % 2 == 0) milliseconds++;
    if (!is_due || (int32_t)(ticks - due_at) < 0) return;
    is_due = false;
    LINE_UART->data = *sending;
}

void line_received(void) {
    LINE_UART->interrupts = UART_RECEIVED;
    heard_at = ticks;
    while (LINE_UART->state & UART_HAS_BYTE) {
        uint8_t byte = (uint8_t)LINE_UART->data;
        uint16_t next = (uint16_t)((received_in + 1) % RECEIVED_ROOM);
        if (next == received_out) continue;
        received[received_in] = byte;
        received_in = next;
    }
}

void line_sent(void) {
    LINE_UART->interrupts = UART_SENT;
    if (is_due || sending_count == 0) return;
    if (--sending_count > 0) LINE_UART->data = *++sending;
}

void board_start(void) {
    board_set_baud(9600);
    LINE_UART->control =
        UART_SENDS | UART_RECEIVES | UART_TELLS_SENT | UART_TELLS_RECEIVED;
    bench_start();
    TIMER_RELOAD = CLOCK_HERTZ / 2000 - 1;
    TIMER_CONTROL = 7;
    INTERRUPTS_ENABLED = 7;
    WATCHDOG_RELOAD = CLOCK_HERTZ / 4;
    WATCHDOG_CONTROL = WATCHDOG_COUNTS | WATCHDOG_RESTARTS;
}

uint32_t board_milliseconds(void) {
    return milliseconds;
}

void board_restart(void) {
    RESTART = RESTART_WORD;
    for (;;) continue;
}

void board_set_baud(uint32_t baud) {
    LINE_UART->divider = CLOCK_HERTZ / baud;
}

void board_rest(void) {
    WATCHDOG_RELOAD = CLOCK_HERTZ / 4;
    if (bench_send_some()) return;
    __asm volatile("wfi");
}

int16_t board_receive(void) {
    if (received_out == received_in) return BOARD_NOTHING;
    uint8_t byte = received[received_out];
    received_out = (uint16_t)((received_out + 1) % RECEIVED_ROOM);
    return byte;
}

bool board_is_transmitting(void) {
    return sending_count > 0;
}

void board_transmit(const uint8_t *bytes, uint8_t count, uint16_t wait) {
    if (count == 0) return;
    loader_works();
    is_due = false;
    sending = bytes;
    sending_count = count;
    // One more, since the tick in which the byte was heard had begun already.
    due_at = heard_at + (wait + 499) / 500 + 1;
    is_due = true;
}

uint8_t board_kept(uint8_t place) {
    return kept[place];
}

bool board_keep(uint8_t place, uint8_t byte) {
    kept[place] = byte;
    return true;
}

void board_put_image(uint32_t offset, const uint8_t *bytes, uint8_t count) {
    loader_put(offset, bytes, count);
}

void board_finish_image(uint32_t size) {
    loader_finish(size);
}
