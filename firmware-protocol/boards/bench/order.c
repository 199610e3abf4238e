// SPDX-License-Identifier: Apache-2.0

#include "order.h"

bool order_take(struct order *order, char character) {
    if (character == '\n') return true;
    if (character >= '0' && character <= '9') {
        order->number = (uint8_t)(order->number * 10 + (character - '0'));
    } else {
        order->verb = character;
        order->number = 0;
    }
    return false;
}
