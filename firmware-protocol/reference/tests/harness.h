/* SPDX-License-Identifier: Apache-2.0 */

/* A unit on a bench: what it is told, what it did. */
#ifndef HARNESS_H
#define HARNESS_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "window_bus.h"

/* What the hardware was last asked for. */
struct bench {
    struct wb_unit unit;
    struct wb_traits traits;
    struct wb_memory kept;    /* survives wb_init */
    uint32_t now;
    uint8_t nonces[64];
    size_t nonce_at;

    uint8_t sent[256];
    uint8_t sent_size;
    uint16_t wait_us;
    unsigned sends, stores, draws, beeps, finishes;
    uint32_t baud;
    struct wb_view view;
    struct wb_pad pad;
    uint8_t brightness, light;
    bool is_rating_open, is_button_held;
    uint32_t time;
    int16_t minutes_east;
    uint8_t image[512];
    uint8_t image_status;
};

/* An answer, taken apart. */
struct answer {
    bool has_come, is_sealed;
    uint8_t address, sequence, command, status, size;
    uint8_t payload[256];
};

extern const struct wb_port bench_port;

/* Power-up of a unit with everything, at address 7. */
void bench_begin(struct bench *bench);
/* The power comes back; what was kept is still there. */
void bench_restart(struct bench *bench);
/* Time passes, as a main loop notices it. */
void bench_wait(struct bench *bench, uint32_t ms);
/* Bytes are heard; an answer, if there was one. */
struct answer bench_hear(struct bench *bench, const uint8_t *bytes, size_t size);
/* A request to an address, of a payload. */
struct answer bench_ask_at(struct bench *bench, uint8_t address, uint8_t sequence,
                           uint8_t command, const void *payload, size_t size);
/* The same to the unit, with the next sequence. */
struct answer bench_ask(struct bench *bench, uint8_t command, const void *payload, size_t size);

extern unsigned failures, checks;
extern char checking[256];    /* what is being checked, for failures */
void check_at(bool is_so, const char *what, const char *file, int line);
#define CHECK(is_so) check_at((is_so), #is_so, __FILE__, __LINE__)

/* The bytes of a literal, without its zero. */
#define BYTES(text) (text), sizeof(text) - 1

/* The lines of vectors.py; false if they cannot be read. */
bool test_vectors(const char *path);
void test_unit(void);
void test_views(void);

#endif
