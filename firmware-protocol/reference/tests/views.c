/* SPDX-License-Identifier: Apache-2.0 */

/* What is to be seen, as time passes. */

#include "harness.h"

static struct bench bench;

static struct wb_view view_at(uint32_t ms) {
    struct wb_view view;
    wb_view(&bench.unit, ms, &view);
    return view;
}

static bool says(struct wb_view view, const char *text) {
    return view.kind == WB_VIEW_TEXT && view.size == strlen(text)
        && memcmp(view.data, text, view.size) == 0;
}

static void pages(void) {
    bench_begin(&bench);
    CHECK(view_at(0).kind == WB_VIEW_SILENCE);
    CHECK(bench_ask(&bench, 0x10, BYTES("\5\0\x10\12\0\0\12\0one")).status == WB_OK);
    CHECK(bench.view.kind == WB_VIEW_SILENCE);
    CHECK(bench_ask(&bench, 0x10, BYTES("\5\0\x11\24\0\0\12\0two")).status == WB_OK);
    CHECK(says(bench.view, "one") && bench.view.next_ms == 1000);
    CHECK(says(view_at(999), "one") && says(view_at(1000), "two") && says(view_at(2999), "two"));
    CHECK(says(view_at(3000), "one") && view_at(2500).next_ms == 500);
    bench_wait(&bench, 1500);
    CHECK(says(bench.view, "two"));
}

static void blinking(void) {
    bench_begin(&bench);
    CHECK(bench_ask(&bench, 0x10, BYTES("\5\0\0\0\17\0\12\1A")).status == WB_OK);
    CHECK(says(view_at(0), "A") && view_at(0).colour == 1 && view_at(0).next_ms == 500);
    CHECK(view_at(500).kind == WB_VIEW_DARK && view_at(700).next_ms == 300);
    CHECK(says(view_at(1499), "A") && says(view_at(1600), "A") && view_at(1600).next_ms == 0);
    /* A colour it does not have, and blinking without end. */
    CHECK(bench_ask(&bench, 0x10, BYTES("\5\0\0\0\377\0\12\4A")).status == WB_OK);
    CHECK(view_at(1000000).colour == 0 && view_at(1000600).kind == WB_VIEW_DARK);
}

/* A sign that is shown one face for months does not begin to blink again. */
static void old_faces(void) {
    unsigned long poll;
    bench_begin(&bench);
    CHECK(bench_ask(&bench, 0x10, BYTES("\5\0\0\0\12\0\377\0A")).status == WB_OK);
    /* Four months, in steps of 200 s. */
    for (poll = 0; poll < 432UL * 120; poll++) {
        wb_tick(&bench.unit, bench.now += 200000UL);
        CHECK(bench_ask(&bench, 3, BYTES("\0\0")).has_come);
        CHECK(view_at(bench.now).next_ms == 0 && says(view_at(bench.now + 600), "A"));
    }
}

static void running(void) {
    struct wb_view view;
    bench_begin(&bench);
    CHECK(bench_ask(&bench, 0x10, BYTES("\5\0\0\0\0\144\12\0wide")).status == WB_OK);
    view = view_at(0);
    CHECK(view.scrolls && wb_line_x(64, 40, &view) == 12 && wb_line_x(64, 100, &view) == 0);
    view = view_at(500);
    CHECK(view.scrolled == 50 && wb_line_x(64, 100, &view) == -50);
    view = view_at(1000);
    CHECK(wb_line_x(64, 100, &view) == 64);
    view = view_at(1640);
    CHECK(wb_line_x(64, 100, &view) == 0);
    view.scrolls = false;
    CHECK(wb_line_x(64, 100, &view) == 0);
}

void test_views(void) {
    pages();
    blinking();
    old_faces();
    running();
}
