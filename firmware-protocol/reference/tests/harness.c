/* SPDX-License-Identifier: Apache-2.0 */

#include "harness.h"

unsigned failures, checks;
char checking[256];

void check_at(bool is_so, const char *what, const char *file, int line) {
    checks++;
    if (is_so) return;
    failures++;
    fprintf(stderr, "%s:%d: %s (%s)\n", file, line, what, checking);
}

static void send(void *context, const uint8_t *bytes, uint8_t size, uint16_t wait_us) {
    struct bench *bench = context;
    memcpy(bench->sent, bytes, size);
    bench->sent_size = size;
    bench->wait_us = wait_us;
    bench->sends++;
}

static void set_baud(void *context, uint32_t baud) {
    ((struct bench *)context)->baud = baud;
}

static bool load(void *context, struct wb_memory *memory) {
    *memory = ((struct bench *)context)->kept;
    return true;
}

static void store(void *context, const struct wb_memory *memory) {
    struct bench *bench = context;
    bench->kept = *memory;
    bench->stores++;
}

/* The font of the vectors. */
static bool has_glyph(void *context, uint32_t code_point) {
    (void)context;
    return code_point <= 0xFFFF && code_point != 0x4DAE;
}

static void draw(void *context, const struct wb_view *view) {
    struct bench *bench = context;
    bench->view = *view;
    bench->draws++;
}

static void set_brightness(void *context, uint8_t percent) {
    ((struct bench *)context)->brightness = percent;
}

static void show_pad(void *context, const struct wb_pad *pad) {
    ((struct bench *)context)->pad = *pad;
}

static void open_rating(void *context, bool is_open) {
    ((struct bench *)context)->is_rating_open = is_open;
}

static void set_light(void *context, uint8_t mode, uint8_t colour) {
    (void)colour;
    ((struct bench *)context)->light = mode;
}

static void beep(void *context, uint8_t times, uint16_t length_ms) {
    (void)length_ms;
    ((struct bench *)context)->beeps += times;
}

static void set_time(void *context, uint32_t unix_seconds, int16_t minutes_east) {
    struct bench *bench = context;
    bench->time = unix_seconds;
    bench->minutes_east = minutes_east;
}

static void measure(void *context, uint8_t *temperature, uint8_t *supply) {
    (void)context;
    *temperature = 70;
    *supply = 120;
}

static bool may_install_key(void *context) {
    return ((struct bench *)context)->is_button_held;
}

static void nonce(void *context, uint8_t bytes[8]) {
    struct bench *bench = context;
    memcpy(bytes, bench->nonces + bench->nonce_at, 8);
    bench->nonce_at = (bench->nonce_at + 8) % sizeof bench->nonces;
}

static uint8_t begin_firmware(void *context, uint32_t size, const uint8_t version[3]) {
    struct bench *bench = context;
    (void)version;
    if (bench->image_status != WB_OK) return bench->image_status;
    return size <= sizeof bench->image ? WB_OK : WB_VALUE;
}

static uint8_t take_firmware(void *context, uint32_t offset, const uint8_t *data, uint8_t size) {
    struct bench *bench = context;
    if (bench->image_status != WB_OK) return bench->image_status;
    memcpy(bench->image + offset, data, size);
    return WB_OK;
}

static void finish_firmware(void *context) {
    ((struct bench *)context)->finishes++;
}

const struct wb_port bench_port = {
    send, set_baud, load, store, has_glyph, draw, set_brightness, show_pad, open_rating, set_light,
    beep, set_time, measure, may_install_key, nonce, begin_firmware, take_firmware,
    finish_firmware};

void bench_begin(struct bench *bench) {
    static const struct wb_traits traits = {
        {0x10, 0x32, 0x54, 0x76, 0x98, 0xBA}, 0xFFFF, 3, 1, {1, 2, 3}, "Bench", 0, 0, 0x0FFF, 0,
        64, 16, 2, 0, 1, 3, 0x1F, 2, {2, 4}};
    memset(bench, 0, sizeof *bench);
    bench->traits = traits;
    bench->kept.address = 7;
    bench_restart(bench);
}

void bench_restart(struct bench *bench) {
    wb_init(&bench->unit, &bench->traits, &bench_port, bench, bench->now);
}

void bench_wait(struct bench *bench, uint32_t ms) {
    /* As a main loop would. */
    for (; ms > 20; ms -= 20) wb_tick(&bench->unit, bench->now += 20);
    wb_tick(&bench->unit, bench->now += ms);
}

static struct answer take_apart(const uint8_t *wire, uint8_t size) {
    struct wb_decoder decoder;
    struct answer answer;
    uint8_t place;
    memset(&answer, 0, sizeof answer);
    memset(&decoder, 0, sizeof decoder);
    for (place = 0; place < size; place++) {
        const uint8_t *body = decoder.body;
        if (wb_decode(&decoder, wire[place]) != WB_FRAME) continue;
        answer.has_come = (body[0] & 0xEF) == 0x60 && place + 1 == size && wire[0] == 0;
        answer.is_sealed = (body[0] & 0x10) != 0;
        answer.address = body[1];
        answer.sequence = body[2];
        answer.command = body[3];
        answer.status = body[4];
        answer.size = (uint8_t)(decoder.size - 9 - (answer.is_sealed ? 12 : 0));
        memcpy(answer.payload, body + 5, answer.size);
    }
    return answer;
}

struct answer bench_hear(struct bench *bench, const uint8_t *bytes, size_t size) {
    unsigned sends = bench->sends;
    size_t place;
    for (place = 0; place < size; place++) wb_receive(&bench->unit, bytes[place]);
    return take_apart(bench->sent, bench->sends > sends ? bench->sent_size : 0);
}

struct answer bench_ask_at(struct bench *bench, uint8_t address, uint8_t sequence,
                           uint8_t command, const void *payload, size_t size) {
    uint8_t wire[256] = {0, 0, 0x40, address, sequence, command};
    memcpy(wire + 6, payload, size);
    return bench_hear(bench, wire, wb_encode(wire, (uint8_t)(size + 4)));
}

struct answer bench_ask(struct bench *bench, uint8_t command, const void *payload, size_t size) {
    static uint8_t sequence;
    sequence = (uint8_t)(sequence == 255 ? 1 : sequence + 1);
    return bench_ask_at(bench, 7, sequence, command, payload, size);
}
