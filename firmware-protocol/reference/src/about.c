/* SPDX-License-Identifier: Apache-2.0 */

/* What a unit tells of itself. */

#include "parts.h"

enum { L3_PARTS = WB_BITMAPS | WB_AUTHENTICATION | WB_FIRMWARE_BY_WIRE };

uint8_t wb_level(const struct wb_unit *unit) {
    uint8_t level = WB_LEVEL < 2 ? 1 : (unit->traits.features & L3_PARTS) == L3_PARTS ? 3 : 2;
    if (unit->traits.level > 0 && unit->traits.level < level) return unit->traits.level;
    return level;
}

uint8_t wb_identify(struct wb_unit *unit) {
    const struct wb_traits *traits = &unit->traits;
    uint8_t size = 0;
    while (size < sizeof traits->name && traits->name[size] != 0) size++;
    wb_put(unit, traits->uid, 6);
    wb_put16(unit, traits->vendor);
    wb_put16(unit, traits->model);
    wb_put8(unit, traits->hardware);
    wb_put(unit, traits->firmware, 3);
    wb_put(unit, (const uint8_t *)traits->name, size);
    return WB_OK;
}

uint8_t wb_capabilities(struct wb_unit *unit) {
    const struct wb_traits *traits = &unit->traits;
    wb_put8(unit, wb_level(unit));
    wb_put32(unit, traits->schema != 0 ? traits->schema : WB_SCHEMA);
    wb_put16(unit, traits->features);
    wb_put16(unit, traits->needs);
    wb_put8(unit, WB_BODY_MAX);
    wb_put16(unit, traits->width);
    wb_put8(unit, traits->height);
    wb_put8(unit, traits->lines);
    wb_put8(unit, traits->pages);
    wb_put8(unit, traits->charset);
    wb_put8(unit, traits->colours);
    wb_put16(unit, wb_has(unit, WB_BITMAPS) ? WB_BITMAP_BYTES : 0);
    wb_put8(unit, traits->bauds);
    wb_put8(unit, traits->presence);
    wb_put16(unit, wb_level(unit) >= 2 ? WB_EVENT_QUEUE : 0);
    return WB_OK;
}

#if WB_LEVEL >= 2
uint8_t wb_statistics(struct wb_unit *unit) {
    uint8_t temperature = 0, supply = 0;
    if (unit->port->measure != NULL) {
        unit->port->measure(unit->context, &temperature, &supply);
    }
    wb_put32(unit, unit->seconds);
    wb_put16(unit, unit->memory.boot);
    wb_put32(unit, unit->good);
    wb_put32(unit, unit->broken);
    wb_put32(unit, unit->repeats);
    wb_put16(unit, unit->lost);
    wb_put16(unit, unit->faults);
    wb_put8(unit, temperature);
    wb_put8(unit, supply);
    return WB_OK;
}

uint8_t wb_time(struct wb_unit *unit, const struct wb_request *request) {
    uint16_t offset;
    if (request->size < 6) return WB_LENGTH;
    offset = wb_get16(request->payload + 4);
    if (offset > 2880) return wb_bad_value(unit, 4);
    if (unit->port->set_time != NULL) {
        unit->port->set_time(
            unit->context, wb_get32(request->payload), (int16_t)((int16_t)offset - 1440));
    }
    return WB_OK;
}
#endif
