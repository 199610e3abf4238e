// SPDX-License-Identifier: Apache-2.0

#ifndef BOARD_SHAPE_H
#define BOARD_SHAPE_H

#define PANEL_COLUMNS 128
#define PANEL_ROWS 16

#endif
