/* SPDX-License-Identifier: Apache-2.0 */

/* The unit's own state. Part of window_bus.h, which is what to include. */
#ifndef WINDOW_BUS_STATE_H
#define WINDOW_BUS_STATE_H

#define WB_TEXT_MAX (WB_BODY_MAX - 16)
#define WB_TEXT_BYTES (WB_TEXT_MAX * WB_PAGES)
#define WB_ANSWER_MAX 72      /* the longest body of an answer: GLYPHS, sealed */

struct wb_page {
    uint16_t size;            /* bytes */
    uint16_t width;           /* dots; 0 for text */
    uint8_t turn, blink, scroll, colour;
};

enum wb_face_kind { WB_FACE_NONE, WB_FACE_TEXT, WB_FACE_DOTS };
struct wb_face {
    uint8_t kind;
    uint8_t count;            /* pages announced */
    uint8_t complete;         /* pages that came */
    uint8_t keep;
    uint16_t tag;
    uint16_t used;            /* bytes of memory, of complete pages */
    struct wb_page pages[WB_PAGES];
#if WB_WITH_BITMAPS && WB_BITMAP_BYTES > WB_TEXT_BYTES
    uint8_t memory[WB_BITMAP_BYTES];
#else
    uint8_t memory[WB_TEXT_BYTES];
#endif
};

struct wb_event {
    uint8_t kind, age, code, low, high;
};

struct wb_channel {
    uint8_t state, quality, fault;
    uint8_t told_state, told_fault;
    uint8_t rest;             /* 0.1 s until it may tell again */
    uint16_t age;
};

struct wb_session {
    bool is_open;
    uint32_t counter;
    uint8_t key[16];
};

struct wb_unit {
    const struct wb_port *port;
    void *context;
    struct wb_traits traits;
    struct wb_memory memory;
    struct wb_decoder decoder;
    uint32_t now;

    /* The wire. */
    uint32_t good_at;         /* the last good frame, or change of rate */
    uint32_t heard_at;        /* the last good frame to this unit */
    bool is_hunting;
    bool is_quiet;
    uint8_t after;            /* what is to be done when the answer is handed over */
    uint8_t size;             /* of the answer's body so far */
    uint8_t answer[WB_ANSWER_MAX + 3];
#if WB_LEVEL >= 2
    bool has_kept;
    uint8_t kept_sequence;
    uint8_t kept_size;
    uint32_t kept_crc;
    uint8_t kept[WB_ANSWER_MAX + 3];
#endif

    /* The sign. */
    bool is_silent;           /* too long without a frame */
    bool is_silence_face;     /* what STATUS says in bit 1 */
    uint8_t visible;          /* enum wb_view_kind, without time */
    uint8_t shown;            /* which of the faces */
    uint8_t keep;
    uint8_t face_number;
    uint16_t tag;
    uint32_t shown_at;
    uint32_t page_sum;        /* of the page that SHOW brought last; 0: it can't come again */
    struct wb_view drawn;
    struct wb_face faces[2];
#if WB_WITH_BITMAPS
    /* The page that was begun last. */
    uint8_t dots_begun;       /* pages of which blocks came */
    uint16_t dots_expected;   /* offset of its next block; when it is complete, its length */
    uint16_t dots_made;       /* bytes decoded */
    uint8_t dots_encoding;
    uint8_t dots_count;       /* PackBits: bytes that the count byte still wants */
    bool dots_is_run;
#endif

    /* Counters (section 10.3). */
    uint32_t seconds, good, broken, repeats;
    uint32_t second_at, tenth_at;
    uint16_t lost, faults;

#if WB_LEVEL >= 2
    bool is_started;
    bool has_lost;
    uint16_t next_event;
    uint8_t waiting;          /* events in the queue */
    uint8_t waiting_presence; /* those of them that are of presence */
    uint8_t oldest;
    bool is_rating;
    uint8_t rating_reference;
    uint8_t rating_seconds;
    uint32_t rating_since;
    struct wb_event events[WB_EVENT_QUEUE];
    struct wb_channel channels[WB_PRESENCE + 1];
#endif
#if WB_WITH_AUTH
    struct wb_session session, offered;
#endif
#if WB_WITH_FIRMWARE
    bool is_loading;
    uint32_t image_size, image_crc, image_offset, image_sum;
#endif
};

#endif
