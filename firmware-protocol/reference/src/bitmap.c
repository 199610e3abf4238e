/* SPDX-License-Identifier: Apache-2.0 */

/* Pictures that come in blocks (sections 14.1 and 14.2). */

#include "parts.h"

#if WB_WITH_BITMAPS

enum { BLOCK_HEAD = 5, FIRST_BLOCK_HEAD = 8, DRAW_SIZE = 12, WIDEST = 1024, PACKBITS = 1 };

static uint8_t expect(struct wb_unit *unit, uint16_t offset) {
    wb_put32(unit, offset);
    return WB_PAGE;
}

/* How far the page came that was begun last, if any was. */
static uint8_t wrong_page(struct wb_unit *unit) {
    bool is_coming = unit->faces[unit->shown ^ 1].kind == WB_FACE_DOTS;
    return expect(unit, is_coming ? unit->dots_expected : 0);
}

static uint8_t forget(struct wb_unit *unit) {
    unit->faces[unit->shown ^ 1].kind = WB_FACE_NONE;
    return expect(unit, 0);
}

static uint8_t check_dots(struct wb_unit *unit, const struct wb_request *request) {
    const uint8_t *field = request->payload;
    uint8_t last = field[2] >> 4;
    if (wb_get16(field) == 0) return wb_bad_value(unit, 0);
    if ((field[2] & 15) > last || last >= unit->traits.pages) return wrong_page(unit);
    if (wb_get16(field + 3) != 0) return WB_OK;
    if (wb_get16(field + 5) < 1 || wb_get16(field + 5) > WIDEST) return wb_bad_value(unit, 5);
    return field[7] <= PACKBITS ? WB_OK : wb_bad_value(unit, 7);
}

/* The first block of a page: what it says of the whole page. */
static bool begin_page(struct wb_unit *unit, struct wb_face *face, const uint8_t *field) {
    struct wb_page *page = &face->pages[face->complete];
    uint16_t width = wb_get16(field + 5);
    unit->dots_begun++;
    page->width = width;
    page->size = (uint16_t)((uint16_t)(width + 7) / 8 * unit->traits.height);
    unit->dots_made = 0;
    unit->dots_encoding = field[7];
    unit->dots_count = 0;
    return page->size <= WB_BITMAP_BYTES - face->used;
}

/* Whether one byte of a page fits into it. */
static bool take(struct wb_unit *unit, struct wb_face *face, uint8_t byte) {
    uint16_t room = (uint16_t)(face->pages[face->complete].size - unit->dots_made);
    uint8_t *at = face->memory + face->used + unit->dots_made;
    uint8_t count = 1;
    if (unit->dots_encoding == PACKBITS && unit->dots_count == 0) {
        if (byte == 128) return true;
        unit->dots_is_run = byte > 128;
        unit->dots_count = (uint8_t)(byte < 128 ? byte + 1 : 257 - byte);
        return unit->dots_count <= room;
    }
    if (room == 0) return false;
    if (unit->dots_encoding == PACKBITS) {
        if (unit->dots_is_run) count = unit->dots_count;
        unit->dots_count = (uint8_t)(unit->dots_count - count);
    }
    memset(at, byte, count);
    unit->dots_made = (uint16_t)(unit->dots_made + count);
    return true;
}

static uint8_t take_block(struct wb_unit *unit, struct wb_face *face, uint16_t offset,
                          const uint8_t *data, uint8_t size) {
    struct wb_page *page = &face->pages[face->complete];
    uint8_t at;
    if (size > 0xFFFF - offset) return forget(unit);
    for (at = 0; at < size; at++) {
        if (!take(unit, face, data[at])) return forget(unit);
    }
    unit->dots_expected = (uint16_t)(offset + size);
    if (unit->dots_made == page->size && unit->dots_count == 0) {
        face->used = (uint16_t)(face->used + page->size);
        face->complete++;
    }
    return WB_OK;
}

uint8_t wb_dots(struct wb_unit *unit, const struct wb_request *request) {
    const uint8_t *field = request->payload;
    struct wb_face *coming = &unit->faces[unit->shown ^ 1];
    uint16_t offset;
    uint8_t index, count, head, status;
    if (!wb_has(unit, WB_BITMAPS)) return WB_NOT_HERE;
    if (request->size < BLOCK_HEAD) return WB_LENGTH;
    offset = wb_get16(field + 3);
    head = offset == 0 ? FIRST_BLOCK_HEAD : BLOCK_HEAD;
    if (request->size <= head) return WB_LENGTH;
    status = check_dots(unit, request);
    if (status != WB_OK) return status;
    index = field[2] & 15;
    count = (uint8_t)((field[2] >> 4) + 1);
    if (index == 0 && offset == 0) {
        coming->kind = WB_FACE_DOTS;
        coming->tag = wb_get16(field);
        coming->count = count;
        coming->complete = 0;
        coming->used = 0;
        unit->dots_begun = 0;
        unit->faces[unit->shown].kind = WB_FACE_NONE;
    } else if (coming->kind != WB_FACE_DOTS || coming->tag != wb_get16(field)
               || coming->count != count) {
        return expect(unit, 0);
    } else if (coming->complete != index) {
        return wrong_page(unit);
    } else if (unit->dots_begun == index) {
        if (offset != 0) return expect(unit, 0);
    } else if (offset != unit->dots_expected) {
        return wrong_page(unit);
    }
    if (offset == 0 && !begin_page(unit, coming, field)) return forget(unit);
    return take_block(unit, coming, offset, field + head, (uint8_t)(request->size - head));
}

/* The face that DRAW means: what came, or what is there since the last DRAW. */
static bool find_picture(const struct wb_unit *unit, const uint8_t *field, uint8_t *which) {
    const struct wb_face *face;
    *which = unit->shown ^ 1;
    if (unit->faces[*which].kind == WB_FACE_NONE) *which = unit->shown;
    face = &unit->faces[*which];
    return face->kind == WB_FACE_DOTS && face->tag == wb_get16(field) && face->count == field[2]
        && face->complete == face->count
        && wb_crc32(0, face->memory, face->used) == wb_get32(field + 8);
}

uint8_t wb_draw(struct wb_unit *unit, const struct wb_request *request) {
    const uint8_t *field = request->payload;
    struct wb_face *face;
    uint8_t which, place;
    if (!wb_has(unit, WB_BITMAPS)) return WB_NOT_HERE;
    if (request->size < DRAW_SIZE) return WB_LENGTH;
    if (wb_get16(field) == 0) return wb_bad_value(unit, 0);
    if (field[2] < 1 || field[2] > 16) return wb_bad_value(unit, 2);
    if (field[2] > 1 && field[3] == 0) return wb_bad_value(unit, 3);
    if (field[6] == 0) return wb_bad_value(unit, 6);
    if (!find_picture(unit, field, &which)) return WB_PAGE;
    face = &unit->faces[which];
    for (place = 0; place < face->count; place++) {
        struct wb_page *page = &face->pages[place];
        page->turn = field[3];
        page->blink = field[4];
        page->scroll = field[5];
        page->colour = field[7];
    }
    face->keep = field[6];
    wb_appear(unit, which, WB_VIEW_DOTS);
    return WB_OK;
}

#endif
