// SPDX-License-Identifier: Apache-2.0

// Firmware that came over the wire. Two slots in the memory that keeps: one for what runs, one for
// what comes, or for what ran before. What is in the flash stays there, and runs when nothing
// better does.

#ifndef LOADER_H
#define LOADER_H

#include <stdbool.h>
#include <stdint.h>

/// Runs the firmware that came over the wire, if there is one that works or was never tried; then
/// it does not come back. To be called before anything else, by the firmware in the flash.
void loader_run(void);

void loader_put(uint32_t offset, const uint8_t *bytes, uint8_t count);

/// What was put is whole: the next start tries it.
void loader_finish(uint32_t size);

/// The firmware that is running works.
void loader_works(void);

#endif
