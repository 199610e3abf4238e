// SPDX-License-Identifier: Apache-2.0

// Arm's MPS2 board with a Cortex-M3, as QEMU's mps2-an385 emulates it. The line is UART 0, behind
// a transceiver that finds its direction by itself. The emulator sends a byte as soon as it is
// written, whatever the divider says.

#include "board.h"

#include "bench.h"
#include "chip.h"

// A frame and a half at least, so that none is lost while a picture is drawn.
#define RECEIVED_ROOM 512

static volatile uint32_t milliseconds;

static volatile uint8_t received[RECEIVED_ROOM];
static volatile uint16_t received_in, received_out;

static const uint8_t *volatile sending;
static volatile uint16_t sending_count;

void tick(void) {
    milliseconds++;
}

void line_received(void) {
    LINE_UART->interrupts = UART_RECEIVED;
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
    if (sending_count == 0) return;
    if (--sending_count > 0) LINE_UART->data = *++sending;
}

void board_start(void) {
    LINE_UART->divider = CLOCK_HERTZ / 9600;
    LINE_UART->control =
        UART_SENDS | UART_RECEIVES | UART_TELLS_SENT | UART_TELLS_RECEIVED;
    bench_start();
    TIMER_RELOAD = CLOCK_HERTZ / 1000 - 1;
    TIMER_CONTROL = 7;
    INTERRUPTS_ENABLED = 7;
}

uint32_t board_milliseconds(void) {
    return milliseconds;
}

void board_rest(void) {
    if (bench_send_some()) return;
    __asm volatile("wfi");
}

int16_t board_receive(void) {
    if (received_out == received_in) return -1;
    uint8_t byte = received[received_out];
    received_out = (uint16_t)((received_out + 1) % RECEIVED_ROOM);
    return byte;
}

bool board_is_transmitting(void) {
    return sending_count > 0;
}

void board_transmit(const uint8_t *bytes, uint16_t count) {
    if (count == 0) return;
    sending = bytes;
    sending_count = count;
    LINE_UART->data = *bytes;
}
