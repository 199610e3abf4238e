/* SPDX-License-Identifier: Apache-2.0 */

/*
 * Window Bus 1.0: the unit's side, in C99, without allocation. SPEC.md says what all of it means;
 * numbers of sections are those of SPEC.md.
 *
 * A firmware gives the unit a `struct wb_traits` (what it is), a `struct wb_port` (what its
 * hardware can do) and, from its main loop, the bytes it heard and the time. Nothing here may be
 * called from an interrupt: an interrupt puts bytes into a queue, the main loop hands them on.
 */
#ifndef WINDOW_BUS_H
#define WINDOW_BUS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What a unit has room for. Each can be set with -D, the same for all files of a firmware. */

/* 1: only the commands of L1. 2: events, repeats, discovery too. */
#ifndef WB_LEVEL
#define WB_LEVEL 2
#endif
/* L3's three parts, each by itself. */
#ifndef WB_WITH_BITMAPS
#define WB_WITH_BITMAPS 1
#endif
#ifndef WB_WITH_AUTH
#define WB_WITH_AUTH 1
#endif
#ifndef WB_WITH_FIRMWARE
#define WB_WITH_FIRMWARE 1
#endif
/* The longest body it takes, 80 to 250 bytes. */
#ifndef WB_BODY_MAX
#define WB_BODY_MAX 250
#endif
/* Pages a face can have, 1 to 16. There are two faces: what is shown, and what is coming. */
#ifndef WB_PAGES
#define WB_PAGES 16
#endif
/* Bytes for the dots of one face, at most 32767. */
#ifndef WB_BITMAP_BYTES
#define WB_BITMAP_BYTES 4096
#endif
/* Events that can wait, 2 to 250; 5 bytes each. */
#ifndef WB_EVENT_QUEUE
#define WB_EVENT_QUEUE 32
#endif
/* Presence channels, 0 to 8. */
#ifndef WB_PRESENCE
#define WB_PRESENCE 4
#endif
/* 1: a CRC-32 with 64 bytes of table; 0: bit by bit, for chips whose tables lie in RAM. */
#ifndef WB_CRC_TABLE
#define WB_CRC_TABLE 1
#endif

/* CRC-32 of the schema.txt that this was written by (section 13). */
#define WB_SCHEMA 0xD960FEC6UL

/* Status of answers (section 12). */
enum wb_status {
    WB_OK, WB_UNKNOWN_COMMAND, WB_LENGTH, WB_VALUE, WB_TEXT, WB_NO_GLYPH, WB_PAGE, WB_BUSY,
    WB_WRONG_UNIT, WB_SEAL_REQUIRED, WB_NO_SESSION, WB_SEAL_BAD, WB_REFUSED, WB_FAULT, WB_NOT_HERE
};

/* Features (section 8.2). Those that were not compiled in are left out of CAPABILITIES. */
enum wb_feature {
    WB_KEYPAD = 1, WB_PAD_DISPLAY = 2, WB_RATING = 4, WB_LIGHT = 8, WB_BUZZER = 16,
    WB_SENSES_PRESENCE = 32, WB_SCROLLS = 64, WB_BLINKS = 128, WB_DIMS_ITSELF = 256,
    WB_BITMAPS = 512, WB_AUTHENTICATION = 1024, WB_FIRMWARE_BY_WIRE = 2048
};

/* Keys (section 10.2). */
enum wb_key {
    WB_KEY_NEXT = 1, WB_KEY_RECALL, WB_KEY_NO_SHOW, WB_KEY_START, WB_KEY_FINISH, WB_KEY_PAUSE,
    WB_KEY_TRANSFER, WB_KEY_HOLD, WB_KEY_CALL_BACK, WB_KEY_ASK_RATING, WB_KEY_GIVE_UP, WB_KEY_HELP
};
#define WB_NO_DIGITS 0xFFFFu

enum wb_presence_state { WB_UNKNOWN, WB_NOBODY, WB_SOMEBODY };
enum wb_presence_fault {
    WB_NO_FAULT, WB_CABLE_CUT, WB_SHORT_CIRCUIT, WB_SENSOR_SILENT, WB_SENSOR_STUCK, WB_OUT_OF_RANGE
};

/* Faults of the unit (section 10.2). */
enum wb_fault {
    WB_POWER_LOW = 1, WB_TOO_HOT, WB_DISPLAY, WB_MEMORY, WB_KEYPAD_FAULT, WB_SENSOR
};

/* What a unit is. Copied by wb_init. */
struct wb_traits {
    uint8_t uid[6];
    uint16_t vendor;
    uint16_t model;
    uint8_t hardware;
    uint8_t firmware[3];      /* major, minor, patch */
    char name[24];            /* UTF-8, filled with zeros */
    uint8_t level;            /* 0: the highest its parts allow; else none above it is known */
    uint32_t schema;          /* 0: WB_SCHEMA */
    uint16_t features;        /* enum wb_feature */
    uint16_t needs;           /* 0 in 1.0 */
    uint16_t width;           /* dots; 0: no sign */
    uint8_t height;           /* dots */
    uint8_t lines;            /* of text, at once */
    uint8_t pages;            /* 0: WB_PAGES; never more */
    uint8_t charset;          /* section 8.2 */
    uint8_t colours;          /* bits: 0 red, 1 green, 2 amber, 3 white */
    uint8_t bauds;            /* bits: 0 9600 … 4 115200; bit 0 must be set */
    uint8_t presence;         /* channels, at most WB_PRESENCE */
    uint8_t presence_kind[WB_PRESENCE + 1]; /* of each channel (section 10.9); the last is unused */
};

/* What has to survive a loss of power. */
struct wb_memory {
    uint8_t address;          /* 0: none */
    uint8_t baud;             /* 1 9600 … 5 115200 */
    uint8_t turn_around;      /* 0.1 ms; 0: two byte times */
    uint16_t boot;            /* restarts */
#if WB_WITH_AUTH
    uint8_t key[16];          /* all zeros: none */
#endif
};

/* What is to be seen at one moment. */
enum wb_view_kind { WB_VIEW_DARK, WB_VIEW_SILENCE, WB_VIEW_TEXT, WB_VIEW_DOTS };
struct wb_view {
    uint8_t kind;
    uint8_t colour;           /* 0 the usual, 1 red … 4 white; only what the unit has */
    uint8_t face;             /* counts the faces: another number, another face */
    uint8_t page;
    uint16_t width;           /* dots: of the picture; text: 0, the port knows its font */
    uint16_t size;            /* bytes at data */
    uint16_t next_ms;         /* until a page turns or a blink ends; 0: never */
    uint32_t scrolled;        /* dots a wide line has run since the page came; see wb_line_x */
    bool blinks;              /* goes on and off; dark is kind WB_VIEW_DARK */
    bool scrolls;             /* a line wider than the sign runs; otherwise it is cut */
    const uint8_t *data;      /* UTF-8 with 0x0A between lines; or rows of dots (section 14.1) */
};

/* What the officer's pad shows (section 10.5). */
struct wb_pad {
    uint16_t waiting;         /* 0xFFFF: dark */
    uint8_t state;            /* bit 0 paused, 1 a rating is open, 2 look at the page */
    uint8_t size;             /* characters of the number, 0 to 8 */
    char number[8];
};

/*
 * What the hardware does. Each gets the context handed to wb_init. All but `send` may be null: then
 * the unit does without. None may call back into the unit.
 */
struct wb_port {
    /*
     * Sends bytes, no sooner than `wait_us` after the end of the request's last byte, and no later
     * than 10 ms after it, or 5 ms after `wait_us` where that is later. They stay as they are until
     * the next call of `send`.
     */
    void (*send)(void *context, const uint8_t *bytes, uint8_t size, uint16_t wait_us);
    /* Another rate, in bits per second; when all bytes handed to `send` are out. */
    void (*set_baud)(void *context, uint32_t baud);
    /* Reads what `store` wrote; false if nothing sound is there. */
    bool (*load)(void *context, struct wb_memory *memory);
    /* Called when an answer has been handed to `send`, so it may take some time. */
    void (*store)(void *context, const struct wb_memory *memory);

    /* Whether the font has a character; null: it has ASCII. */
    bool (*has_glyph)(void *context, uint32_t code_point);
    /* Called when what is to be seen is no longer what was drawn. */
    void (*draw)(void *context, const struct wb_view *view);
    /* 1 to 100 per cent; 0: by itself. */
    void (*set_brightness)(void *context, uint8_t percent);

    void (*show_pad)(void *context, const struct wb_pad *pad);
    /* The rating pad is open, or closed. */
    void (*open_rating)(void *context, bool is_open);
    /* Mode 0 off, 1 on, 2 slow, 3 fast. */
    void (*set_light)(void *context, uint8_t mode, uint8_t colour);
    void (*beep)(void *context, uint8_t times, uint16_t length_ms);
    void (*set_time)(void *context, uint32_t unix_seconds, int16_t minutes_east);
    /* Degrees Celsius plus 40, and 0.1 V; 0 what is not known. */
    void (*measure)(void *context, uint8_t *temperature, uint8_t *supply);

    /* Whether a button allows a key to be installed now. */
    bool (*may_install_key)(void *context);
    /* Eight bytes never given before: random, or a counter that survives a loss of power. */
    void (*nonce)(void *context, uint8_t nonce[8]);

    /* An image is coming; WB_OK, WB_VALUE (too large), WB_REFUSED, WB_BUSY or WB_FAULT. */
    uint8_t (*begin_firmware)(void *context, uint32_t size, const uint8_t version[3]);
    /* Its bytes, in order; WB_OK, WB_BUSY or WB_FAULT. */
    uint8_t (*take_firmware)(void *context, uint32_t offset, const uint8_t *data, uint8_t size);
    /* Size and sum are right: restart into it when all bytes handed to `send` are out. */
    void (*finish_firmware)(void *context);
};

/* Frames (section 4). */

enum wb_heard { WB_NOTHING, WB_FRAME, WB_BROKEN };

/* Puts frames together from bytes. All zeros to begin with. */
struct wb_decoder {
    uint32_t crc;
    uint8_t size;             /* of the body so far, with CRC */
    uint8_t left;             /* bytes of the COBS piece that are still to come */
    bool has_begun;
    bool is_full_piece;
    bool is_damaged;
    uint8_t body[WB_BODY_MAX];
};

/*
 * Takes one byte from the wire. WB_FRAME: decoder->body holds a body of decoder->size bytes whose
 * CRC is right, until the next byte; of a body longer than WB_BODY_MAX, only its beginning.
 */
enum wb_heard wb_decode(struct wb_decoder *decoder, uint8_t byte);

/* A byte was lost or had no stop bit: what is coming in is broken. */
void wb_spoil(struct wb_decoder *decoder);

/* What a body of n bytes without its CRC becomes: 00, COBS of body and CRC, 00. */
#define WB_WIRE_SIZE(n) ((n) + 7)

/*
 * Makes a frame in place: wire[2] and following hold `size` bytes of a body without CRC, at most
 * 246; `wire` has room for WB_WIRE_SIZE(size) bytes, which is what it returns.
 */
uint8_t wb_encode(uint8_t *wire, uint8_t size);

/* CRC-32 of bytes that follow others; the first call gets 0. */
uint32_t wb_crc32(uint32_t crc, const uint8_t *bytes, uint16_t size);

#if WB_WITH_AUTH
/* SipHash-2-4 of bytes, little-endian. */
void wb_siphash(const uint8_t key[16], const uint8_t *bytes, uint16_t size, uint8_t mac[8]);
#endif

/* `struct wb_unit`: the unit's own state, nothing of which is for others. */
#include "window_bus_state.h"

/*
 * After power-up or restart. The memory is read, the restart counted, the rate set and the silence
 * face drawn. `port` must outlive the unit.
 */
void wb_init(struct wb_unit *unit, const struct wb_traits *traits, const struct wb_port *port,
             void *context, uint32_t now_ms);

/*
 * Time passes: milliseconds of a clock that only goes forward and wraps. Call it before bytes are
 * handed over and at least every 20 ms; it may be called as often as is convenient.
 */
void wb_tick(struct wb_unit *unit, uint32_t now_ms);

/* One byte was heard, of anybody but the unit itself. */
void wb_receive(struct wb_unit *unit, uint8_t byte);

/* A byte without its stop bit was heard: what is coming in is broken. */
void wb_framing_error(struct wb_unit *unit);

/*
 * When wb_tick next has something to do but drawing and counting; false: not by itself. For
 * simulations; a firmware just ticks.
 */
bool wb_deadline(const struct wb_unit *unit, uint32_t *at_ms);

/* What is to be seen at that moment; `draw` gets the same. */
void wb_view(const struct wb_unit *unit, uint32_t now_ms, struct wb_view *view);

/*
 * Where the left end of a line stands: in the middle if it fits; else it begins at 0, runs out to
 * the left and comes in again from the right.
 */
int16_t wb_line_x(uint16_t sign_width, uint16_t line_width, const struct wb_view *view);

#if WB_LEVEL >= 2
/*
 * A key was pressed, after `digits` (0 to 9999, or WB_NO_DIGITS). False: the queue is full, the pad
 * must say that nothing came of it (a long low beep).
 */
bool wb_event_key(struct wb_unit *unit, uint8_t key, uint16_t digits);

/* A grade was pressed, 1 to 5. False: no rating is open. */
bool wb_event_rating(struct wb_unit *unit, uint8_t grade);

/*
 * What a presence channel senses now; call it as often as is convenient. With a fault the state is
 * unknown, whatever is said.
 */
void wb_event_presence(struct wb_unit *unit, uint8_t channel, uint8_t state, uint8_t quality,
                       uint8_t fault);
#endif

/* A fault of the unit came, with a value of the maker's own, or is gone (enum wb_fault). */
void wb_event_fault(struct wb_unit *unit, uint8_t fault, bool is_gone, uint16_t value);

#endif
