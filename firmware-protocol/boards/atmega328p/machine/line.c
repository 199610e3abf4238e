// SPDX-License-Identifier: Apache-2.0

#include "line.h"

#include <avr_ioport.h>
#include <avr_uart.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <pty.h>
#include <stdbool.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#define DRIVE 2
#define HEARD_ROOM 1024
// The chip holds one byte in its register and one in its shifter.
#define SAID_ROOM 4

static avr_t *chip;
static const char *link_path;
static int master, slave;
static bool is_driving;

static uint8_t heard[HEARD_ROOM];
static unsigned heard_in, heard_out;
static bool is_feeding;

static struct { uint8_t byte; avr_cycle_count_t end; } said[SAID_ROOM];
static unsigned said_in, said_out;
static avr_cycle_count_t said_end;

static avr_cycle_count_t byte_time(void) {
    const uint8_t *registers = chip->data;
    unsigned divider = (unsigned)((registers[0xC5] & 0x0F) << 8 | registers[0xC4]) + 1;
    bool is_double = (registers[0xC0] & 0x02) != 0;
    return (avr_cycle_count_t)divider * (is_double ? 8 : 16) * 10;
}

// simavr 1.6 lets a byte take eleven bits.
static void mend_byte_time(void) {
    for (avr_io_t *part = chip->io_port; part != NULL; part = part->next) {
        if (strcmp(part->kind, "uart") == 0) ((avr_uart_t *)part)->cycles_per_byte = byte_time();
    }
}

static avr_cycle_count_t hand_over(avr_t *avr, avr_cycle_count_t when, void *unused) {
    (void)unused;
    if (heard_out == heard_in) {
        is_feeding = false;
        return 0;
    }
    uint8_t byte = heard[heard_out++ % HEARD_ROOM];
    if (!is_driving) {
        avr_raise_irq(
            avr_io_getirq(avr, AVR_IOCTL_UART_GETIRQ('0'), UART_IRQ_INPUT), byte);
    }
    return when + byte_time();
}

void line_reset(void) {
    heard_out = heard_in;
    said_out = said_in;
    said_end = 0;
    is_feeding = is_driving = false;
}

void line_look(void) {
    uint8_t some[HEARD_ROOM];
    mend_byte_time();
    unsigned room = HEARD_ROOM - (heard_in - heard_out);
    ssize_t count = room > 0 ? read(master, some, room) : 0;
    for (ssize_t at = 0; at < count; at++) heard[heard_in++ % HEARD_ROOM] = some[at];
    if (heard_in == heard_out || is_feeding) return;
    is_feeding = true;
    avr_cycle_timer_register(chip, 1, hand_over, NULL);
}

static avr_cycle_count_t come_out(avr_t *avr, avr_cycle_count_t when, void *unused) {
    (void)avr, (void)when, (void)unused;
    if (said_out == said_in) return 0;
    uint8_t byte = said[said_out++ % SAID_ROOM].byte;
    // Where nobody reads, what is said is lost, as on the pair.
    if (is_driving && write(master, &byte, 1) < 0 && errno != EAGAIN) err(1, "%s", link_path);
    return said_out == said_in ? 0 : said[said_out % SAID_ROOM].end;
}

static void take(struct avr_irq_t *irq, uint32_t value, void *unused) {
    (void)irq, (void)unused;
    if (said_in - said_out == SAID_ROOM) return;
    bool is_first = said_in == said_out;
    // simavr asks for the next byte when the last is out, the chip a byte earlier; so what comes
    // soon after the last follows it without a gap.
    avr_cycle_count_t now = chip->cycle;
    said_end = (now < said_end + byte_time() ? said_end : now) + byte_time();
    said[said_in % SAID_ROOM].byte = (uint8_t)value;
    said[said_in % SAID_ROOM].end = said_end;
    said_in++;
    if (is_first) avr_cycle_timer_register(chip, said_end - now, come_out, NULL);
}

static void turn(struct avr_irq_t *irq, uint32_t value, void *unused) {
    (void)irq, (void)unused;
    is_driving = value != 0;
}

void line_open(avr_t *avr, const char *path) {
    struct termios raw;
    char name[64];
    chip = avr;
    link_path = path;
    if (openpty(&master, &slave, name, NULL, NULL) < 0) err(1, "openpty");
    if (tcgetattr(slave, &raw) < 0) err(1, "%s", name);
    cfmakeraw(&raw);
    if (tcsetattr(slave, TCSANOW, &raw) < 0) err(1, "%s", name);
    if (fcntl(master, F_SETFL, O_NONBLOCK) < 0) err(1, "%s", name);
    unlink(path);
    if (symlink(name, path) < 0) err(1, "%s", path);

    // Without this simavr would print the line's bytes, and sleep where the program looks at it.
    uint32_t flags = 0;
    avr_ioctl(avr, AVR_IOCTL_UART_SET_FLAGS('0'), &flags);
    avr_irq_register_notify(
        avr_io_getirq(avr, AVR_IOCTL_UART_GETIRQ('0'), UART_IRQ_OUTPUT), take, NULL);
    avr_irq_register_notify(
        avr_io_getirq(avr, AVR_IOCTL_IOPORT_GETIRQ('D'), DRIVE), turn, NULL);
}

void line_close(void) {
    unlink(link_path);
}
