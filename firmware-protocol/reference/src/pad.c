/* SPDX-License-Identifier: Apache-2.0 */

/* The officer's pad, the citizen's rating pad, light and buzzer (sections 10.5 to 10.8). */

#include "parts.h"

#if WB_LEVEL >= 2

enum { PAD_HEAD = 3 };

uint8_t wb_pad_of(struct wb_unit *unit, const struct wb_request *request) {
    struct wb_pad pad;
    uint8_t place;
    if (!wb_has(unit, WB_PAD_DISPLAY)) return WB_NOT_HERE;
    if (request->size < PAD_HEAD) return WB_LENGTH;
    memset(&pad, 0, sizeof pad);
    pad.waiting = wb_get16(request->payload);
    pad.state = request->payload[2];
    for (place = PAD_HEAD; place < request->size && pad.size < sizeof pad.number; place++) {
        uint8_t character = request->payload[place];
        if (character < 0x20 || character >= 0x7F) {
            wb_put8(unit, place);
            return WB_TEXT;
        }
        pad.number[pad.size++] = (char)character;
    }
    if (unit->port->show_pad != NULL) unit->port->show_pad(unit->context, &pad);
    return WB_OK;
}

uint8_t wb_rate(struct wb_unit *unit, const struct wb_request *request) {
    uint8_t seconds;
    if (!wb_has(unit, WB_RATING)) return WB_NOT_HERE;
    if (request->size < 2) return WB_LENGTH;
    seconds = request->payload[1];
    /* Each rating ends with an event, for which there must be room. */
    if (seconds > 0 && unit->waiting + (unit->is_rating ? 2 : 1) > WB_EVENT_QUEUE) return WB_BUSY;
    if (unit->is_rating) wb_end_rating(unit, 0);
    if (seconds == 0) return WB_OK;
    unit->is_rating = true;
    unit->rating_reference = request->payload[0];
    unit->rating_seconds = seconds;
    unit->rating_since = unit->now;
    if (unit->port->open_rating != NULL) unit->port->open_rating(unit->context, true);
    return WB_OK;
}

void wb_end_rating(struct wb_unit *unit, uint8_t grade) {
    wb_tell(unit, WB_EVENT_RATING, grade, unit->rating_reference);
    unit->is_rating = false;
    if (unit->port->open_rating != NULL) unit->port->open_rating(unit->context, false);
}

uint32_t wb_rating_left(const struct wb_unit *unit) {
    uint32_t whole = unit->rating_seconds * 1000UL;
    uint32_t passed = unit->now - unit->rating_since;
    return passed < whole ? whole - passed : 0;
}

bool wb_event_rating(struct wb_unit *unit, uint8_t grade) {
    if (!unit->is_rating || grade < 1 || grade > 5) return false;
    wb_end_rating(unit, grade);
    return true;
}

uint8_t wb_light(struct wb_unit *unit, const struct wb_request *request) {
    if (!wb_has(unit, WB_LIGHT)) return WB_NOT_HERE;
    if (request->size < 2) return WB_LENGTH;
    if (request->payload[0] > 3) return wb_bad_value(unit, 0);
    if (unit->port->set_light != NULL) {
        unit->port->set_light(unit->context, request->payload[0], request->payload[1]);
    }
    return WB_OK;
}

uint8_t wb_beep(struct wb_unit *unit, const struct wb_request *request) {
    uint8_t times, length;
    if (!wb_has(unit, WB_BUZZER)) return WB_NOT_HERE;
    if (request->size < 2) return WB_LENGTH;
    times = request->payload[0];
    length = request->payload[1];
    if (times < 1 || times > 9) return wb_bad_value(unit, 0);
    if (length < 1 || length > 100) return wb_bad_value(unit, 1);
    if (unit->port->beep != NULL) {
        unit->port->beep(unit->context, times, (uint16_t)(length * 10));
    }
    return WB_OK;
}

#endif
