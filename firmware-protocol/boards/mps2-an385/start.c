// SPDX-License-Identifier: Apache-2.0

// From the reset vector to main, without a C library.

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "chip.h"
#include "loader.h"

void reset(void);
void tick(void);
void line_received(void);
void line_sent(void);
void bench_received(void);
int main(void);

extern uint32_t data_begin[], data_end[], bss_begin[], bss_end[], stack_top[];
extern const uint32_t data_image[];

// The compiler calls these by name, whatever the program asks.
void *memcpy(void *restrict to, const void *restrict from, size_t count) {
    uint8_t *target = to;
    const uint8_t *source = from;
    while (count-- > 0) *target++ = *source++;
    return to;
}

void *memset(void *to, int value, size_t count) {
    uint8_t *target = to;
    while (count-- > 0) *target++ = (uint8_t)value;
    return to;
}

void *memmove(void *to, const void *from, size_t count) {
    uint8_t *target = to;
    const uint8_t *source = from;
    if (target <= source) return memcpy(to, from, count);
    while (count-- > 0) target[count] = source[count];
    return to;
}

int memcmp(const void *one, const void *other, size_t count) {
    const uint8_t *left = one, *right = other;
    for (; count > 0; count--, left++, right++) {
        if (*left != *right) return *left - *right;
    }
    return 0;
}

// A fault starts the unit anew: a sign that hangs would show a number for ever.
static void fault(void) {
    RESTART = RESTART_WORD;
    for (;;) continue;
}

#define DEVICE_VECTORS 16

__attribute__((section(".vectors"), used)) static const struct {
    uint32_t *stack;
    void (*core[15])(void);
    void (*device[DEVICE_VECTORS])(void);
} vectors = {
    stack_top,
    {reset, fault, fault, fault, fault, fault, 0, 0, 0, 0, fault, fault, 0, fault, tick},
    {line_received, line_sent, bench_received},
};

void reset(void) {
    bool is_in_flash = (uintptr_t)&vectors < (uintptr_t)data_begin;
    if (is_in_flash) loader_run();
    for (uint32_t *word = data_begin; word < data_end; word++) {
        *word = data_image[word - data_begin];
    }
    for (uint32_t *word = bss_begin; word < bss_end; word++) *word = 0;
    main();
    for (;;) __asm volatile("wfi");
}
