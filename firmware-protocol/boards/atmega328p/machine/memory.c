// SPDX-License-Identifier: Apache-2.0

#include "memory.h"

#include <avr_eeprom.h>
#include <err.h>
#include <stdio.h>
#include <string.h>

#define RAM_BEGIN 0x100
#define PAINT 0xA7
#define EEPROM_BYTES 1024

static avr_t *chip;
static unsigned stack_limit, least_unused;
static const char *kept_path;
static uint8_t kept[EEPROM_BYTES];

void memory_forget(void) {
    memset(chip->data + RAM_BEGIN, PAINT, chip->ramend + 1u - RAM_BEGIN);
}

void memory_open(avr_t *avr, const elf_firmware_t *firmware, const char *path) {
    chip = avr;
    kept_path = path;
    stack_limit = RAM_BEGIN + firmware->datasize + firmware->bsssize;
    least_unused = avr->ramend;
    memory_forget();

    memset(kept, 0xFF, sizeof kept);
    FILE *file = fopen(path, "rb");
    if (file != NULL) {
        if (fread(kept, 1, sizeof kept, file) == 0) warnx("%s: empty", path);
        fclose(file);
    }
    avr_eeprom_desc_t all = {.ee = kept, .offset = 0, .size = sizeof kept};
    avr_ioctl(avr, AVR_IOCTL_EEPROM_SET, &all);
}

void memory_keep(void) {
    avr_eeprom_desc_t all = {.ee = NULL, .offset = 0, .size = EEPROM_BYTES};
    avr_ioctl(chip, AVR_IOCTL_EEPROM_GET, &all);
    if (memcmp(all.ee, kept, sizeof kept) == 0) return;
    memcpy(kept, all.ee, sizeof kept);
    FILE *file = fopen(kept_path, "wb");
    if (file == NULL || fwrite(kept, 1, sizeof kept, file) != sizeof kept) {
        warn("%s", kept_path);
    }
    if (file != NULL) fclose(file);
}

unsigned memory_unused(void) {
    unsigned at = stack_limit;
    while (at <= chip->ramend && chip->data[at] == PAINT) at++;
    if (at - stack_limit < least_unused) least_unused = at - stack_limit;
    return least_unused;
}
