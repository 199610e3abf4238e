// SPDX-License-Identifier: Apache-2.0

#include "bench.h"

#include <avr_adc.h>
#include <avr_ioport.h>
#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "memory.h"
#include "order.h"
#include "panel.h"

enum { LIGHT = 0, BUZZER = 1 };
// Twice the panel's own 8 ms, so that each look has seen it whole.
#define CYCLES_BETWEEN 256000
// The same light measures a little differently each time.
#define BRIGHTNESS_STEP 8

static avr_t *chip;
static const char *socket_path;
static int listener = -1, client = -1;

struct look {
    struct panel_view panel;
    bool light, buzzer;
};

static struct order order;
static struct look shown;
static bool is_wanted;
static bool has_power = true;
static avr_cycle_count_t looked_at;

static char out[PANEL_ROWS * (PANEL_BYTES * 8 + 2) + 128];
static size_t out_length, out_sent;

static void set_contact(unsigned state) {
    // Three times 4.7 kΩ, as SPEC.md section 2.5 has them.
    static const uint16_t millivolts[] = {3333, 2500, 5000, 0};
    avr_raise_irq(
        avr_io_getirq(chip, AVR_IOCTL_ADC_GETIRQ, ADC_IRQ_ADC0), millivolts[state]);
}

void bench_open(avr_t *avr, const char *path) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    chip = avr;
    socket_path = path;
    if (strlen(path) >= sizeof address.sun_path) errx(1, "%s: too long for a socket", path);
    strcpy(address.sun_path, path);
    unlink(path);
    listener = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0);
    if (listener < 0 || bind(listener, (struct sockaddr *)&address, sizeof address) < 0
        || listen(listener, 1) < 0) {
        err(1, "%s", path);
    }
    set_contact(0);
}

static void obey(struct order order) {
    if (order.verb == '+') panel_press(order.number % 32, true);
    if (order.verb == '-') panel_press(order.number % 32, false);
    if (order.verb == '=') set_contact(order.number % 4);
    if (order.verb == '!') has_power = order.number != 0;
    if (order.verb == '?') is_wanted = true;
}

bool bench_has_power(void) {
    return has_power;
}

static bool is_pin_high(char port, unsigned pin) {
    avr_ioport_state_t state;
    avr_ioctl(chip, AVR_IOCTL_IOPORT_GETSTATE(port), &state);
    return (state.port >> pin & 1) != 0;
}

static bool is_same(const struct look *one, const struct look *other) {
    int step = one->panel.brightness - other->panel.brightness;
    return memcmp(one->panel.rows, other->panel.rows, sizeof one->panel.rows) == 0
        && strcmp(one->panel.pad, other->panel.pad) == 0
        && one->light == other->light && one->buzzer == other->buzzer
        && step < BRIGHTNESS_STEP && -step < BRIGHTNESS_STEP;
}

static void draw(const struct look *look) {
    char *at = out;
    at += sprintf(
        at, "P1\n# brightness=%u light=%u buzzer=%u pad=%s unused-ram=%u\n%u %u\n",
        look->panel.brightness, look->light, look->buzzer, look->panel.pad, memory_unused(),
        PANEL_BYTES * 8, PANEL_ROWS);
    for (unsigned lamp = 0; lamp < PANEL_ROWS * PANEL_BYTES * 8; lamp++) {
        uint8_t byte = look->panel.rows[lamp / 8 / PANEL_BYTES][lamp / 8 % PANEL_BYTES];
        *at++ = byte >> (7 - lamp % 8) & 1 ? '1' : '0';
        if (lamp % 64 == 63) *at++ = '\n';
    }
    out_length = (size_t)(at - out);
    out_sent = 0;
}

static void see(void) {
    if (chip->cycle - looked_at < CYCLES_BETWEEN) return;
    looked_at = chip->cycle;
    struct look now = {panel_look(), is_pin_high('B', LIGHT), is_pin_high('B', BUZZER)};
    if (out_sent < out_length || (is_same(&now, &shown) && !is_wanted)) return;
    is_wanted = false;
    shown = now;
    draw(&shown);
}

static void part(void) {
    close(client);
    client = -1;
    out_length = out_sent = 0;
}

void bench_look(void) {
    char asked[64];
    see();
    if (client < 0) {
        out_sent = out_length;
        client = accept4(listener, NULL, NULL, SOCK_NONBLOCK);
        if (client >= 0) is_wanted = true;
        return;
    }
    ssize_t count = read(client, asked, sizeof asked);
    if (count == 0 || (count < 0 && errno != EAGAIN)) {
        part();
        return;
    }
    for (ssize_t at = 0; at < count; at++) {
        if (order_take(&order, asked[at])) obey(order);
    }
    if (out_sent == out_length) return;
    count = send(client, out + out_sent, out_length - out_sent, MSG_NOSIGNAL);
    if (count > 0) out_sent += (size_t)count;
}

void bench_close(void) {
    unlink(socket_path);
}
