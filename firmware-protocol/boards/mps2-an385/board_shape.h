// SPDX-License-Identifier: Apache-2.0

#ifndef BOARD_SHAPE_H
#define BOARD_SHAPE_H

#define BOARD_NAME "MPS2 AN385"
#define BOARD_MODEL 2
// ASCII and GB 2312.
#define BOARD_CHARSET 2

#define PANEL_COLUMNS 128
#define PANEL_ROWS 32

#define BOARD_IMAGE_ROOM 0x80000u

// Constants are where everything else is.
#define FLASH
#define flash_byte(place) (*(place))
#define flash_word(place) (*(place))

#endif
