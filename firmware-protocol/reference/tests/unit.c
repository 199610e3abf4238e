/* SPDX-License-Identifier: Apache-2.0 */

/* What vectors can't well say: long times, full queues, small units. */

#include "harness.h"

enum {
    IDENTIFY = 1, CAPABILITIES, STATUS, GLYPHS, SHOW = 0x10, CLEAR, START = 0x20, STATISTICS,
    LINK = 0x25, PAD = 0x30, RATE, BEEP = 0x33, PRESENCE, DOTS = 0x40, OPEN = 0x50, KEY = 0x52
};

static struct bench bench;

static uint16_t two(const uint8_t *at) {
    return (uint16_t)(at[0] | at[1] << 8);
}

static void start(void) {
    bench_begin(&bench);
    CHECK(bench_ask(&bench, START, bench.traits.uid, 6).status == WB_OK);
}

static struct answer poll(uint16_t acknowledged) {
    uint8_t ack[2];
    ack[0] = (uint8_t)acknowledged;
    ack[1] = (uint8_t)(acknowledged >> 8);
    return bench_ask(&bench, STATUS, ack, 2);
}

/* More events than there are numbers; each is told once, and 65535 is followed by 1. */
static void numbers_go_round(void) {
    uint16_t acknowledged = 0, expected = 1;
    unsigned long pressed = 0, told = 0;
    start();
    while (told < 70000UL) {
        struct answer answer;
        uint8_t at;
        while (wb_event_key(&bench.unit, (uint8_t)(pressed % 12 + 1), (uint16_t)(pressed % 9999)))
            pressed++;
        answer = poll(acknowledged);
        CHECK(answer.status == WB_OK && answer.size == 5 + 8 * 5);
        CHECK(two(answer.payload + 3) == expected);
        for (at = 5; at < answer.size; at = (uint8_t)(at + 5)) {
            CHECK(answer.payload[at + 2] == told % 12 + 1);
            CHECK(two(answer.payload + at + 3) == told % 9999);
            acknowledged = expected;
            expected = (uint16_t)(expected == 65535 ? 1 : expected + 1);
            told++;
        }
    }
}

/* An acknowledgement of what does not wait changes nothing. */
static void strange_acknowledgements(void) {
    start();
    CHECK(wb_event_key(&bench.unit, 1, WB_NO_DIGITS) && wb_event_key(&bench.unit, 2, 0));
    CHECK(poll(0).size == 15 && poll(3).size == 15 && poll(65535).size == 15);
    CHECK(poll(1).size == 10 && poll(1).size == 10 && poll(2).size == 3 && poll(2).size == 3);
}

/* A rating's end always finds room; presence leaves half of the queue to people. */
static void full_queues(void) {
    unsigned presence = 0, keys = 0;
    start();
    while (bench.unit.waiting == presence && presence < 250) {
        wb_event_presence(&bench.unit, 0, presence % 2 == 0 ? WB_SOMEBODY : WB_NOBODY, 50, 0);
        bench_wait(&bench, 1100);
        presence++;
    }
    CHECK(presence == WB_EVENT_QUEUE / 2 + 1);
    CHECK((poll(0).payload[0] & 16) != 0);
    CHECK(bench_ask(&bench, RATE, BYTES("\1\36")).status == WB_OK);
    while (wb_event_key(&bench.unit, 1, WB_NO_DIGITS)) keys++;
    CHECK(keys == WB_EVENT_QUEUE - WB_EVENT_QUEUE / 2 - 1);
    CHECK(bench_ask(&bench, RATE, BYTES("\2\36")).status == WB_BUSY && bench.is_rating_open);
    CHECK(wb_event_rating(&bench.unit, 5) && bench.unit.waiting == WB_EVENT_QUEUE);
    CHECK(bench_ask(&bench, RATE, BYTES("\2\36")).status == WB_BUSY && !bench.is_rating_open);
    poll(1);
    CHECK(bench_ask(&bench, RATE, BYTES("\2\36")).status == WB_OK && bench.is_rating_open);
}

/* Busy is not kept, and what has no number disturbs no repeat. */
static void repeats(void) {
    start();
    CHECK(bench_ask_at(&bench, 7, 90, BEEP, BYTES("\1\1")).status == WB_OK);
    CHECK(bench_ask_at(&bench, 7, 0, IDENTIFY, BYTES("")).status == WB_OK);
    CHECK(bench_ask_at(&bench, 7, 90, BEEP, BYTES("\1\1")).status == WB_OK && bench.beeps == 1);
    CHECK(bench_ask_at(&bench, 7, 90, BEEP, BYTES("\2\1")).status == WB_OK && bench.beeps == 3);
    while (wb_event_key(&bench.unit, 1, WB_NO_DIGITS)) {}
    CHECK(bench_ask_at(&bench, 7, 91, RATE, BYTES("\1\36")).status == WB_BUSY);
    poll(1);
    CHECK(bench_ask_at(&bench, 7, 91, RATE, BYTES("\1\36")).status == WB_OK);
}

/* A face asked for again is the same face; one taken down appears anew. */
static void same_face(void) {
    uint8_t number;
    start();
    CHECK(bench_ask(&bench, SHOW, BYTES("\1\0\0\0\62\0\12\0A")).status == WB_OK);
    number = bench.unit.face_number;
    bench_wait(&bench, 600);
    CHECK(bench_ask(&bench, SHOW, BYTES("\1\0\0\0\62\0\12\0A")).status == WB_OK);
    CHECK(bench.unit.face_number == number && bench.view.kind == WB_VIEW_DARK);
    bench_wait(&bench, 10000);
    CHECK(bench.view.kind == WB_VIEW_SILENCE);
    CHECK(bench_ask(&bench, SHOW, BYTES("\1\0\0\0\62\0\12\0A")).status == WB_OK);
    CHECK(bench.view.kind == WB_VIEW_TEXT);
}

/* What is gone is told by its code, whatever the firmware says. */
static void faults(void) {
    struct answer answer;
    start();
    wb_event_fault(&bench.unit, WB_DISPLAY, false, 0x0BAD);
    wb_event_fault(&bench.unit, WB_DISPLAY, true, 0x0BAD);
    answer = poll(0);
    CHECK(answer.size == 15);
    CHECK(answer.payload[7] == WB_DISPLAY && two(answer.payload + 8) == 0x0BAD);
    CHECK(answer.payload[12] == 0 && two(answer.payload + 13) == WB_DISPLAY);
}

/* No moment of the clock is special, nor is its wrapping. */
static void clock_wraps(void) {
    uint32_t at = 0, begin;
    bench_begin(&bench);
    begin = bench.now = 0xFFFFFFFFUL - 3000;
    bench_restart(&bench);
    CHECK(bench_ask(&bench, SHOW, BYTES("\1\0\0\0\0\0\12\0A")).status == WB_OK);
    CHECK(wb_deadline(&bench.unit, &at) && at == begin + 5000);
    bench.traits.bauds = 1;
    bench_restart(&bench);
    CHECK(bench_ask(&bench, SHOW, BYTES("\1\0\0\0\0\0\12\0A")).status == WB_OK);
    CHECK(wb_deadline(&bench.unit, &at) && at == begin + 10000);
    bench_wait(&bench, 9999);
    CHECK(bench.view.kind == WB_VIEW_TEXT);
    bench_wait(&bench, 1);
    CHECK(bench.view.kind == WB_VIEW_SILENCE && bench.now == begin + 10000);
    CHECK((poll(0).payload[0] & 2) != 0);
}

/* Five seconds, then two for each rate, until a good frame of anybody is heard. */
static void hunting(void) {
    static const uint32_t rates[] = {19200, 38400, 57600, 115200, 9600, 19200};
    unsigned place;
    bench_begin(&bench);
    bench_wait(&bench, 4999);
    CHECK(bench.baud == 9600);
    bench_wait(&bench, 1);
    for (place = 0; place < 6; place++) {
        CHECK(bench.baud == rates[place]);
        bench_wait(&bench, 1999);
        CHECK(bench.baud == rates[place]);
        bench_wait(&bench, place < 5 ? 1 : 0);
    }
    bench_ask_at(&bench, 99, 1, IDENTIFY, BYTES(""));
    bench_wait(&bench, 4999);
    CHECK(bench.baud == 19200 && bench.wait_us == 0);
    CHECK(bench_ask(&bench, IDENTIFY, BYTES("")).has_come && bench.wait_us == 1042);
}

static void turn_around(void) {
    uint8_t link[9] = {0, 0, 0, 0, 0, 0, 0, 5, 0};
    bench_begin(&bench);
    memcpy(link, bench.traits.uid, 6);
    CHECK(bench_ask(&bench, LINK, link, 9).status == WB_OK);
    CHECK(bench.wait_us == 2084 && bench.baud == 115200 && bench.kept.baud == 5);
    link[7] = 0;
    link[8] = 1;
    CHECK(bench_ask(&bench, LINK, link, 9).status == WB_OK && bench.wait_us == 174);
    CHECK(bench_ask(&bench, IDENTIFY, BYTES("")).has_come && bench.wait_us == 174);
    link[8] = 90;
    CHECK(bench_ask(&bench, LINK, link, 9).status == WB_OK);
    bench_restart(&bench);
    CHECK(bench_ask(&bench, IDENTIFY, BYTES("")).has_come && bench.wait_us == 9000);
}

static void broken_bytes(void) {
    uint8_t wire[32] = {0, 0, 0x40, 7, 1, IDENTIFY};
    uint8_t size = wb_encode(wire, 4);
    bench_begin(&bench);
    bench_hear(&bench, wire, 5);
    wb_framing_error(&bench.unit);
    CHECK(!bench_hear(&bench, wire + 5, (size_t)(size - 5)).has_come && bench.unit.broken == 1);
    CHECK(bench_hear(&bench, wire, size).has_come);
}

/* Memory may hold anything, and a firmware may promise what was not compiled in. */
static void strange_memory(void) {
    bench_begin(&bench);
    memset(&bench.kept, 0xFF, sizeof bench.kept);
    bench.traits.pages = 200;
    bench.traits.presence = 200;
    bench.traits.bauds = 2;
    bench_restart(&bench);
    CHECK(bench.baud == 9600 && bench.unit.memory.address == 0 && bench.kept.boot == 0);
    CHECK(bench.unit.traits.pages == WB_PAGES && bench.unit.traits.presence == WB_PRESENCE);
    bench.traits.width = 0;
    bench.kept.address = 7;
    memset(&bench.kept, 0, sizeof bench.kept);
    bench.kept.address = 7;
    bench_restart(&bench);
    CHECK(bench_ask(&bench, SHOW, BYTES("\1\0\0\0\0\0\12\0A")).status == WB_NOT_HERE);
    CHECK(bench_ask(&bench, GLYPHS, BYTES("A")).status == WB_NOT_HERE);
    CHECK(poll(0).payload[0] == 1);
}

/* Frames to others may be longer than anything this unit takes. */
static void long_frames(void) {
    uint8_t wire[256];
    memset(wire, 0xAB, sizeof wire);
    wire[2] = 0x40;
    wire[3] = 99;
    bench_begin(&bench);
    bench_hear(&bench, wire, wb_encode(wire, 246));
    CHECK(bench.unit.good == 1 && bench.unit.broken == 0);
    memset(wire, 0xAB, sizeof wire);
    wire[2] = 0x40;
    wire[3] = 7;
    bench_hear(&bench, wire, wb_encode(wire, 246));
    CHECK(bench.unit.good == 2 && bench.sends == (WB_BODY_MAX < 250 ? 0 : 1));
}

#if WB_WITH_FIRMWARE
/* The hardware's refusals have the payload that is theirs. */
static void refused_images(void) {
    struct answer answer;
    bench_begin(&bench);
    answer = bench_ask(&bench, 0x60, BYTES("\0\20\0\0\0\0\0\0\1\0\0"));
    CHECK(answer.status == WB_VALUE && answer.size == 1 && answer.payload[0] == 0);
    bench.image_status = WB_FAULT;
    answer = bench_ask(&bench, 0x60, BYTES("\1\0\0\0\0\0\0\0\1\0\0"));
    CHECK(answer.status == WB_FAULT && answer.size == 1 && answer.payload[0] == WB_MEMORY);
}
#endif

#if WB_WITH_AUTH
/* Neither a stranger nor who repeats a sealed frame keeps an old number alive. */
static void strangers(void) {
    bench_begin(&bench);
    CHECK(bench_ask(&bench, SHOW, BYTES("\1\0\0\0\0\0\12\0A")).status == WB_OK);
    CHECK(bench_ask(&bench, KEY, BYTES("0123456789ABCDEF")).status == WB_OK);
    bench_wait(&bench, 9000);
    CHECK(bench_ask(&bench, IDENTIFY, BYTES("")).status == WB_OK);
    CHECK(bench_ask(&bench, CLEAR, BYTES("\1\0")).status == WB_SEAL_REQUIRED);
    CHECK(bench_ask_at(&bench, 255, 0, CLEAR, BYTES("\1\0")).has_come == false);
    CHECK(bench.view.kind == WB_VIEW_TEXT);
    bench_wait(&bench, 1000);
    CHECK(bench.view.kind == WB_VIEW_SILENCE);
}
#endif

void test_unit(void) {
    numbers_go_round();
    strange_acknowledgements();
    full_queues();
    repeats();
    same_face();
    faults();
    clock_wraps();
    hunting();
    turn_around();
    broken_bytes();
    strange_memory();
    long_frames();
#if WB_WITH_FIRMWARE
    refused_images();
#endif
#if WB_WITH_AUTH
    strangers();
#endif
}
