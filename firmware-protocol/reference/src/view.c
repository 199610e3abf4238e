/* SPDX-License-Identifier: Apache-2.0 */

/* What is to be seen at a moment: pages that turn, texts that blink and run. */

#include "parts.h"

enum { BLINK_MS = 1000, BLINK_FOR_EVER = 255 };

/* A tenth of a second at most 255 times, in milliseconds. */
static uint16_t tenths(uint8_t count) {
    return (uint16_t)(count * 100);
}

/* The page that stands then, and how long it has stood. */
static uint8_t page_at(const struct wb_face *face, uint32_t *elapsed) {
    uint32_t round = 0;
    uint8_t page;
    if (face->count < 2) return 0;
    for (page = 0; page < face->count; page++) round += tenths(face->pages[page].turn);
    *elapsed %= round;
    for (page = 0; page + 1 < face->count; page++) {
        uint16_t turn = tenths(face->pages[page].turn);
        if (*elapsed < turn) break;
        *elapsed -= turn;
    }
    return page;
}

/* Lets the page blink; false while it is dark. */
static bool blink(const struct wb_page *page, uint32_t elapsed, struct wb_view *view) {
    uint16_t half = (uint16_t)(elapsed % (BLINK_MS / 2));
    if (page->blink != BLINK_FOR_EVER && elapsed >= tenths(page->blink)) return true;
    view->blinks = true;
    half = (uint16_t)(BLINK_MS / 2 - half);
    if (view->next_ms == 0 || half < view->next_ms) view->next_ms = half;
    return elapsed % BLINK_MS < BLINK_MS / 2;
}

void wb_view(const struct wb_unit *unit, uint32_t now_ms, struct wb_view *view) {
    const struct wb_face *face = &unit->faces[unit->shown];
    uint32_t elapsed = now_ms - unit->shown_at;
    uint32_t stood = elapsed;
    const struct wb_page *page;
    uint16_t offset = 0;
    uint8_t index;
    memset(view, 0, sizeof *view);
    view->kind = unit->visible;
    view->face = unit->face_number;
    if (view->kind < WB_VIEW_TEXT) return;
    view->page = page_at(face, &stood);
    page = &face->pages[view->page];
    if (face->count > 1) view->next_ms = (uint16_t)(tenths(page->turn) - stood);
    if (!blink(page, elapsed, view)) {
        view->kind = WB_VIEW_DARK;
        return;
    }
    for (index = 0; index < view->page; index++) {
        offset = (uint16_t)(offset + face->pages[index].size);
    }
    view->data = face->memory + offset;
    view->size = page->size;
    view->width = page->width;
    if (page->colour >= 1 && page->colour <= 4
        && (unit->traits.colours & 1 << (page->colour - 1)) != 0) {
        view->colour = page->colour;
    }
    view->scrolls =
        page->scroll > 0 && (view->kind == WB_VIEW_TEXT || page->width > unit->traits.width);
    if (view->scrolls) {
        view->scrolled = stood / 1000 * page->scroll + stood % 1000 * page->scroll / 1000;
    }
}

int16_t wb_line_x(uint16_t sign_width, uint16_t line_width, const struct wb_view *view) {
    uint32_t place;
    if (line_width <= sign_width) return (int16_t)((sign_width - line_width) / 2);
    if (!view->scrolls) return 0;
    place = view->scrolled % ((uint32_t)line_width + sign_width);
    if (place < line_width) return (int16_t)-(int16_t)place;
    return (int16_t)(sign_width - (place - line_width));
}

void wb_redraw(struct wb_unit *unit) {
    struct wb_view view;
    if (unit->port->draw == NULL) return;
    wb_view(unit, unit->now, &view);
    if (view.kind == unit->drawn.kind && view.face == unit->drawn.face
        && view.page == unit->drawn.page && view.scrolled == unit->drawn.scrolled) {
        return;
    }
    unit->drawn = view;
    unit->port->draw(unit->context, &view);
}

void wb_age_face(struct wb_unit *unit) {
    if (unit->now - unit->shown_at >= 0x40000000UL) unit->shown_at += 0x20000000UL;
}
