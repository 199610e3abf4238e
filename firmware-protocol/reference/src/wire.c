/* SPDX-License-Identifier: Apache-2.0 */

/* Rates and pauses of the wire (section 3). */

#include "parts.h"

enum { RATES = 5, FIRST_MS = 5000, NEXT_MS = 2000 };

/* Rates as multiples of 9600. */
static const uint8_t multiples[RATES] = {1, 2, 4, 6, 12};

uint16_t wb_turn_around(const struct wb_unit *unit) {
    uint8_t multiple = multiples[unit->memory.baud - 1];
    uint16_t least = (uint16_t)((2083 + multiple) / multiple);
    uint16_t wanted = (uint16_t)(unit->memory.turn_around * 100);
    return wanted > least ? wanted : least;
}

void wb_set_baud(const struct wb_unit *unit) {
    if (unit->port->set_baud == NULL) return;
    unit->port->set_baud(unit->context, 9600UL * multiples[unit->memory.baud - 1]);
}

bool wb_supports_baud(const struct wb_unit *unit, uint8_t baud) {
    return baud >= 1 && baud <= RATES && (unit->traits.bauds & 1 << (baud - 1)) != 0;
}

uint16_t wb_patience(const struct wb_unit *unit) {
    if (unit->traits.bauds == 1) return 0;
    return unit->is_hunting ? NEXT_MS : FIRST_MS;
}

void wb_hunt(struct wb_unit *unit) {
    uint8_t baud = unit->memory.baud;
    unit->is_hunting = true;
    unit->good_at = unit->now;
    do baud = (uint8_t)(baud % RATES + 1); while (!wb_supports_baud(unit, baud));
    unit->memory.baud = baud;
    wb_set_baud(unit);
}
