// SPDX-License-Identifier: Apache-2.0

#include "loader.h"

#include "board_shape.h"
#include "chip.h"
#include "window_bus.h"

// Where an image is linked to run.
#define RUNNING ((uint32_t *)0x21010000u)
#define COMING ((uint32_t *)0x21100000u)

enum { NEVER_TRIED = 0x57425E11, TRIED, WORKS };

static volatile struct {
    uint32_t state;
    uint32_t size, sum;
    // What ran before, which lies in COMING until a newer one comes.
    uint32_t size_before, sum_before;
} *const image = (void *)0x21000800u;

static uint32_t sum(const uint32_t *of, uint32_t size) {
    const uint8_t *bytes = (const uint8_t *)of;
    uint32_t crc = 0;
    for (uint32_t at = 0; at < size; at += 0x8000) {
        uint32_t left = size - at;
        crc = wb_crc32(crc, bytes + at, (uint16_t)(left < 0x8000 ? left : 0x8000));
    }
    return crc;
}

// Power that fails meanwhile leaves a sum that is wrong, and the flash's firmware runs.
static void swap(void) {
    for (uint32_t at = 0; at < BOARD_IMAGE_ROOM / sizeof *RUNNING; at++) {
        uint32_t word = RUNNING[at];
        RUNNING[at] = COMING[at];
        COMING[at] = word;
    }
    uint32_t size = image->size, before = image->sum;
    image->size = image->size_before;
    image->sum = image->sum_before;
    image->size_before = size;
    image->sum_before = before;
}

void loader_run(void) {
    switch (image->state) {
    case NEVER_TRIED:
        swap();
        image->state = TRIED;
        break;
    case TRIED:
        // It was started and never came so far as to say that it works.
        swap();
        image->state = WORKS;
        break;
    case WORKS: break;
    default: return;
    }
    if (image->size == 0 || image->size > BOARD_IMAGE_ROOM) return;
    if (sum(RUNNING, image->size) != image->sum) return;
    WATCHDOG_RELOAD = CLOCK_HERTZ;
    WATCHDOG_CONTROL = WATCHDOG_COUNTS | WATCHDOG_RESTARTS;
    VECTORS = (uint32_t)RUNNING;
    __asm volatile("msr msp, %0\n bx %1" : : "r"(RUNNING[0]), "r"(RUNNING[1]));
}

void loader_put(uint32_t offset, const uint8_t *bytes, uint8_t count) {
    uint8_t *to = (uint8_t *)COMING + offset;
    for (uint8_t at = 0; at < count; at++) to[at] = bytes[at];
}

void loader_finish(uint32_t size) {
    // Without one that ran before there is nothing to come back to but the flash.
    bool has_before = image->state == WORKS && image->size <= BOARD_IMAGE_ROOM;
    if (!has_before) image->size = image->sum = 0;
    image->size_before = size;
    image->sum_before = sum(COMING, size);
    image->state = NEVER_TRIED;
}

void loader_works(void) {
    if (image->state == TRIED) image->state = WORKS;
}
