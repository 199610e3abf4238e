// SPDX-License-Identifier: Apache-2.0

#include "board.h"

int main(void) {
    static uint8_t echo;
    board_start();
    board_picture[0][0] = 0x80;
    board_picture[PANEL_ROWS - 1][PANEL_BYTES - 1] = 0x01;
    board_show();
    for (;;) {
        int16_t byte;
        while (!board_is_transmitting() && (byte = board_receive()) >= 0) {
            echo = (uint8_t)byte ^ 0x20;
            board_transmit(&echo, 1);
            board_picture[1][0] = (uint8_t)byte;
            board_show();
        }
        board_set_light(board_keys() != 0);
        board_rest();
    }
}
