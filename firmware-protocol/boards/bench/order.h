// SPDX-License-Identifier: Apache-2.0

// What whoever sits at the bench may ask, one order a line: README.md has them.

#ifndef ORDER_H
#define ORDER_H

#include <stdbool.h>
#include <stdint.h>

struct order {
    char verb;
    uint8_t number;
};

/// Takes the next character; true when it was the last of an order.
bool order_take(struct order *order, char character);

#endif
