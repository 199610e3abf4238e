/* SPDX-License-Identifier: Apache-2.0 */

/* A new image, in blocks (section 14.3). */

#include "parts.h"

#if WB_WITH_FIRMWARE

enum { FRAME_REST = 8 + 4, SEAL_SIZE = 12 };

/* The hardware's own refusal, with what belongs to it. */
static uint8_t refuse(struct wb_unit *unit, uint8_t status) {
    if (status == WB_VALUE) wb_put8(unit, 0);
    if (status == WB_FAULT) wb_put8(unit, WB_MEMORY);
    return status;
}

uint8_t wb_firmware(struct wb_unit *unit, const struct wb_request *request) {
    const uint8_t *field = request->payload;
    uint8_t status;
    if (!wb_has(unit, WB_FIRMWARE_BY_WIRE)) return WB_NOT_HERE;
    if (request->size < 11) return WB_LENGTH;
    if (wb_get32(field) == 0) return wb_bad_value(unit, 0);
    status = unit->port->begin_firmware(unit->context, wb_get32(field), field + 8);
    if (status != WB_OK) return refuse(unit, status);
    unit->is_loading = true;
    unit->image_size = wb_get32(field);
    unit->image_sum = wb_get32(field + 4);
    unit->image_offset = 0;
    unit->image_crc = 0;
    wb_put8(unit, (uint8_t)(WB_BODY_MAX - FRAME_REST - (request->is_sealed ? SEAL_SIZE : 0)));
    return WB_OK;
}

uint8_t wb_block(struct wb_unit *unit, const struct wb_request *request) {
    const uint8_t *field = request->payload;
    uint8_t size, status;
    if (!wb_has(unit, WB_FIRMWARE_BY_WIRE)) return WB_NOT_HERE;
    if (request->size < 5) return WB_LENGTH;
    size = (uint8_t)(request->size - 4);
    if (!unit->is_loading || wb_get32(field) != unit->image_offset
        || size > unit->image_size - unit->image_offset) {
        wb_put32(unit, unit->is_loading ? unit->image_offset : 0);
        return WB_PAGE;
    }
    status = unit->port->take_firmware(unit->context, unit->image_offset, field + 4, size);
    if (status != WB_OK) return refuse(unit, status);
    unit->image_crc = wb_crc32(unit->image_crc, field + 4, size);
    unit->image_offset += size;
    wb_put32(unit, unit->image_offset);
    return WB_OK;
}

uint8_t wb_finish(struct wb_unit *unit) {
    if (!wb_has(unit, WB_FIRMWARE_BY_WIRE)) return WB_NOT_HERE;
    if (!unit->is_loading || unit->image_offset != unit->image_size
        || unit->image_crc != unit->image_sum) {
        return WB_PAGE;
    }
    unit->is_loading = false;
    unit->after |= WB_AFTER_FIRMWARE;
    return WB_OK;
}

#endif
