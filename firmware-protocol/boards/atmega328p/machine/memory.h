// SPDX-License-Identifier: Apache-2.0

// The chip's memories: the EEPROM in a file, so that it outlives the power, and the RAM, painted
// to see how far the stack ever came down.

#ifndef MEMORY_H
#define MEMORY_H

#include <sim_avr.h>
#include <sim_elf.h>
#include <stdint.h>

/// Paints the RAM and fills the EEPROM from the file at `path`, which need not be there yet.
void memory_open(avr_t *avr, const elf_firmware_t *firmware, const char *path);

/// The power failed: what is in the RAM is lost.
void memory_forget(void);

/// Writes the EEPROM to its file, if the firmware changed it.
void memory_keep(void);

/// How many bytes between the variables and the stack were never touched since the beginning.
unsigned memory_unused(void);

#endif
