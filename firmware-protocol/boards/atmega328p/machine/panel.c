// SPDX-License-Identifier: Apache-2.0

#include "panel.h"

#include <avr_ioport.h>
#include <string.h>

#define PAD_DIGITS 8

// Longer than an eye keeps a picture, so that a panel that is no longer scanned is dark.
#define CYCLES_SEEN 1600000

enum { SPI_STATUS = 0x4D, SPI_DATA = 0x4E, SPI_IS_DONE = 0x80, SPI_CYCLES = 16 };
enum { LATCH = 2, LOW_KEY = 1, HIGH_KEY = 2, PAD_LOAD = 3, ENABLE = 5 };

static avr_t *chip;
static uint8_t shifter[PANEL_BYTES], latched[PANEL_BYTES];
static uint8_t lines;
static bool is_enabled;
static uint32_t keys;
static uint8_t pad[PAD_DIGITS];

static uint8_t lit[PANEL_ROWS][PANEL_BYTES];
static avr_cycle_count_t lit_at[PANEL_ROWS];
static avr_cycle_count_t enabled_at, enabled_time, measured_at;

static unsigned row(void) {
    return (lines >> 3 & 3) | (lines >> 4 & 12);
}

static void light(void) {
    memcpy(lit[row()], latched, PANEL_BYTES);
    lit_at[row()] = chip->cycle;
}

static avr_cycle_count_t finish_shift(avr_t *avr, avr_cycle_count_t when, void *unused) {
    (void)when, (void)unused;
    avr->data[SPI_STATUS] |= SPI_IS_DONE;
    return 0;
}

// simavr 1.6 lets a byte take 100 µs whatever the clock; the chip takes 1 µs at half its own. So
// the byte is taken here, at the register, and said to be out when it would be.
static void shift(struct avr_t *avr, avr_io_addr_t address, uint8_t value, void *unused) {
    (void)address, (void)unused;
    memmove(shifter, shifter + 1, PANEL_BYTES - 1);
    shifter[PANEL_BYTES - 1] = value;
    avr->data[SPI_STATUS] &= (uint8_t)~SPI_IS_DONE;
    avr_cycle_timer_register(avr, SPI_CYCLES, finish_shift, NULL);
}

static void latch(struct avr_irq_t *irq, uint32_t value, void *unused) {
    (void)irq, (void)unused;
    if (!value) return;
    memcpy(latched, shifter, PANEL_BYTES);
    if (is_enabled) light();
}

// The MAX7219 takes the last two bytes that were shifted: a register and what to put there.
static void load_pad(struct avr_irq_t *irq, uint32_t value, void *unused) {
    (void)irq, (void)unused;
    uint8_t at = (uint8_t)(shifter[PANEL_BYTES - 2] - 1);
    if (value && at < PAD_DIGITS) pad[at] = shifter[PANEL_BYTES - 1];
}

static void set_key(unsigned pin, bool is_down) {
    avr_raise_irq(avr_io_getirq(chip, AVR_IOCTL_IOPORT_GETIRQ('C'), (int)pin), !is_down);
}

static void set_lines(struct avr_irq_t *irq, uint32_t value, void *unused) {
    (void)irq, (void)unused;
    bool was_enabled = is_enabled;
    lines = (uint8_t)value;
    is_enabled = (value >> ENABLE & 1) != 0;
    if (is_enabled) light();
    if (is_enabled && !was_enabled) enabled_at = chip->cycle;
    if (!is_enabled && was_enabled) enabled_time += chip->cycle - enabled_at;
    set_key(LOW_KEY, keys >> row() & 1);
    set_key(HIGH_KEY, keys >> 16 >> row() & 1);
}

void panel_connect(avr_t *avr) {
    chip = avr;
    avr_register_io_write(avr, SPI_DATA, shift, NULL);
    avr_irq_register_notify(
        avr_io_getirq(avr, AVR_IOCTL_IOPORT_GETIRQ('B'), LATCH), latch, NULL);
    avr_irq_register_notify(
        avr_io_getirq(avr, AVR_IOCTL_IOPORT_GETIRQ('C'), PAD_LOAD), load_pad, NULL);
    avr_irq_register_notify(
        avr_io_getirq(avr, AVR_IOCTL_IOPORT_GETIRQ('D'), IOPORT_IRQ_REG_PORT), set_lines, NULL);
}

struct panel_view panel_look(void) {
    struct panel_view view = {{{0}}, 0, ""};
    avr_cycle_count_t now = chip->cycle;
    for (unsigned at = 0; at < PANEL_ROWS; at++) {
        bool is_seen = lit_at[at] > 0 && now - lit_at[at] < CYCLES_SEEN;
        if (is_seen) memcpy(view.rows[at], lit[at], PANEL_BYTES);
    }
    if (now > measured_at) view.brightness = (uint8_t)(255 * enabled_time / (now - measured_at));
    char *text = view.pad;
    for (unsigned at = 0; at < PAD_DIGITS; at++) {
        *text++ = "0123456789-_____"[pad[at] & 0x0F];
        if (pad[at] & 0x80) *text++ = '.';
    }
    measured_at = now;
    enabled_time = 0;
    return view;
}

void panel_press(unsigned key, bool is_down) {
    keys = is_down ? keys | 1u << key : keys & ~(1u << key);
}
