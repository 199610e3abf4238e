// SPDX-License-Identifier: Apache-2.0

#include "contact.h"

#include "board.h"

#define LOOK_MILLISECONDS 50
#define LOOKS_BELIEVED 3

// Half-way between short (0), closed (1/2), open (2/3) and cut (1), of 255.
enum { BELOW_SHORT = 64, BELOW_CLOSED = 149, BELOW_OPEN = 213 };

enum reading { SHORT, CLOSED, OPEN, CUT, NOT_YET };

static enum reading read_contact(void) {
    uint8_t voltage = board_contact();
    if (voltage < BELOW_SHORT) return SHORT;
    if (voltage < BELOW_CLOSED) return CLOSED;
    return voltage < BELOW_OPEN ? OPEN : CUT;
}

static void tell(struct wb_unit *unit, enum reading reading) {
    switch (reading) {
    case SHORT: wb_event_presence(unit, 0, WB_UNKNOWN, 0, WB_SHORT_CIRCUIT); break;
    case CLOSED: wb_event_presence(unit, 0, WB_SOMEBODY, 100, WB_NO_FAULT); break;
    case OPEN: wb_event_presence(unit, 0, WB_NOBODY, 100, WB_NO_FAULT); break;
    case CUT: wb_event_presence(unit, 0, WB_UNKNOWN, 0, WB_CABLE_CUT); break;
    case NOT_YET: break;
    }
}

void contact_run(struct wb_unit *unit, uint32_t now) {
    static uint32_t looked_at;
    static enum reading last = NOT_YET;
    static uint8_t looks;
    if (now - looked_at < LOOK_MILLISECONDS) return;
    looked_at = now;
    enum reading reading = read_contact();
    looks = reading != last ? 1 : looks < LOOKS_BELIEVED ? (uint8_t)(looks + 1) : looks;
    last = reading;
    if (looks == LOOKS_BELIEVED) tell(unit, reading);
}
