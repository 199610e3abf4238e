/* SPDX-License-Identifier: Apache-2.0 */

/* Presence channels (sections 10.2 and 10.9). */

#include "parts.h"

#if WB_LEVEL >= 2

enum { REST = 10 };
#define AGE_UNKNOWN 0xFFFFu

uint8_t wb_presence(struct wb_unit *unit) {
    uint8_t place;
    if (unit->traits.presence == 0) return WB_NOT_HERE;
    for (place = 0; place < unit->traits.presence; place++) {
        const struct wb_channel *channel = &unit->channels[place];
        wb_put8(unit, unit->traits.presence_kind[place]);
        wb_put8(unit, channel->state);
        wb_put8(unit, channel->quality);
        wb_put8(unit, channel->fault);
        wb_put16(unit, channel->age);
    }
    return WB_OK;
}

static bool has_news(const struct wb_channel *channel) {
    return channel->state != channel->told_state || channel->fault != channel->told_fault;
}

bool wb_has_presence_news(const struct wb_unit *unit) {
    uint8_t place;
    for (place = 0; place < unit->traits.presence; place++) {
        if (has_news(&unit->channels[place])) return true;
    }
    return false;
}

/* A channel that has just told something waits; what it then senses is told when it may. */
void wb_tell_presence(struct wb_unit *unit) {
    uint8_t place;
    for (place = 0; place < unit->traits.presence; place++) {
        struct wb_channel *channel = &unit->channels[place];
        if (channel->rest > 0 || !has_news(channel)) continue;
        channel->told_state = channel->state;
        channel->told_fault = channel->fault;
        channel->rest = REST;
        wb_tell(unit, WB_EVENT_PRESENCE, (uint8_t)(place | channel->state << 4),
                (uint16_t)(channel->quality | channel->fault << 8));
    }
}

void wb_event_presence(struct wb_unit *unit, uint8_t channel, uint8_t state, uint8_t quality,
                       uint8_t fault) {
    struct wb_channel *at;
    if (channel >= unit->traits.presence) return;
    at = &unit->channels[channel];
    /* A cut cable must never read as nobody. */
    if (fault != WB_NO_FAULT || state > WB_SOMEBODY) state = WB_UNKNOWN;
    if (at->state != state) at->age = 0;
    at->state = state;
    at->fault = fault;
    at->quality = quality > 100 ? 100 : quality;
    wb_tell_presence(unit);
}

void wb_age_presence(struct wb_unit *unit, uint32_t tenths, uint32_t seconds) {
    uint8_t place;
    for (place = 0; place < unit->traits.presence; place++) {
        struct wb_channel *channel = &unit->channels[place];
        uint16_t left = (uint16_t)(AGE_UNKNOWN - channel->age);
        channel->rest = (uint8_t)(tenths >= channel->rest ? 0 : channel->rest - tenths);
        channel->age = (uint16_t)(seconds >= left ? AGE_UNKNOWN : channel->age + seconds);
    }
}

#endif
