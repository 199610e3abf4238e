// SPDX-License-Identifier: Apache-2.0

// The window unit's board with its ATmega328P, emulated by simavr and held to the wall clock.
// Ends on SIGINT, on SIGTERM, and when its standard input ends.

#include <avr_extint.h>
#include <err.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "bench.h"
#include "line.h"
#include "memory.h"
#include "panel.h"

#define HERTZ 16000000
#define SLICE_CYCLES (HERTZ / 1000)
#define SLICE_NANOSECONDS 1000000
#define SLICES_BETWEEN_KEEPING 50
// A host that stood still is not made up for by a chip that runs ahead.
#define LATE_NANOSECONDS 100000000

static volatile sig_atomic_t is_ended;

static void end(int signal) {
    (void)signal;
    is_ended = 1;
}

static int64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

static void sleep_until(int64_t then) {
    struct timespec time = {.tv_sec = then / 1000000000, .tv_nsec = then % 1000000000};
    clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, NULL);
}

// simavr would sleep here itself, and for longer than the line may wait.
static void rest(avr_t *avr, avr_cycle_count_t cycles) {
    (void)avr, (void)cycles;
}

static bool is_input_open(void) {
    struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};
    char some[64];
    return poll(&input, 1, 0) <= 0 || read(STDIN_FILENO, some, sizeof some) > 0;
}

// The chip begins anew, be it by its watchdog or because its power is back.
static void (*begin_chip)(avr_t *avr);
static void begin(avr_t *avr) {
    begin_chip(avr);
    line_reset();
    // Else simavr looks at the interrupt pins, which are outputs here, all the time.
    for (uint8_t pin = 0; pin < 2; pin++) avr_extint_set_strict_lvl_trig(avr, pin, 0);
}

static void run_slice(avr_t *avr) {
    static bool had_power = true;
    bool has_power = bench_has_power();
    if (has_power && !had_power) {
        memory_forget();
        avr_reset(avr);
    }
    had_power = has_power;
    if (!has_power) {
        // Time passes; nothing is lit any more, and nothing heard.
        avr->cycle += SLICE_CYCLES;
        line_reset();
        return;
    }
    avr_cycle_count_t until = avr->cycle + SLICE_CYCLES;
    while (avr->cycle < until) {
        int state = avr_run(avr);
        if (state == cpu_Done || state == cpu_Crashed) errx(1, "the firmware ended");
    }
}

static avr_t *power_up(const char *path, const char *eeprom) {
    static elf_firmware_t firmware;
    if (elf_read_firmware(path, &firmware) != 0) errx(1, "%s: no firmware", path);
    avr_t *avr = avr_make_mcu_by_name("atmega328p");
    if (avr == NULL) errx(1, "this simavr knows no ATmega328P");
    avr_init(avr);
    avr->frequency = HERTZ;
    avr->vcc = avr->avcc = avr->aref = 5000;
    avr->sleep = rest;
    avr->log = LOG_ERROR;
    avr_load_firmware(avr, &firmware);
    memory_open(avr, &firmware, eeprom);
    return avr;
}

int main(int count, char **words) {
    if (count != 5) errx(2, "usage: %s FIRMWARE EEPROM-FILE LINE-LINK BENCH-SOCKET", words[0]);
    // Who is held to the wall clock and needs little goes first, where that is allowed.
    setpriority(PRIO_PROCESS, 0, -15);
    signal(SIGINT, end);
    signal(SIGTERM, end);
    avr_t *avr = power_up(words[1], words[2]);
    panel_connect(avr);
    line_open(avr, words[3]);
    bench_open(avr, words[4]);
    begin_chip = avr->reset;
    avr->reset = begin;
    avr_reset(avr);

    int64_t due = now();
    for (unsigned slice = 0; !is_ended; slice++) {
        // The slice that has just passed, so that nothing is answered before it can have been
        // heard.
        due += SLICE_NANOSECONDS;
        sleep_until(due);
        run_slice(avr);
        if (now() - due > LATE_NANOSECONDS) due = now();
        // What comes while the chip is behind waits until it is not.
        if (now() - due < SLICE_NANOSECONDS) line_look();
        bench_look();
        if (slice % SLICES_BETWEEN_KEEPING != 0) continue;
        memory_keep();
        if (!is_input_open()) break;
    }
    memory_keep();
    bench_close();
    line_close();
    return 0;
}
