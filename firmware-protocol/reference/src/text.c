/* SPDX-License-Identifier: Apache-2.0 */

/* UTF-8, and which characters the font has. */

#include "parts.h"

enum { MISSING_MAX = 16 };

/* The smallest character that may take so many bytes after the first. */
static const uint16_t smallest[4] = {0, 0x80, 0x800, 0};

uint32_t wb_character(const uint8_t *text, uint8_t size, uint8_t *at) {
    uint8_t lead = text[(*at)++];
    uint8_t more, left;
    uint32_t character;
    if (lead < 0x80) return lead;
    if (lead < 0xC2 || lead > 0xF4) return WB_NO_CHARACTER;
    more = lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
    if (more > size - *at) return WB_NO_CHARACTER;
    character = (uint32_t)(lead & (0x3F >> more));
    for (left = more; left > 0; left--) {
        uint8_t next = text[(*at)++];
        if ((next & 0xC0) != 0x80) return WB_NO_CHARACTER;
        character = character << 6 | (next & 0x3F);
    }
    if (character < (more == 3 ? 0x10000UL : smallest[more])) return WB_NO_CHARACTER;
    if (character > 0x10FFFFUL || (character >= 0xD800 && character <= 0xDFFF)) {
        return WB_NO_CHARACTER;
    }
    return character;
}

static bool is_control(uint32_t character) {
    return character < 0x20 || character == 0x7F;
}

uint8_t wb_lines(const uint8_t *text, uint8_t size) {
    uint8_t lines = 1;
    for (; size > 0; size--) lines = (uint8_t)(lines + (*text++ == '\n' ? 1 : 0));
    return lines;
}

uint8_t wb_check_text(struct wb_unit *unit, const struct wb_request *request, uint8_t from) {
    uint8_t at = from;
    while (at < request->size) {
        uint8_t begin = at;
        uint32_t character = wb_character(request->payload, request->size, &at);
        if (character == WB_NO_CHARACTER || (is_control(character) && character != '\n')) {
            wb_put8(unit, begin);
            return WB_TEXT;
        }
    }
    return WB_OK;
}

bool wb_has_glyph(const struct wb_unit *unit, uint32_t character) {
    if (character == '\n') return true;
    if (unit->port->has_glyph == NULL) return character < 0x7F;
    return unit->port->has_glyph(unit->context, character);
}

static bool is_listed(const struct wb_unit *unit, const uint8_t *code) {
    const uint8_t *at = unit->answer + 2 + WB_ANSWER_HEAD;
    const uint8_t *end = unit->answer + 2 + unit->size;
    for (; at < end; at += 3) {
        if (memcmp(at, code, 3) == 0) return true;
    }
    return false;
}

uint8_t wb_glyphs(struct wb_unit *unit, const struct wb_request *request) {
    uint8_t at = 0, missing = 0;
    if (unit->traits.width == 0) return WB_NOT_HERE;
    if (wb_check_text(unit, request, 0) != WB_OK) return WB_TEXT;
    while (at < request->size && missing < MISSING_MAX) {
        uint32_t character = wb_character(request->payload, request->size, &at);
        uint8_t code[3];
        if (wb_has_glyph(unit, character)) continue;
        code[0] = (uint8_t)character;
        code[1] = (uint8_t)(character >> 8);
        code[2] = (uint8_t)(character >> 16);
        if (is_listed(unit, code)) continue;
        wb_put(unit, code, 3);
        missing++;
    }
    return WB_OK;
}
