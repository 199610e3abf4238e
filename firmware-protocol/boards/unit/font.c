// SPDX-License-Identifier: Apache-2.0

#include "font.h"

#include "font_data.h"

static int16_t find(const uint16_t *codes, uint16_t count, uint16_t code) {
    uint16_t low = 0, high = count;
    while (low < high) {
        uint16_t middle = (uint16_t)((low + high) / 2);
        if (flash_word(codes + middle) < code) low = (uint16_t)(middle + 1);
        else high = middle;
    }
    return low < count && flash_word(codes + low) == code ? (int16_t)low : -1;
}

struct glyph font_find(uint32_t code) {
    struct glyph none = {0, 0};
    if (code > 0xFFFE) return none;
    int16_t place = find(font_narrow_codes, font_narrow_count, (uint16_t)code);
    if (place >= 0) return (struct glyph){font_narrow_rows[place], 8};
    place = find(font_wide_codes, font_wide_count, (uint16_t)code);
    if (place >= 0) return (struct glyph){font_wide_rows[place], 16};
    return none;
}

uint8_t font_dots(struct glyph glyph, uint8_t row, uint8_t column) {
    return flash_byte(glyph.rows + row * (glyph.width / 8) + column);
}
