/* SPDX-License-Identifier: Apache-2.0 */

/* What the files of the reference share with each other and with nobody else. */
#ifndef WB_PARTS_H
#define WB_PARTS_H

#include "window_bus.h"

#if __STDC_HOSTED__
#include <string.h>
#else
/* All that is wanted of a C library; compilers want these even where there is none. */
void *memcpy(void *to, const void *from, size_t size);
void *memset(void *to, int byte, size_t size);
int memcmp(const void *one, const void *other, size_t size);
#endif

enum { WB_EVERYONE = 255, WB_ANSWERED = 0x20, WB_SEALED = 0x10, WB_ANSWER_HEAD = 5 };

/* A status that is none: nobody answers. */
enum { WB_SILENT = 255 };

/* What waits until the answer is handed over. */
enum { WB_AFTER_STORE = 1, WB_AFTER_BAUD = 2, WB_AFTER_KEY = 4, WB_AFTER_FIRMWARE = 8 };

enum { WB_EVENT_KEY = 1, WB_EVENT_RATING, WB_EVENT_PRESENCE, WB_EVENT_FAULT };

struct wb_request {
    uint8_t command;
    uint8_t size;             /* of the payload */
    bool is_broadcast;
    bool is_sealed;
    const uint8_t *payload;
};

static inline uint16_t wb_get16(const uint8_t *at) {
    return (uint16_t)(at[0] | at[1] << 8);
}

static inline uint32_t wb_get32(const uint8_t *at) {
    return wb_get16(at) | (uint32_t)wb_get16(at + 2) << 16;
}

static inline bool wb_has(const struct wb_unit *unit, uint16_t feature) {
    return (unit->traits.features & feature) != 0;
}

static inline bool wb_is_own(const struct wb_unit *unit, const uint8_t *uid) {
    return memcmp(uid, unit->traits.uid, 6) == 0;
}

/* unit.c: growing the answer. */
void wb_put8(struct wb_unit *unit, uint8_t value);
void wb_put16(struct wb_unit *unit, uint16_t value);
void wb_put32(struct wb_unit *unit, uint32_t value);
void wb_put(struct wb_unit *unit, const uint8_t *bytes, uint8_t size);
/* WB_VALUE for the field at that offset of the payload. */
uint8_t wb_bad_value(struct wb_unit *unit, uint8_t offset);
/* WB_WRONG_UNIT, with the unit's own uid. */
uint8_t wb_wrong_unit(struct wb_unit *unit);

/* about.c */
uint8_t wb_level(const struct wb_unit *unit);
uint8_t wb_identify(struct wb_unit *unit);
uint8_t wb_capabilities(struct wb_unit *unit);
uint8_t wb_statistics(struct wb_unit *unit);
uint8_t wb_time(struct wb_unit *unit, const struct wb_request *request);

/* text.c */
#define WB_NO_CHARACTER 0xFFFFFFFFUL
/* The character at text[*at], behind which *at then is; WB_NO_CHARACTER if there is none. */
uint32_t wb_character(const uint8_t *text, uint8_t size, uint8_t *at);
uint8_t wb_lines(const uint8_t *text, uint8_t size);
/* WB_OK or WB_TEXT, with the offset in the payload in the answer. */
uint8_t wb_check_text(struct wb_unit *unit, const struct wb_request *request, uint8_t from);
uint8_t wb_glyphs(struct wb_unit *unit, const struct wb_request *request);
bool wb_has_glyph(const struct wb_unit *unit, uint32_t character);

/* sign.c */
uint8_t wb_show(struct wb_unit *unit, const struct wb_request *request);
uint8_t wb_clear(struct wb_unit *unit, const struct wb_request *request);
uint8_t wb_brightness(struct wb_unit *unit, const struct wb_request *request);
/* Makes a complete face the one that is shown. */
void wb_appear(struct wb_unit *unit, uint8_t which, uint8_t kind);
/* The face, its tag and the pad's display end, since nobody answers for them. */
void wb_fall_silent(struct wb_unit *unit);
/* The text whose pages are coming will not appear: something else was asked. */
void wb_end_coming(struct wb_unit *unit);

/* view.c */
void wb_redraw(struct wb_unit *unit);
/* Keeps the age of the face from wrapping to young. */
void wb_age_face(struct wb_unit *unit);

/* wire.c */
uint16_t wb_turn_around(const struct wb_unit *unit);
void wb_set_baud(const struct wb_unit *unit);
bool wb_supports_baud(const struct wb_unit *unit, uint8_t baud);
/* How long the wire may be without a good frame; 0: for ever. */
uint16_t wb_patience(const struct wb_unit *unit);
void wb_hunt(struct wb_unit *unit);

/* events.c */
uint8_t wb_status_of(struct wb_unit *unit, const struct wb_request *request);
#if WB_LEVEL >= 2
uint8_t wb_start(struct wb_unit *unit, const struct wb_request *request);
bool wb_tell(struct wb_unit *unit, uint8_t kind, uint8_t code, uint16_t value);
void wb_count_lost(struct wb_unit *unit);
void wb_age_events(struct wb_unit *unit, uint32_t tenths);

/* address.c */
uint8_t wb_discover(struct wb_unit *unit, const struct wb_request *request);
uint8_t wb_quiet(struct wb_unit *unit, const struct wb_request *request);
uint8_t wb_link(struct wb_unit *unit, const struct wb_request *request);

/* pad.c */
uint8_t wb_pad_of(struct wb_unit *unit, const struct wb_request *request);
uint8_t wb_rate(struct wb_unit *unit, const struct wb_request *request);
uint8_t wb_light(struct wb_unit *unit, const struct wb_request *request);
uint8_t wb_beep(struct wb_unit *unit, const struct wb_request *request);
void wb_end_rating(struct wb_unit *unit, uint8_t grade);
uint32_t wb_rating_left(const struct wb_unit *unit);

/* presence.c */
uint8_t wb_presence(struct wb_unit *unit);
void wb_tell_presence(struct wb_unit *unit);
bool wb_has_presence_news(const struct wb_unit *unit);
void wb_age_presence(struct wb_unit *unit, uint32_t tenths, uint32_t seconds);
#endif

#if WB_WITH_BITMAPS
uint8_t wb_dots(struct wb_unit *unit, const struct wb_request *request);
uint8_t wb_draw(struct wb_unit *unit, const struct wb_request *request);
#endif

#if WB_WITH_AUTH
/* seal.c */
bool wb_has_key(const struct wb_unit *unit);
/* WB_OK if the body of `size` bytes without CRC is sealed well and new. */
uint8_t wb_unseal(struct wb_unit *unit, const uint8_t *body, uint8_t size);
/* Ends the answer with counter and MAC. */
void wb_seal(struct wb_unit *unit, uint32_t counter);
uint8_t wb_open(struct wb_unit *unit, const struct wb_request *request);
uint8_t wb_install_key(struct wb_unit *unit, const struct wb_request *request);
#else
/* A unit that can have no key. */
static inline bool wb_has_key(const struct wb_unit *unit) {
    (void)unit;
    return false;
}

static inline uint8_t wb_unseal(struct wb_unit *unit, const uint8_t *body, uint8_t size) {
    (void)unit;
    (void)body;
    (void)size;
    return WB_REFUSED;
}

static inline void wb_seal(struct wb_unit *unit, uint32_t counter) {
    (void)unit;
    (void)counter;
}
#endif

#if WB_WITH_FIRMWARE
uint8_t wb_firmware(struct wb_unit *unit, const struct wb_request *request);
uint8_t wb_block(struct wb_unit *unit, const struct wb_request *request);
uint8_t wb_finish(struct wb_unit *unit);
#endif

#endif
