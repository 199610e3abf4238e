/* SPDX-License-Identifier: Apache-2.0 */

/* Frames: CRC-32 and COBS (section 4). */

#include "parts.h"

enum { SHORTEST = 8, LONGEST = 250, CRC_SIZE = 4 };

/* The CRC-32 of anything that ends with its own CRC-32. */
#define RESIDUE 0x2144DF1CUL

#if WB_CRC_TABLE
static const uint32_t nibbles[16] = {
    0x00000000UL, 0x1DB71064UL, 0x3B6E20C8UL, 0x26D930ACUL,
    0x76DC4190UL, 0x6B6B51F4UL, 0x4DB26158UL, 0x5005713CUL,
    0xEDB88320UL, 0xF00F9344UL, 0xD6D6A3E8UL, 0xCB61B38CUL,
    0x9B64C2B0UL, 0x86D3D2D4UL, 0xA00AE278UL, 0xBDBDF21CUL};

static uint32_t add_to_crc(uint32_t crc, uint8_t byte) {
    crc ^= byte;
    crc = crc >> 4 ^ nibbles[crc & 15];
    return crc >> 4 ^ nibbles[crc & 15];
}
#else
static uint32_t add_to_crc(uint32_t crc, uint8_t byte) {
    uint8_t bit;
    crc ^= byte;
    for (bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? crc >> 1 ^ 0xEDB88320UL : crc >> 1;
    return crc;
}
#endif

uint32_t wb_crc32(uint32_t crc, const uint8_t *bytes, uint16_t size) {
    uint16_t at;
    crc = ~crc;
    for (at = 0; at < size; at++) crc = add_to_crc(crc, bytes[at]);
    return ~crc;
}

static void begin(struct wb_decoder *decoder) {
    decoder->crc = 0xFFFFFFFFUL;
    decoder->size = 0;
    decoder->left = 0;
    decoder->has_begun = true;
    /* The first code byte has no zero before it. */
    decoder->is_full_piece = true;
    decoder->is_damaged = false;
}

static void add(struct wb_decoder *decoder, uint8_t byte) {
    if (decoder->size == LONGEST) {
        decoder->is_damaged = true;
        return;
    }
    decoder->crc = add_to_crc(decoder->crc, byte);
#if WB_BODY_MAX < 250
    if (decoder->size < WB_BODY_MAX)
#endif
        decoder->body[decoder->size] = byte;
    decoder->size++;
}

static enum wb_heard end(struct wb_decoder *decoder) {
    if (!decoder->has_begun) return WB_NOTHING;
    decoder->has_begun = false;
    if (decoder->is_damaged || decoder->left != 0 || decoder->size < SHORTEST) return WB_BROKEN;
    return ~decoder->crc == RESIDUE ? WB_FRAME : WB_BROKEN;
}

enum wb_heard wb_decode(struct wb_decoder *decoder, uint8_t byte) {
    if (byte == 0) return end(decoder);
    if (!decoder->has_begun) begin(decoder);
    if (decoder->is_damaged) return WB_NOTHING;
    if (decoder->left > 0) {
        decoder->left--;
        add(decoder, byte);
    } else {
        if (!decoder->is_full_piece) add(decoder, 0);
        decoder->left = (uint8_t)(byte - 1);
        decoder->is_full_piece = byte == 255;
    }
    return WB_NOTHING;
}

void wb_spoil(struct wb_decoder *decoder) {
    if (!decoder->has_begun) begin(decoder);
    decoder->is_damaged = true;
}

uint8_t wb_encode(uint8_t *wire, uint8_t size) {
    uint8_t *code = wire + 1;
    uint8_t *at = wire + 2;
    uint8_t *end = at + size + CRC_SIZE;
    uint32_t crc = wb_crc32(0, at, size);
    uint8_t place;
    for (place = 0; place < CRC_SIZE; place++) at[size + place] = (uint8_t)(crc >> 8 * place);
    /* Each zero becomes the code byte of the piece behind it. */
    for (; at < end; at++) {
        if (*at != 0) continue;
        *code = (uint8_t)(at - code);
        code = at;
    }
    *code = (uint8_t)(end - code);
    *wire = 0;
    *end = 0;
    return (uint8_t)WB_WIRE_SIZE(size);
}
