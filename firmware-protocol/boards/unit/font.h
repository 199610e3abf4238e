// SPDX-License-Identifier: Apache-2.0

#ifndef FONT_H
#define FONT_H

#include <stdint.h>

#define FONT_HEIGHT 16

/// A glyph's rows, in the chip's program memory.
struct glyph {
    const uint8_t *rows;
    /// In dots: 8 or 16; 0 when the font has no such character.
    uint8_t width;
};

struct glyph font_find(uint32_t code);

/// Eight dots of a glyph, the leftmost in the highest bit.
uint8_t font_dots(struct glyph glyph, uint8_t row, uint8_t column);

#endif
