// SPDX-License-Identifier: Apache-2.0

#include "memory.h"

#include <string.h>

#include "board.h"

#define PLACE_BYTES 48

// A change of the layout changes the size, and what another firmware kept is not misread.
struct record {
    uint32_t sum;
    uint8_t size;
    uint8_t turn;
    struct wb_memory memory;
};

static struct record record;
// How many of its bytes are written.
static uint8_t written = sizeof record;

static uint32_t sum(const struct record *of) {
    return wb_crc32(0, &of->size, (uint16_t)(sizeof *of - ((const uint8_t *)&of->size
        - (const uint8_t *)of)));
}

static bool read(struct record *to, uint8_t turn) {
    uint8_t *bytes = (uint8_t *)to;
    for (uint8_t at = 0; at < sizeof *to; at++) {
        bytes[at] = board_kept((uint8_t)(turn % 2 * PLACE_BYTES + at));
    }
    return to->size == sizeof *to && to->sum == sum(to);
}

bool memory_load(void *unused, struct wb_memory *memory) {
    (void)unused;
    struct record other;
    bool is_sound = read(&record, 0);
    bool is_newer = read(&other, 1)
        && (!is_sound || (uint8_t)(other.turn - record.turn) < 128);
    if (is_newer) record = other;
    if (!is_sound && !is_newer) memset(&record, 0, sizeof record);
    *memory = record.memory;
    return is_sound || is_newer;
}

void memory_store(void *unused, const struct wb_memory *memory) {
    (void)unused;
    // What was only half written is overwritten, since the other place is the sound one.
    if (written == sizeof record) record.turn++;
    record.memory = *memory;
    record.size = sizeof record;
    record.sum = sum(&record);
    written = 0;
}

void memory_nonce(void *unused, uint8_t nonce[8]) {
    static uint16_t given;
    (void)unused;
    uint32_t now = board_milliseconds();
    given++;
    memcpy(nonce, &record.memory.boot, 2);
    memcpy(nonce + 2, &given, 2);
    memcpy(nonce + 4, &now, 4);
}

void memory_run(void) {
    if (written == sizeof record) return;
    uint8_t place = (uint8_t)(record.turn % 2 * PLACE_BYTES + written);
    if (board_keep(place, ((const uint8_t *)&record)[written])) written++;
}

void memory_read_uid(uint8_t uid[6]) {
    for (uint8_t at = 0; at < 6; at++) uid[at] = board_kept((uint8_t)(KEPT_UID + at));
}
