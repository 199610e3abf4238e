// SPDX-License-Identifier: Apache-2.0

// The RS-485 pair at the chip's UART, as a pseudo-terminal. Bytes take the time they take at the
// unit's own baud rate, the unit does not hear while it drives the pair, and what it sends while
// it does not drive it reaches nobody: a transceiver whose direction is switched too early cuts
// the last byte off here as it does in a hall.

#ifndef LINE_H
#define LINE_H

#include <sim_avr.h>

/// Makes the pseudo-terminal and a link to it at `path`; ends the program when that fails.
void line_open(avr_t *avr, const char *path);

/// The chip begins anew, and what it was hearing and saying is gone.
void line_reset(void);

/// Takes what arrived at the pseudo-terminal.
void line_look(void);

void line_close(void);

#endif
