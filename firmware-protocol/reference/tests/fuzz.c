/* SPDX-License-Identifier: Apache-2.0 */

/*
 * Bytes, whole frames, time and events in any order, as libFuzzer likes. Besides the sanitizers it
 * holds that every answer is a sound frame to nobody but who asked, that what is to be seen lies in
 * the unit, that queues stay in their bounds, and that events are numbered without a gap.
 */

#include <stdlib.h>
#include <string.h>

#include "window_bus.h"

struct input {
    const uint8_t *at, *end;
};

static struct wb_unit unit;
static struct wb_memory kept;
static uint32_t now;
static uint16_t first_waiting;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(bool is_so) {
    if (!is_so) abort();
}

static uint8_t take(struct input *input) {
    return input->at < input->end ? *input->at++ : 0;
}

static uint16_t two(const uint8_t *at) {
    return (uint16_t)(at[0] | at[1] << 8);
}

/* The first event that is told is the oldest that waits. */
static void check_status(const uint8_t *body, uint8_t size) {
    bool is_sealed = (body[0] & 0x10) != 0;
    uint8_t payload = (uint8_t)(size - 9 - (is_sealed ? 12 : 0));
    if (body[3] != 3 || body[4] != WB_OK || payload < 5) return;
    demand(unit.waiting > 0 && (payload - 5) % 5 == 0);
    first_waiting = two(body + 8);
    demand(first_waiting != 0);
    demand((uint16_t)(unit.next_event - first_waiting
                      - (unit.next_event < first_waiting ? 1 : 0)) == unit.waiting);
}

static void send(void *context, const uint8_t *bytes, uint8_t size, uint16_t wait_us) {
    struct wb_decoder decoder;
    uint8_t place;
    (void)context;
    demand(size <= WB_ANSWER_MAX + 3 && wait_us >= 174 && wait_us <= 9000);
    memset(&decoder, 0, sizeof decoder);
    for (place = 0; place < size; place++) {
        enum wb_heard heard = wb_decode(&decoder, bytes[place]);
        demand(heard == (place + 1 == size ? WB_FRAME : WB_NOTHING));
    }
    demand((decoder.body[0] & 0xEF) == 0x60 && decoder.size >= 9);
    demand(decoder.body[1] == unit.decoder.body[1] || unit.decoder.body[1] == 255);
    if (bytes == unit.answer) check_status(decoder.body, decoder.size);
}

static bool load(void *context, struct wb_memory *memory) {
    (void)context;
    *memory = kept;
    return true;
}

static void store(void *context, const struct wb_memory *memory) {
    (void)context;
    kept = *memory;
}

static void set_baud(void *context, uint32_t baud) {
    (void)context;
    demand(baud >= 9600 && baud <= 115200);
}

static void draw(void *context, const struct wb_view *view) {
    uint32_t all = 0;
    uint16_t place;
    const struct wb_face *face = &unit.faces[unit.shown];
    (void)context;
    if (view->kind < WB_VIEW_TEXT) return;
    demand(view->data >= face->memory);
    demand(view->data + view->size <= face->memory + sizeof face->memory);
    /* Every byte may be read. */
    for (place = 0; place < view->size; place++) all += view->data[place];
    demand(all <= 0xFFFFFFUL && unit.tag != 0 && !unit.is_silence_face);
}

static bool may_install_key(void *context) {
    (void)context;
    return true;
}

static void nonce(void *context, uint8_t bytes[8]) {
    (void)context;
    memset(bytes, 0x5A, 8);
}

static uint8_t begin_firmware(void *context, uint32_t size, const uint8_t version[3]) {
    (void)context;
    return size > 4096 || version[0] > 250 ? WB_REFUSED : WB_OK;
}

static uint8_t take_firmware(void *context, uint32_t offset, const uint8_t *data, uint8_t size) {
    (void)context;
    demand(offset + size <= 4096 && data != NULL);
    return WB_OK;
}

static void restart(void) {
    static struct wb_port port;
    static const struct wb_traits traits = {
        {0x10, 0x32, 0x54, 0x76, 0x98, 0xBA}, 0xFFFF, 3, 1, {1, 2, 3}, "Fuzzed", 0, 0, 0xFFFF, 0,
        64, 16, 2, 0, 1, 3, 0x1F, WB_PRESENCE, {2}};
    port.send = send;
    port.load = load;
    port.store = store;
    port.set_baud = set_baud;
    port.draw = draw;
    port.may_install_key = may_install_key;
    port.nonce = nonce;
    port.begin_firmware = begin_firmware;
    port.take_firmware = take_firmware;
    wb_init(&unit, &traits, &port, NULL, now);
}

/* A frame with a right sum and, if it can be, a right seal. */
static void hear_frame(struct input *input, bool is_sealed) {
    uint8_t wire[256];
    uint8_t size = take(input), place;
    uint8_t *body = wire + 2;
    size = (uint8_t)(4 + size % 231);
    for (place = 0; place < size; place++) body[place] = take(input);
    body[0] = (uint8_t)((body[0] & 0x20) | 0x40 | (is_sealed ? 0x10 : 0));
    if ((body[1] & 3) != 0) body[1] = (body[1] & 3) == 1 ? 255 : unit.memory.address;
#if WB_WITH_AUTH
    if (is_sealed) {
        const struct wb_session *session =
            unit.offered.is_open ? &unit.offered : &unit.session;
        uint32_t counter = session->counter + 1;
        for (place = 0; place < 4; place++) body[size++] = (uint8_t)(counter >> 8 * place);
        wb_siphash(session->key, body, size, body + size);
        size = (uint8_t)(size + 8);
    }
#endif
    size = wb_encode(wire, size);
    for (place = 0; place < size; place++) wb_receive(&unit, wire[place]);
}

static void check(void) {
    uint32_t at = now;
    demand(unit.waiting <= WB_EVENT_QUEUE && unit.waiting_presence <= unit.waiting);
    demand(!unit.is_rating || unit.waiting < WB_EVENT_QUEUE);
    demand(unit.next_event != 0 && unit.memory.address <= 250);
    demand(unit.is_silence_face == (unit.visible == WB_VIEW_SILENCE));
    if (wb_deadline(&unit, &at)) demand(at - now <= 255000UL);
}

static void step(struct input *input) {
    uint8_t what = take(input);
    uint8_t value = take(input);
    switch (what % 12) {
    case 0: wb_receive(&unit, value); break;
    case 1: wb_framing_error(&unit); break;
    case 2: wb_tick(&unit, now += value); break;
    case 3: wb_tick(&unit, now += value * 1000UL); break;
    case 4: wb_event_key(&unit, value, (uint16_t)(value * 100)); break;
    case 5: wb_event_rating(&unit, value % 7); break;
    case 6: wb_event_presence(&unit, value & 3, value >> 2 & 3, value, value >> 6); break;
    case 7: wb_event_fault(&unit, value & 15, value >> 7, value); break;
    case 8: if (value == 0) restart(); break;
    case 9: hear_frame(input, true); break;
    default: hear_frame(input, false); break;
    }
    check();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct input input;
    input.at = data;
    input.end = data + size;
    now = 0xFFFF0000UL;
    memset(&kept, 0, sizeof kept);
    kept.address = 7;
    restart();
    while (input.at < input.end) step(&input);
    return 0;
}
