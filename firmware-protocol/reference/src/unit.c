/* SPDX-License-Identifier: Apache-2.0 */

/* The unit's core: from a frame to its answer. Begin reading here, at wb_receive. */

#include "parts.h"

enum { VERSION_MASK = 0xCF, VERSION = 0x40, REQUEST_HEAD = 4, CRC_SIZE = 4, SEAL_SIZE = 12 };
enum { STATUS = 0x03, SHOW = 0x10 };

void wb_put(struct wb_unit *unit, const uint8_t *bytes, uint8_t size) {
    memcpy(unit->answer + 2 + unit->size, bytes, size);
    unit->size = (uint8_t)(unit->size + size);
}

void wb_put8(struct wb_unit *unit, uint8_t value) {
    unit->answer[2 + unit->size++] = value;
}

void wb_put16(struct wb_unit *unit, uint16_t value) {
    wb_put8(unit, (uint8_t)value);
    wb_put8(unit, (uint8_t)(value >> 8));
}

void wb_put32(struct wb_unit *unit, uint32_t value) {
    wb_put16(unit, (uint16_t)value);
    wb_put16(unit, (uint16_t)(value >> 16));
}

uint8_t wb_bad_value(struct wb_unit *unit, uint8_t offset) {
    wb_put8(unit, offset);
    return WB_VALUE;
}

uint8_t wb_wrong_unit(struct wb_unit *unit) {
    wb_put(unit, unit->traits.uid, 6);
    return WB_WRONG_UNIT;
}

static uint8_t level_of(uint8_t command) {
    return command < 0x20 ? 1 : command < 0x40 ? 2 : 3;
}

/* Does what is asked; returns the status, the payload is in the answer. */
static uint8_t perform(struct wb_unit *unit, const struct wb_request *request) {
    if (unit->traits.level != 0 && level_of(request->command) > unit->traits.level) {
        return WB_UNKNOWN_COMMAND;
    }
    switch (request->command) {
    case 0x01: return wb_identify(unit);
    case 0x02: return wb_capabilities(unit);
    case 0x03: return wb_status_of(unit, request);
    case 0x04: return wb_glyphs(unit, request);
    case 0x10: return wb_show(unit, request);
    case 0x11: return wb_clear(unit, request);
    case 0x12: return wb_brightness(unit, request);
#if WB_LEVEL >= 2
    case 0x20: return wb_start(unit, request);
    case 0x21: return wb_statistics(unit);
    case 0x22: return wb_time(unit, request);
    case 0x23: return wb_discover(unit, request);
    case 0x24: return wb_quiet(unit, request);
    case 0x25: return wb_link(unit, request);
    case 0x30: return wb_pad_of(unit, request);
    case 0x31: return wb_rate(unit, request);
    case 0x32: return wb_light(unit, request);
    case 0x33: return wb_beep(unit, request);
    case 0x34: return wb_presence(unit);
#endif
#if WB_WITH_BITMAPS
    case 0x40: return wb_dots(unit, request);
    case 0x41: return wb_draw(unit, request);
#endif
#if WB_WITH_AUTH
    case 0x50: return wb_open(unit, request);
    case 0x52: return wb_install_key(unit, request);
#endif
#if WB_WITH_FIRMWARE
    case 0x60: return wb_firmware(unit, request);
    case 0x61: return wb_block(unit, request);
    case 0x62: return wb_finish(unit);
#endif
    default: return WB_UNKNOWN_COMMAND;
    }
}

static bool may_be_broadcast(uint8_t command) {
    return command == 0x11 || command == 0x12 || (command >= 0x22 && command <= 0x25);
}

/* A broadcast is answered by the one that it names, if it is one of three. */
static bool is_answered(const struct wb_request *request, uint8_t status) {
    if (status == WB_SILENT) return false;
    if (!request->is_broadcast) return true;
    if (request->command == 0x25) {
        return status == WB_OK || status == WB_VALUE || status == WB_LENGTH;
    }
    return (request->command == 0x23 || request->command == 0x24) && status == WB_OK;
}

/* What the answer was waited for with. */
static void do_rest(struct wb_unit *unit) {
    uint8_t after = unit->after;
    unit->after = 0;
#if WB_WITH_AUTH
    if ((after & WB_AFTER_KEY) != 0) unit->session.is_open = unit->offered.is_open = false;
#endif
    if ((after & WB_AFTER_BAUD) != 0) wb_set_baud(unit);
    if ((after & WB_AFTER_STORE) != 0 && unit->port->store != NULL) {
        unit->port->store(unit->context, &unit->memory);
    }
#if WB_WITH_FIRMWARE
    if ((after & WB_AFTER_FIRMWARE) != 0 && unit->port->finish_firmware != NULL) {
        unit->port->finish_firmware(unit->context);
    }
#endif
}

/* The head of the answer, as the unit was addressed; LINK may change its address. */
static void begin_answer(struct wb_unit *unit, const uint8_t *body) {
    unit->size = 0;
    wb_put8(unit, VERSION | WB_ANSWERED);
    wb_put8(unit, unit->memory.address);
    wb_put(unit, body + 2, 2);
    wb_put8(unit, WB_OK);
}

#if WB_LEVEL >= 2
static bool is_repeat(const struct wb_unit *unit, const uint8_t *body, uint32_t crc) {
    return unit->has_kept && body[2] == unit->kept_sequence && crc == unit->kept_crc;
}

static void keep(struct wb_unit *unit, const uint8_t *body, uint32_t crc, uint8_t status) {
    /* Neither what is to be tried again, nor what a stranger may cause. */
    if (status == WB_BUSY || (status >= WB_SEAL_REQUIRED && status <= WB_SEAL_BAD)) return;
    if (body[2] == 0 || wb_level(unit) < 2) return;
    unit->has_kept = true;
    unit->kept_sequence = body[2];
    unit->kept_crc = crc;
    unit->kept_size = unit->size;
    memcpy(unit->kept, unit->answer, unit->size);
}
#endif

/* WB_OK if the request may be carried out as far as seals go. */
static uint8_t check_seal(struct wb_unit *unit, const struct wb_request *request,
                          const uint8_t *body, uint8_t size) {
    uint8_t command = request->command;
    if (request->is_sealed) return wb_unseal(unit, body, size);
    if (!wb_has_key(unit) || command == 0x01 || command == 0x02 || command == 0x50) return WB_OK;
    if (command == 0x23 || command == 0x24) return WB_OK;
    return WB_SEAL_REQUIRED;
}

static void heard(struct wb_unit *unit) {
    unit->heard_at = unit->now;
    unit->is_silent = false;
}

/* A request to this unit, of `size` bytes without CRC. */
static void answer(struct wb_unit *unit, const uint8_t *body, uint8_t size) {
    struct wb_request request;
    uint16_t wait_us = wb_turn_around(unit);
    uint32_t crc = wb_get32(body + size);
    uint8_t status;
    bool is_well_sealed, counts;
    request.command = body[3];
    request.payload = body + REQUEST_HEAD;
    request.size = (uint8_t)(size - REQUEST_HEAD);
    request.is_broadcast = body[1] == WB_EVERYONE;
    request.is_sealed = (body[0] & WB_SEALED) != 0;
    begin_answer(unit, body);
    if (request.is_broadcast && (request.is_sealed || !may_be_broadcast(request.command))) return;
    status = check_seal(unit, &request, body, size);
    is_well_sealed = request.is_sealed && status == WB_OK;
    /* What a stranger may say in front of a unit with a key is answered, and that is all. */
    counts = !request.is_broadcast && (is_well_sealed || !wb_has_key(unit));
    if (counts) {
        heard(unit);
        if (request.command != STATUS && request.command != SHOW) wb_end_coming(unit);
    }
    if (is_well_sealed) {
        unit->answer[2] |= WB_SEALED;
        request.size = (uint8_t)(request.size - SEAL_SIZE);
    }
    if (status == WB_OK) status = perform(unit, &request);
    if (!is_answered(&request, status)) return;
    unit->answer[2 + REQUEST_HEAD] = status;
    if (is_well_sealed) wb_seal(unit, wb_get32(body + size - SEAL_SIZE));
    unit->size = wb_encode(unit->answer, unit->size);
#if WB_LEVEL >= 2
    if (counts) keep(unit, body, crc, status);
#else
    (void)crc;
#endif
    unit->port->send(unit->context, unit->answer, unit->size, wait_us);
}

/* An answer has a status, a sealed frame its seal. */
static uint8_t shortest(uint8_t head) {
    return (uint8_t)(REQUEST_HEAD + CRC_SIZE + ((head & WB_ANSWERED) != 0 ? 1 : 0)
                     + ((head & WB_SEALED) != 0 ? SEAL_SIZE : 0));
}

static void take_frame(struct wb_unit *unit) {
    const uint8_t *body = unit->decoder.body;
    uint8_t size = (uint8_t)(unit->decoder.size - CRC_SIZE);
    bool is_own = body[1] == unit->memory.address;
    if ((body[0] & VERSION_MASK) != VERSION || unit->decoder.size < shortest(body[0])) {
        unit->broken++;
        return;
    }
    unit->good++;
    unit->good_at = unit->now;
    unit->is_hunting = false;
    if ((body[0] & WB_ANSWERED) != 0 || (!is_own && body[1] != WB_EVERYONE)) return;
    if (unit->decoder.size > WB_BODY_MAX) return;
#if WB_LEVEL >= 2
    if (is_own && is_repeat(unit, body, wb_get32(body + size))) {
        unit->repeats++;
        /* Anybody can repeat a sealed frame; that must keep no old number alive. */
        if (!wb_has_key(unit)) heard(unit);
        unit->port->send(unit->context, unit->kept, unit->kept_size, wb_turn_around(unit));
        return;
    }
#endif
    answer(unit, body, size);
    do_rest(unit);
    wb_redraw(unit);
}

void wb_receive(struct wb_unit *unit, uint8_t byte) {
    switch (wb_decode(&unit->decoder, byte)) {
    case WB_FRAME: take_frame(unit); break;
    case WB_BROKEN: unit->broken++; break;
    default: break;
    }
}

void wb_framing_error(struct wb_unit *unit) {
    wb_spoil(&unit->decoder);
}
