// SPDX-License-Identifier: Apache-2.0

// The glyphs that font.py takes from GNU Unifont: 16 rows each, narrow ones 8 dots wide, wide
// ones 16; codes in ascending order.

#ifndef FONT_DATA_H
#define FONT_DATA_H

#include <stdint.h>

#include "board_shape.h"

extern const uint16_t font_narrow_count, font_wide_count;
extern const uint16_t FLASH font_narrow_codes[], font_wide_codes[];
extern const uint8_t FLASH font_narrow_rows[][16], font_wide_rows[][32];

#endif
