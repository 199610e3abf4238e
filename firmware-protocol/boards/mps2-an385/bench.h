// SPDX-License-Identifier: Apache-2.0

// The panel, keys and contact of the unit at the second UART, since the machine has none: whoever
// connects there reads pictures and presses keys. firmware-protocol/boards/README.md says how.

#ifndef BENCH_H
#define BENCH_H

#include <stdbool.h>

void bench_start(void);

/// Sends some of a picture that is due, never waiting; false when there is nothing to send.
bool bench_send_some(void);

#endif
