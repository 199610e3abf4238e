// SPDX-License-Identifier: Apache-2.0

// Whoever connects to the bench sees the unit's panel and lamps and presses its keys:
// firmware-protocol/boards/README.md says how.

#ifndef BENCH_H
#define BENCH_H

#include <sim_avr.h>
#include <stdbool.h>

/// Listens at a Unix socket; ends the program when that fails.
void bench_open(avr_t *avr, const char *path);

/// Whether the unit is to have power.
bool bench_has_power(void);

/// Does what whoever is connected asks, and sends the picture when it changed.
void bench_look(void);

void bench_close(void);

#endif
