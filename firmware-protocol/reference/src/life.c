/* SPDX-License-Identifier: Apache-2.0 */

/* From power-up on: what the passing of time does. */

#include "parts.h"

/* Until a face says otherwise, pad and light are believed for so many seconds. */
enum { FIRST_KEEP = 60 };

static uint16_t known_features(void) {
    uint16_t features = WB_SCROLLS | WB_BLINKS | WB_DIMS_ITSELF;
#if WB_LEVEL >= 2
    features |= WB_KEYPAD | WB_PAD_DISPLAY | WB_RATING | WB_LIGHT | WB_BUZZER | WB_SENSES_PRESENCE;
#endif
#if WB_WITH_BITMAPS
    features |= WB_BITMAPS;
#endif
#if WB_WITH_AUTH
    features |= WB_AUTHENTICATION;
#endif
#if WB_WITH_FIRMWARE
    features |= WB_FIRMWARE_BY_WIRE;
#endif
    return features;
}

/* Traits are the firmware's own, but a slip there must not lead out of bounds. */
static void take_traits(struct wb_unit *unit, const struct wb_traits *traits) {
    struct wb_traits *own = &unit->traits;
    *own = *traits;
    own->features &= known_features();
    own->bauds |= 1;
    if (own->pages == 0 || own->pages > WB_PAGES) own->pages = WB_PAGES;
    if (own->lines == 0) own->lines = 1;
    if (own->presence > WB_PRESENCE) own->presence = WB_PRESENCE;
    if (own->width == 0 || own->height == 0) {
        own->width = 0;
        own->height = own->lines = own->pages = own->charset = own->colours = 0;
        own->features &=
            (uint16_t)~(uint16_t)(WB_SCROLLS | WB_BLINKS | WB_DIMS_ITSELF | WB_BITMAPS);
    }
#if WB_WITH_FIRMWARE
    if (unit->port->begin_firmware == NULL || unit->port->take_firmware == NULL) {
        own->features &= (uint16_t)~(uint16_t)WB_FIRMWARE_BY_WIRE;
    }
#endif
}

void wb_init(struct wb_unit *unit, const struct wb_traits *traits, const struct wb_port *port,
             void *context, uint32_t now_ms) {
    memset(unit, 0, sizeof *unit);
    unit->port = port;
    unit->context = context;
    take_traits(unit, traits);
    if (port->load == NULL || !port->load(context, &unit->memory)) {
        memset(&unit->memory, 0, sizeof unit->memory);
    }
    if (unit->memory.address > 250) unit->memory.address = 0;
    if (!wb_supports_baud(unit, unit->memory.baud)) unit->memory.baud = 1;
    if (unit->memory.turn_around > 90) unit->memory.turn_around = 0;
    unit->memory.boot++;
    if (port->store != NULL) port->store(context, &unit->memory);
    unit->now = unit->good_at = unit->heard_at = unit->second_at = unit->tenth_at = now_ms;
    unit->keep = FIRST_KEEP;
    unit->is_silence_face = unit->traits.width > 0;
    unit->visible = unit->is_silence_face ? WB_VIEW_SILENCE : WB_VIEW_DARK;
#if WB_LEVEL >= 2
    unit->next_event = 1;
    {
        uint8_t place;
        for (place = 0; place < WB_PRESENCE; place++) unit->channels[place].age = 0xFFFF;
    }
#endif
    wb_set_baud(unit);
    wb_redraw(unit);
}

/* Whole periods that passed since *since, which moves on by them. */
static uint32_t periods(uint32_t now, uint32_t *since, uint16_t length) {
    uint32_t count = now - *since;
    /* A division is dear on small chips, and mostly nothing has passed. */
    if (count < length) return 0;
    count /= length;
    *since += count * length;
    return count;
}

void wb_tick(struct wb_unit *unit, uint32_t now_ms) {
    uint32_t seconds = periods(now_ms, &unit->second_at, 1000);
    uint32_t tenths = periods(now_ms, &unit->tenth_at, 100);
    uint16_t patience = wb_patience(unit);
    unit->now = now_ms;
    unit->seconds += seconds;
    wb_age_face(unit);
#if WB_LEVEL >= 2
    if (tenths > 0) {
        wb_age_events(unit, tenths);
        wb_age_presence(unit, tenths, seconds);
        wb_tell_presence(unit);
    }
    if (unit->is_rating && wb_rating_left(unit) == 0) wb_end_rating(unit, 0);
#else
    (void)tenths;
#endif
    if (!unit->is_silent && now_ms - unit->heard_at >= unit->keep * 1000UL) wb_fall_silent(unit);
    if (patience > 0 && now_ms - unit->good_at >= patience) wb_hunt(unit);
    wb_redraw(unit);
}

/* The sooner of *at_ms, if there is any yet, and what comes `left` milliseconds after now. */
static bool sooner(const struct wb_unit *unit, bool has, uint32_t left, uint32_t *at_ms) {
    if (!has || left < *at_ms - unit->now) *at_ms = unit->now + left;
    return true;
}

static uint32_t left_of(const struct wb_unit *unit, uint32_t since, uint32_t whole) {
    uint32_t passed = unit->now - since;
    return passed < whole ? whole - passed : 0;
}

bool wb_deadline(const struct wb_unit *unit, uint32_t *at_ms) {
    uint16_t patience = wb_patience(unit);
    bool has = false;
    if (!unit->is_silent) {
        uint32_t left = left_of(unit, unit->heard_at, unit->keep * 1000UL);
        has = sooner(unit, has, left, at_ms);
    }
    if (patience > 0) has = sooner(unit, has, left_of(unit, unit->good_at, patience), at_ms);
#if WB_LEVEL >= 2
    if (unit->is_rating) has = sooner(unit, has, wb_rating_left(unit), at_ms);
    if (wb_has_presence_news(unit)) {
        has = sooner(unit, has, left_of(unit, unit->tenth_at, 100), at_ms);
    }
#endif
    return has;
}
