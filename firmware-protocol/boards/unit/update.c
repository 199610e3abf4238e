// SPDX-License-Identifier: Apache-2.0

#include "update.h"

#include "board.h"

#if WB_WITH_FIRMWARE

static uint32_t image_size;
static bool is_due;

uint8_t update_begin(void *unused, uint32_t size, const uint8_t version[3]) {
    (void)unused, (void)version;
    if (size > BOARD_IMAGE_ROOM) return WB_VALUE;
    image_size = size;
    return WB_OK;
}

uint8_t update_take(void *unused, uint32_t offset, const uint8_t *data, uint8_t size) {
    (void)unused;
    if (offset > image_size || size > image_size - offset) return WB_FAULT;
    board_put_image(offset, data, size);
    return WB_OK;
}

void update_finish(void *unused) {
    (void)unused;
    board_finish_image(image_size);
    is_due = true;
}

bool update_is_due(void) {
    return is_due;
}

#else

// C wants something in every file.
typedef int nothing_here;

#endif
