// SPDX-License-Identifier: Apache-2.0

#include "sign.h"

#include <string.h>

#include "board.h"
#include "font.h"

// Narrow glyphs that are seen at once, one of them cut at either side.
#define GLYPHS_SEEN (PANEL_COLUMNS / 8 + 1)
#define LINES (PANEL_ROWS / FONT_HEIGHT)

static const char silence[] = "\xE2\x80\x94 \xE2\x80\x94";

struct text {
    const uint8_t *bytes;
    uint16_t size;
};

// What is seen of one line: its first glyph begins at `x`, which may be left of the panel.
struct line {
    int16_t x;
    uint8_t count;
    struct glyph glyphs[GLYPHS_SEEN];
};

static uint8_t row[PANEL_BYTES];
// Whether a row is another than it was: a face that may scroll is drawn for each dot that it would
// have moved, also if it fits and stands still.
static bool has_changed;

static void put(int16_t x, uint8_t dots) {
    if (x <= -8 || x >= PANEL_COLUMNS) return;
    int16_t at = (int16_t)((x + 8) / 8 - 1);
    uint8_t shift = (uint8_t)(x - at * 8);
    if (at >= 0) row[at] |= (uint8_t)(dots >> shift);
    if (shift > 0 && at + 1 < PANEL_BYTES) row[at + 1] |= (uint8_t)(dots << (8 - shift));
}

// The text was checked when it came, so that only whole characters are here.
static uint32_t next_code(struct text *text) {
    uint8_t first = *text->bytes;
    uint8_t more = first < 0xC0 ? 0 : first < 0xE0 ? 1 : first < 0xF0 ? 2 : 3;
    uint32_t code = more == 0 ? first : first & (0x3F >> more);
    text->bytes++;
    text->size--;
    for (; more > 0 && text->size > 0; more--) {
        code = code << 6 | (*text->bytes++ & 0x3F);
        text->size--;
    }
    return code;
}

static struct text next_line(struct text *rest) {
    struct text line = {rest->bytes, 0};
    while (line.size < rest->size && line.bytes[line.size] != '\n') line.size++;
    uint16_t taken = (uint16_t)(line.size + (line.size < rest->size ? 1 : 0));
    rest->bytes += taken;
    rest->size = (uint16_t)(rest->size - taken);
    return line;
}

static uint16_t width(struct text text) {
    uint16_t sum = 0;
    while (text.size > 0) sum = (uint16_t)(sum + font_find(next_code(&text)).width);
    return sum;
}

static void lay_out(struct line *line, struct text text, const struct wb_view *view) {
    int16_t x = wb_line_x(PANEL_COLUMNS, width(text), view);
    line->count = 0;
    line->x = x;
    while (text.size > 0 && line->count < GLYPHS_SEEN && x < PANEL_COLUMNS) {
        struct glyph glyph = font_find(next_code(&text));
        x = (int16_t)(x + glyph.width);
        if (x <= 0) line->x = x;
        else line->glyphs[line->count++] = glyph;
    }
}

static void draw_line(const struct line *line, uint8_t at) {
    int16_t x = line->x;
    for (uint8_t place = 0; place < line->count; place++) {
        struct glyph glyph = line->glyphs[place];
        for (uint8_t column = 0; column < glyph.width / 8; column++, x = (int16_t)(x + 8)) {
            put(x, font_dots(glyph, at, column));
        }
    }
}

static void begin_row(void) {
    memset(row, 0, sizeof row);
}

static void end_row(uint8_t at) {
    if (memcmp(board_picture[at], row, sizeof row) == 0) return;
    memcpy(board_picture[at], row, sizeof row);
    has_changed = true;
}

static uint8_t count_lines(struct text text) {
    uint8_t count = 0;
    while (text.size > 0 && count < LINES) {
        next_line(&text);
        count++;
    }
    return count;
}

static void draw_text(struct text text, const struct wb_view *view) {
    uint8_t count = count_lines(text);
    uint8_t top = (uint8_t)((PANEL_ROWS - count * FONT_HEIGHT) / 2);
    struct line line;
    for (uint8_t at = 0; at < PANEL_ROWS; at++) {
        bool has_text = at >= top && (at - top) / FONT_HEIGHT < count;
        begin_row();
        if (has_text) {
            uint8_t within = (uint8_t)((at - top) % FONT_HEIGHT);
            if (within == 0) lay_out(&line, next_line(&text), view);
            draw_line(&line, within);
        }
        end_row(at);
    }
}

static void draw_dots(const struct wb_view *view) {
    int16_t x = wb_line_x(PANEL_COLUMNS, view->width, view);
    uint16_t bytes = (uint16_t)((view->width + 7) / 8);
    const uint8_t *dots = view->data;
    for (uint8_t at = 0; at < PANEL_ROWS; at++) {
        begin_row();
        for (uint16_t byte = 0; byte < bytes; byte++) put((int16_t)(x + byte * 8), *dots++);
        end_row(at);
    }
}

static void draw_nothing(void) {
    begin_row();
    for (uint8_t at = 0; at < PANEL_ROWS; at++) end_row(at);
}

bool sign_has_glyph(void *unused, uint32_t code_point) {
    (void)unused;
    return font_find(code_point).width > 0;
}

void sign_draw(void *unused, const struct wb_view *view) {
    (void)unused;
    struct text dashes = {(const uint8_t *)silence, sizeof silence - 1};
    struct text text = {view->data, view->size};
    switch (view->kind) {
    case WB_VIEW_TEXT: draw_text(text, view); break;
    case WB_VIEW_DOTS: draw_dots(view); break;
    case WB_VIEW_SILENCE: draw_text(dashes, view); break;
    default: draw_nothing(); break;
    }
    if (has_changed) board_show();
    has_changed = false;
}

void sign_set_brightness(void *unused, uint8_t percent) {
    (void)unused;
    board_set_brightness(percent == 0 ? 255 : (uint8_t)(percent * 255u / 100));
}
