// SPDX-License-Identifier: Apache-2.0

#ifndef BOARD_SHAPE_H
#define BOARD_SHAPE_H

#include <avr/pgmspace.h>

#define BOARD_NAME "ATmega328P"
#define BOARD_MODEL 1
// ASCII.
#define BOARD_CHARSET 1

#define PANEL_COLUMNS 128
#define PANEL_ROWS 16

// Constants would be copied into the RAM, of which there is little.
#define FLASH PROGMEM
#define flash_byte(place) pgm_read_byte(place)
#define flash_word(place) pgm_read_word(place)

#endif
