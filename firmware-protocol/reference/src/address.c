/* SPDX-License-Identifier: Apache-2.0 */

/* How a unit is found and given its place (section 9). */

#include "parts.h"

#if WB_LEVEL >= 2

enum { UID_SIZE = 6, UID_BITS = 48, LAST_ADDRESS = 250, SLOWEST = 90 };

static bool begins_with(const uint8_t *uid, const uint8_t *prefix, uint8_t bits) {
    uint8_t whole = bits / 8, rest = bits % 8;
    if (memcmp(uid, prefix, whole) != 0) return false;
    return rest == 0 || (uid[whole] ^ prefix[whole]) >> (8 - rest) == 0;
}

static uint8_t tell_uid(struct wb_unit *unit) {
    wb_put(unit, unit->traits.uid, UID_SIZE);
    return WB_OK;
}

uint8_t wb_discover(struct wb_unit *unit, const struct wb_request *request) {
    const uint8_t *field = request->payload;
    if (request->size < 8) return WB_LENGTH;
    if (field[0] > 1) return wb_bad_value(unit, 0);
    if (field[1] > UID_BITS) return wb_bad_value(unit, 1);
    if (field[0] == 1) unit->is_quiet = false;
    if (unit->is_quiet || !begins_with(unit->traits.uid, field + 2, field[1])) return WB_SILENT;
    return tell_uid(unit);
}

uint8_t wb_quiet(struct wb_unit *unit, const struct wb_request *request) {
    if (request->size < UID_SIZE) return WB_LENGTH;
    if (!wb_is_own(unit, request->payload)) return WB_SILENT;
    unit->is_quiet = true;
    return tell_uid(unit);
}

static bool is_everyone(const uint8_t *uid) {
    uint8_t place;
    for (place = 0; place < UID_SIZE; place++) {
        if (uid[place] != 0xFF) return false;
    }
    return true;
}

uint8_t wb_link(struct wb_unit *unit, const struct wb_request *request) {
    const uint8_t *field = request->payload;
    uint8_t address, baud, turn_around;
    bool for_everyone;
    if (request->size < 9) {
        bool is_named = request->size >= UID_SIZE && wb_is_own(unit, field);
        return request->is_broadcast && !is_named ? WB_SILENT : WB_LENGTH;
    }
    for_everyone = request->is_broadcast && is_everyone(field);
    if (!for_everyone && !wb_is_own(unit, field)) {
        return request->is_broadcast ? WB_SILENT : wb_wrong_unit(unit);
    }
    address = field[6];
    baud = field[7];
    turn_around = field[8];
    if (for_everyone && address != 0) return WB_SILENT;
    if (address > LAST_ADDRESS && address != 255) return wb_bad_value(unit, 6);
    if (baud != 0 && !wb_supports_baud(unit, baud)) {
        return for_everyone ? WB_SILENT : wb_bad_value(unit, 7);
    }
    if (turn_around > SLOWEST) return for_everyone ? WB_SILENT : wb_bad_value(unit, 8);
    if (address != 0) unit->memory.address = (uint8_t)(address == 255 ? 0 : address);
    if (turn_around != 0) unit->memory.turn_around = turn_around;
    if (baud != 0 && baud != unit->memory.baud) {
        unit->memory.baud = baud;
        unit->after |= WB_AFTER_BAUD;
    }
    unit->after |= WB_AFTER_STORE;
    return for_everyone ? WB_SILENT : tell_uid(unit);
}

#endif
