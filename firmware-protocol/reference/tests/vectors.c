/* SPDX-License-Identifier: Apache-2.0 */

/* Does what the lines of vectors.py say, and compares. */

#include "harness.h"

enum { LINE = 8192, WORDS = 64 };

static struct bench bench;
static struct wb_traits traits;
static struct wb_memory memory;
static uint8_t nonces[64];

/* The words of the line behind its verb. */
static char *words[WORDS];
static unsigned count;

static const char *word(unsigned place) {
    return place < count ? words[place] : "-";
}

static bool has(unsigned place) {
    return strcmp(word(place), "-") != 0;
}

static unsigned long number(unsigned place) {
    return strtoul(word(place), NULL, 10);
}

static size_t hex(unsigned place, uint8_t *bytes, size_t room) {
    const char *at = word(place);
    size_t size = 0;
    unsigned byte;
    if (!has(place)) return 0;
    for (; size < room && sscanf(at, "%2x", &byte) == 1; at += 2) bytes[size++] = (uint8_t)byte;
    return size;
}

static bool is_hex(unsigned place, const uint8_t *bytes, size_t size) {
    uint8_t wanted[LINE / 2];
    return hex(place, wanted, sizeof wanted) == size && memcmp(wanted, bytes, size) == 0;
}

static void check_frame(void) {
    uint8_t bytes[300], wire[300];
    size_t size = hex(0, bytes, sizeof bytes), place;
    size_t body = hex(1, wire + 2, sizeof wire - 2) - 4;
    struct wb_decoder decoder;
    enum wb_heard heard = WB_NOTHING;
    memset(&decoder, 0, sizeof decoder);
    for (place = 0; place < size; place++) {
        heard = wb_decode(&decoder, bytes[place]);
        CHECK(heard == (place + 1 < size ? WB_NOTHING : WB_FRAME));
    }
    CHECK(is_hex(1, decoder.body, decoder.size));
    CHECK(wb_encode(wire, (uint8_t)body) == size && memcmp(wire, bytes, size) == 0);
}

static void check_hears(void) {
    static uint8_t bytes[LINE / 2];
    size_t size = hex(0, bytes, sizeof bytes), place;
    unsigned next = 1;
    struct wb_decoder decoder;
    memset(&decoder, 0, sizeof decoder);
    for (place = 0; place < size; place++) {
        enum wb_heard heard = wb_decode(&decoder, bytes[place]);
        if (heard == WB_NOTHING) continue;
        if (strcmp(word(next), "!") == 0) {
            CHECK(heard == WB_BROKEN);
        } else {
            CHECK(heard == WB_FRAME && is_hex(next, decoder.body, decoder.size));
        }
        next++;
    }
    CHECK(next == count);
}

static void check_siphash(void) {
    uint8_t key[16], message[256], mac[8];
    size_t size = hex(1, message, sizeof message);
    CHECK(hex(0, key, sizeof key) == sizeof key);
    wb_siphash(key, message, (uint16_t)size, mac);
    CHECK(is_hex(2, mac, sizeof mac));
}

static void check_seal(void) {
    uint8_t key[16], body[256], mac[8];
    size_t mac_at = hex(1, body, sizeof body) - 12;
    CHECK(hex(0, key, sizeof key) == sizeof key);
    wb_siphash(key, body, (uint16_t)mac_at, mac);
    CHECK((memcmp(mac, body + mac_at, sizeof mac) == 0) == (number(2) == 1));
}

static struct answer hear(void) {
    uint8_t bytes[LINE / 2];
    return bench_hear(&bench, bytes, hex(0, bytes, sizeof bytes));
}

static void check_ask(void) {
    unsigned sends = bench.sends;
    struct answer answer = hear();
    if (!has(2)) {
        CHECK(bench.sends == sends);
        return;
    }
    CHECK(bench.sends == sends + 1 && answer.has_come && answer.status == number(2));
    if (has(1)) CHECK(is_hex(1, bench.sent, bench.sent_size));
}

static void check_broken(void) {
    unsigned sends = bench.sends;
    hear();
    CHECK(bench.sends == sends && bench.unit.broken == 1 && bench.unit.good == 0);
}

static void check_refused(void) {
    struct answer answer = hear();
    CHECK(answer.has_come && answer.status == number(1));
    CHECK(is_hex(2, answer.payload, answer.size));
}

/* A picture of one row, so that a page can have any size. */
static void check_packed(void) {
    uint8_t dots[256] = {1, 0, 0, 0, 0}, draw[12] = {1, 0, 1, 0, 0, 0, 9, 0};
    unsigned long width = number(0) * 8;
    size_t size = hex(1, dots + 8, sizeof dots - 8), place;
    bool is_good;
    bench_begin(&bench);
    bench.traits.height = 1;
    bench_restart(&bench);
    dots[5] = (uint8_t)width;
    dots[6] = (uint8_t)(width >> 8);
    dots[7] = 1;
    for (place = 0; place < 4; place++) draw[8 + place] = (uint8_t)(number(2) >> 8 * place);
    is_good = bench_ask(&bench, 0x40, dots, size + 8).status == WB_OK
        && bench_ask(&bench, 0x41, draw, sizeof draw).status == WB_OK;
    CHECK(is_good == (number(3) == 1));
}

static void set_identity(void) {
    hex(0, traits.uid, sizeof traits.uid);
    traits.vendor = (uint16_t)number(1);
    traits.model = (uint16_t)number(2);
    traits.hardware = (uint8_t)number(3);
    traits.firmware[0] = (uint8_t)number(4);
    traits.firmware[1] = (uint8_t)number(5);
    traits.firmware[2] = (uint8_t)number(6);
    memset(traits.name, 0, sizeof traits.name);
    hex(7, (uint8_t *)traits.name, sizeof traits.name);
}

static void set_abilities(void) {
    traits.level = (uint8_t)number(0);
    traits.schema = (uint32_t)number(1);
    traits.features = (uint16_t)number(2);
    traits.needs = (uint16_t)number(3);
    traits.width = (uint16_t)number(4);
    traits.height = (uint8_t)number(5);
    traits.lines = (uint8_t)number(6);
    traits.pages = (uint8_t)number(7);
    traits.charset = (uint8_t)number(8);
    traits.colours = (uint8_t)number(9);
    traits.bauds = (uint8_t)number(10);
}

static void set_memory(void) {
    memset(&memory, 0, sizeof memory);
    memory.address = (uint8_t)number(0);
    memory.boot = (uint16_t)number(1);
    hex(2, memory.key, sizeof memory.key);
    hex(3, nonces, sizeof nonces);
}

static void switch_on(void) {
    memset(&bench, 0, sizeof bench);
    bench.traits = traits;
    bench.kept = memory;
    memcpy(bench.nonces, nonces, sizeof nonces);
    bench_restart(&bench);
}

static bool perform(const char *verb) {
    static uint8_t bytes[LINE / 2];
    if (strcmp(verb, "schema") == 0) CHECK(number(0) == WB_SCHEMA);
    else if (strcmp(verb, "crc") == 0)
        CHECK(wb_crc32(0, bytes, (uint16_t)hex(0, bytes, sizeof bytes)) == number(1));
    else if (strcmp(verb, "frame") == 0) check_frame();
    else if (strcmp(verb, "hears") == 0) check_hears();
    else if (strcmp(verb, "siphash") == 0) check_siphash();
    else if (strcmp(verb, "seal") == 0) check_seal();
    else if (strcmp(verb, "identity") == 0) set_identity();
    else if (strcmp(verb, "abilities") == 0) set_abilities();
    else if (strcmp(verb, "channels") == 0)
        traits.presence = (uint8_t)hex(0, traits.presence_kind, WB_PRESENCE);
    else if (strcmp(verb, "memory") == 0) set_memory();
    else if (strcmp(verb, "on") == 0) switch_on();
    else if (strcmp(verb, "broken") == 0) check_broken();
    else if (strcmp(verb, "refused") == 0) check_refused();
    else if (strcmp(verb, "packed") == 0) check_packed();
    else if (strcmp(verb, "ask") == 0) check_ask();
    else if (strcmp(verb, "wait") == 0) bench_wait(&bench, (uint32_t)number(0));
    else if (strcmp(verb, "press") == 0)
        wb_event_key(&bench.unit, (uint8_t)number(0), (uint16_t)number(1));
    else if (strcmp(verb, "rate") == 0) wb_event_rating(&bench.unit, (uint8_t)number(0));
    else if (strcmp(verb, "sense") == 0)
        wb_event_presence(&bench.unit, (uint8_t)number(0), (uint8_t)number(1),
                          (uint8_t)number(2), (uint8_t)number(3));
    else if (strcmp(verb, "restart") == 0) bench_restart(&bench);
    else return false;
    return true;
}

bool test_vectors(const char *path) {
    static char line[LINE];
    FILE *lines = fopen(path, "r");
    unsigned names = 0;
    if (lines == NULL) return false;
    while (fgets(line, sizeof line, lines) != NULL) {
        char *verb;
        if (strncmp(line, "name ", 5) == 0) {
            snprintf(checking, sizeof checking, "%.*s", (int)strcspn(line + 5, "\n"), line + 5);
            names++;
            continue;
        }
        verb = strtok(line, " \n");
        for (count = 0; count < WORDS && (words[count] = strtok(NULL, " \n")) != NULL;) count++;
        if (verb == NULL || !perform(verb)) return false;
    }
    fclose(lines);
    checking[0] = 0;
    printf("%u vectors and steps\n", names);
    return names > 0;
}
