/* SPDX-License-Identifier: Apache-2.0 */

/* The sign's face: texts, what ends it, brightness (sections 7 and 8). */

#include "parts.h"

enum { SHOW_HEAD = 8 };

/* Fields of SHOW that are wrong by themselves, from first to last. */
static uint8_t check_show(struct wb_unit *unit, const struct wb_request *request) {
    const uint8_t *field = request->payload;
    uint8_t last = field[2] >> 4;
    uint8_t at = SHOW_HEAD;
    if (wb_get16(field) == 0) return wb_bad_value(unit, 0);
    if ((field[2] & 15) > last || last >= unit->traits.pages) return WB_PAGE;
    if (last > 0 && field[3] == 0) return wb_bad_value(unit, 3);
    if (field[6] == 0) return wb_bad_value(unit, 6);
    if (wb_lines(field + SHOW_HEAD, (uint8_t)(request->size - SHOW_HEAD)) > unit->traits.lines) {
        return wb_bad_value(unit, SHOW_HEAD);
    }
    if (wb_check_text(unit, request, SHOW_HEAD) != WB_OK) return WB_TEXT;
    while (at < request->size) {
        uint32_t character = wb_character(field, request->size, &at);
        if (wb_has_glyph(unit, character)) continue;
        wb_put16(unit, (uint16_t)character);
        wb_put8(unit, (uint8_t)(character >> 16));
        return WB_NO_GLYPH;
    }
    return WB_OK;
}

uint8_t wb_show(struct wb_unit *unit, const struct wb_request *request) {
    const uint8_t *field = request->payload;
    struct wb_face *coming = &unit->faces[unit->shown ^ 1];
    struct wb_page *page;
    uint32_t sum;
    uint8_t index, count, status;
    if (unit->traits.width == 0) return WB_NOT_HERE;
    if (request->size < SHOW_HEAD) return WB_LENGTH;
    sum = wb_crc32(0, field, request->size);
    /* Its answer was lost; a unit of level 1 keeps none. */
    if (unit->page_sum != 0 && unit->page_sum == sum) return WB_OK;
    status = check_show(unit, request);
    if (status != WB_OK) return status;
    index = field[2] & 15;
    count = (uint8_t)((field[2] >> 4) + 1);
    if (index == 0) {
        coming->kind = WB_FACE_TEXT;
        coming->tag = wb_get16(field);
        coming->count = count;
        coming->complete = 0;
        coming->used = 0;
        unit->faces[unit->shown].kind = WB_FACE_NONE;
    } else if (coming->kind != WB_FACE_TEXT || coming->tag != wb_get16(field)
               || coming->count != count || coming->complete != index) {
        return WB_PAGE;
    }
    page = &coming->pages[index];
    page->turn = field[3];
    page->blink = field[4];
    page->scroll = field[5];
    page->colour = field[7];
    page->width = 0;
    page->size = (uint16_t)(request->size - SHOW_HEAD);
    memcpy(coming->memory + coming->used, field + SHOW_HEAD, page->size);
    coming->used = (uint16_t)(coming->used + page->size);
    coming->keep = field[6];
    coming->complete++;
    if (coming->complete == count) wb_appear(unit, unit->shown ^ 1, WB_VIEW_TEXT);
    unit->page_sum = sum;
    return WB_OK;
}

void wb_end_coming(struct wb_unit *unit) {
    struct wb_face *coming = &unit->faces[unit->shown ^ 1];
    if (coming->kind != WB_FACE_TEXT) return;
    coming->kind = WB_FACE_NONE;
    unit->page_sum = 0;
}

void wb_appear(struct wb_unit *unit, uint8_t which, uint8_t kind) {
    unit->shown = which;
    unit->faces[which ^ 1].kind = WB_FACE_NONE;
    unit->visible = kind;
    unit->tag = unit->faces[which].tag;
    unit->keep = unit->faces[which].keep;
    unit->shown_at = unit->now;
    unit->page_sum = 0;
    unit->face_number++;
    unit->is_silence_face = false;
}

uint8_t wb_clear(struct wb_unit *unit, const struct wb_request *request) {
    if (unit->traits.width == 0) return WB_NOT_HERE;
    if (request->size < 2) return WB_LENGTH;
    if (wb_get16(request->payload) == 0) return wb_bad_value(unit, 0);
    unit->faces[0].kind = unit->faces[1].kind = WB_FACE_NONE;
    unit->visible = WB_VIEW_DARK;
    unit->tag = wb_get16(request->payload);
    unit->page_sum = 0;
    unit->face_number++;
    unit->is_silence_face = false;
    return WB_OK;
}

uint8_t wb_brightness(struct wb_unit *unit, const struct wb_request *request) {
    if (unit->traits.width == 0) return WB_NOT_HERE;
    if (request->size < 1) return WB_LENGTH;
    if (request->payload[0] > 100) return wb_bad_value(unit, 0);
    if (unit->port->set_brightness != NULL) {
        unit->port->set_brightness(unit->context, request->payload[0]);
    }
    return WB_OK;
}

void wb_fall_silent(struct wb_unit *unit) {
    unit->is_silent = true;
    wb_end_coming(unit);
    /* A sign that was cleared stays dark; a picture may be drawn again later. */
    if (unit->visible != WB_VIEW_DARK) {
        unit->visible = WB_VIEW_SILENCE;
        unit->tag = 0;
        unit->page_sum = 0;
        unit->face_number++;
        unit->is_silence_face = true;
    }
#if WB_LEVEL >= 2
    if (unit->port->show_pad != NULL) {
        static const struct wb_pad dark = {0xFFFF, 0, 0, ""};
        unit->port->show_pad(unit->context, &dark);
    }
    if (unit->port->set_light != NULL) unit->port->set_light(unit->context, 0, 0);
    if (unit->is_rating) wb_end_rating(unit, 0);
#endif
}
