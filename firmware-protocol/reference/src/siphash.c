/* SPDX-License-Identifier: Apache-2.0 */

/* SipHash-2-4 with 64 bits of output, after the paper of Aumasson and Bernstein. */

#include "parts.h"

#if WB_WITH_AUTH

static uint64_t rotate(uint64_t word, uint8_t by) {
    return word << by | word >> (64 - by);
}

static uint64_t load(const uint8_t *at) {
    return wb_get32(at) | (uint64_t)wb_get32(at + 4) << 32;
}

static void round_of(uint64_t *v) {
    v[0] += v[1];
    v[2] += v[3];
    v[1] = rotate(v[1], 13) ^ v[0];
    v[3] = rotate(v[3], 16) ^ v[2];
    v[0] = rotate(v[0], 32);
    v[2] += v[1];
    v[0] += v[3];
    v[1] = rotate(v[1], 17) ^ v[2];
    v[3] = rotate(v[3], 21) ^ v[0];
    v[2] = rotate(v[2], 32);
}

static void compress(uint64_t *v, uint64_t word) {
    v[3] ^= word;
    round_of(v);
    round_of(v);
    v[0] ^= word;
}

void wb_siphash(const uint8_t key[16], const uint8_t *bytes, uint16_t size, uint8_t mac[8]) {
    uint64_t k0 = load(key), k1 = load(key + 8);
    uint64_t v[4];
    uint8_t last[8] = {0};
    uint16_t at;
    v[0] = k0 ^ 0x736F6D6570736575ULL;
    v[1] = k1 ^ 0x646F72616E646F6DULL;
    v[2] = k0 ^ 0x6C7967656E657261ULL;
    v[3] = k1 ^ 0x7465646279746573ULL;
    for (at = 0; at + 8 <= size; at = (uint16_t)(at + 8)) compress(v, load(bytes + at));
    memcpy(last, bytes + at, (size_t)(size - at));
    last[7] = (uint8_t)size;
    compress(v, load(last));
    v[2] ^= 0xFF;
    for (at = 0; at < 4; at++) round_of(v);
    k0 = v[0] ^ v[1] ^ v[2] ^ v[3];
    for (at = 0; at < 8; at++) mac[at] = (uint8_t)(k0 >> 8 * at);
}

#endif
