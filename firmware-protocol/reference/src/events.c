/* SPDX-License-Identifier: Apache-2.0 */

/* The poll, and events that wait until they are acknowledged (sections 8.3, 10.1, 10.2). */

#include "parts.h"

#if WB_LEVEL >= 2

/* That a body has at most 64 bytes. */
enum { EVENTS_MAX = 8, EVENTS_MAX_SEALED = 7 };

/* The number of the oldest event; numbers go from 1 to 65535 and round. */
static uint16_t first_number(const struct wb_unit *unit) {
    uint16_t next = unit->next_event;
    return (uint16_t)(next - unit->waiting - (next <= unit->waiting ? 1 : 0));
}

static void acknowledge(struct wb_unit *unit, uint16_t number) {
    uint16_t first = first_number(unit);
    uint16_t past = (uint16_t)(number - first - (number < first ? 1 : 0));
    if (number == 0 || past >= unit->waiting) return;
    for (past++; past > 0; past--) {
        if (unit->events[unit->oldest].kind == WB_EVENT_PRESENCE) unit->waiting_presence--;
        unit->oldest = (uint8_t)(unit->oldest + 1 == WB_EVENT_QUEUE ? 0 : unit->oldest + 1);
        unit->waiting--;
    }
}

static void put_events(struct wb_unit *unit, uint8_t count) {
    uint8_t place = unit->oldest;
    wb_put16(unit, first_number(unit));
    for (; count > 0; count--) {
        const struct wb_event *event = &unit->events[place];
        wb_put8(unit, event->kind);
        wb_put8(unit, event->age);
        wb_put8(unit, event->code);
        wb_put8(unit, event->low);
        wb_put8(unit, event->high);
        place = (uint8_t)(place + 1 == WB_EVENT_QUEUE ? 0 : place + 1);
    }
}

uint8_t wb_start(struct wb_unit *unit, const struct wb_request *request) {
    if (request->size < 6) return WB_LENGTH;
    if (!wb_is_own(unit, request->payload)) return wb_wrong_unit(unit);
    unit->is_started = true;
    unit->has_lost = false;
    wb_put16(unit, unit->memory.boot);
    wb_put16(unit, unit->next_event);
    return WB_OK;
}

void wb_count_lost(struct wb_unit *unit) {
    unit->lost++;
    unit->has_lost = true;
}

/* Room for one more; an open rating has its own place reserved. */
static bool has_room(const struct wb_unit *unit, uint8_t kind) {
    if (kind == WB_EVENT_RATING) return unit->waiting < WB_EVENT_QUEUE;
    if (kind == WB_EVENT_PRESENCE && unit->waiting_presence >= WB_EVENT_QUEUE / 2) return false;
    return unit->waiting + (unit->is_rating ? 1 : 0) < WB_EVENT_QUEUE;
}

bool wb_tell(struct wb_unit *unit, uint8_t kind, uint8_t code, uint16_t value) {
    struct wb_event *event;
    uint16_t place = (uint16_t)(unit->oldest + unit->waiting);
    if (!has_room(unit, kind)) {
        wb_count_lost(unit);
        return false;
    }
    event = &unit->events[place < WB_EVENT_QUEUE ? place : place - WB_EVENT_QUEUE];
    event->kind = kind;
    event->age = 0;
    event->code = code;
    event->low = (uint8_t)value;
    event->high = (uint8_t)(value >> 8);
    if (kind == WB_EVENT_PRESENCE) unit->waiting_presence++;
    unit->waiting++;
    unit->next_event = (uint16_t)(unit->next_event == 0xFFFF ? 1 : unit->next_event + 1);
    return true;
}

void wb_age_events(struct wb_unit *unit, uint32_t tenths) {
    uint8_t place;
    for (place = 0; place < WB_EVENT_QUEUE; place++) {
        uint8_t age = unit->events[place].age;
        unit->events[place].age = (uint8_t)(tenths > 255u - age ? 255 : age + tenths);
    }
}

bool wb_event_key(struct wb_unit *unit, uint8_t key, uint16_t digits) {
    return wb_tell(unit, WB_EVENT_KEY, key, digits > 9999 ? WB_NO_DIGITS : digits);
}

#endif

uint8_t wb_status_of(struct wb_unit *unit, const struct wb_request *request) {
    uint8_t flags = (uint8_t)((unit->is_silence_face ? 2 : 0) | (unit->faults != 0 ? 4 : 0));
    uint8_t count = 0;
#if WB_LEVEL >= 2
    if (wb_level(unit) >= 2) {
        uint8_t most = request->is_sealed ? EVENTS_MAX_SEALED : EVENTS_MAX;
        if (request->size < 2) return WB_LENGTH;
        if (!unit->is_started) {
            flags |= 1;
        } else {
            acknowledge(unit, wb_get16(request->payload));
            count = unit->waiting < most ? unit->waiting : most;
            if (unit->waiting > count) flags |= 8;
        }
        if (unit->has_lost) flags |= 16;
    }
#else
    (void)request;
#endif
#if WB_WITH_FIRMWARE
    if (unit->is_loading) flags |= 32;
#endif
    wb_put8(unit, flags);
    wb_put16(unit, unit->tag);
#if WB_LEVEL >= 2
    if (count > 0) put_events(unit, count);
#else
    (void)count;
#endif
    return WB_OK;
}

void wb_event_fault(struct wb_unit *unit, uint8_t fault, bool is_gone, uint16_t value) {
    uint16_t bit = (uint16_t)(1U << (fault & 15));
    bool was_gone = (unit->faults & bit) == 0;
    if (fault == 0 || fault > 15 || was_gone == is_gone) return;
    unit->faults ^= bit;
#if WB_LEVEL >= 2
    wb_tell(unit, WB_EVENT_FAULT, is_gone ? 0 : fault, is_gone ? fault : value);
#else
    (void)value;
#endif
}
