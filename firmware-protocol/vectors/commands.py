# SPDX-License-Identifier: Apache-2.0
"""Vectors of requests."""

import window_bus as bus
from frames import UID, frame

LOOK = {"turn": 0, "blink": 0, "scroll": 0, "keep": 10, "colour": 0}
NONCE = "0102030405060708"
KEY = "000102030405060708090a0b0c0d0e0f"


def text(tag=1, words="欢迎光临", page=0, **look):
    return {"tag": tag, "page": page, **LOOK, **look, "text": words}


def good_requests():
    plain = [
        ("identify", "who is there", {}),
        ("capabilities", "what can it do", {}),
        ("status", "nothing taken yet", {"ack": 0}),
        ("status", "numbers are little-endian", {"ack": 0x1234}),
        ("status", "the last number before 1 comes again", {"ack": 65535}),
        ("glyphs", "which of these are missing", {"text": "A急䶮𠀀"}),
        ("glyphs", "of nothing nothing is missing", {"text": ""}),
        ("glyphs", "a line feed is never missing", {"text": "上\n下"}),
        ("show", "three bytes a character", text()),
        ("show", "a number that blinks for three seconds", text(2, "请A001号到3号窗口", blink=30)),
        ("show", "two lines", text(3, "A001\n3号窗口", keep=255, colour=4)),
        (
            "show",
            "the last of sixteen pages",
            text(65535, "第十六", page=0xFF, turn=1, blink=255, scroll=255, keep=1),
        ),
        ("show", "four bytes a character", text(4, "𠀀𪛖")),
        ("show", "an empty text is a dark sign", text(5, "")),
        ("show", "a colour of a later version is shown in the usual", text(6, "A", colour=9)),
        ("clear", "a dark sign has a tag too", {"tag": 7}),
        ("brightness", "by itself", {"percent": 0}),
        ("brightness", "as bright as can be", {"percent": 100}),
        ("start", "the first byte of a UID goes first", {"uid": UID}),
        ("statistics", "no payload", {}),
        (
            "time",
            "23 November 2026, 14:00 UTC, in China",
            {"seconds": 1795442400, "offset": 1440 + 480},
        ),
        ("time", "west of Greenwich", {"seconds": 0, "offset": 1440 - 300}),
        ("discover", "everyone", {"begin": 1, "bits": 0, "prefix": "000000000000"}),
        ("discover", "whose first bit is set", {"begin": 0, "bits": 1, "prefix": "800000000000"}),
        ("discover", "one alone", {"begin": 0, "bits": 48, "prefix": UID}),
        ("quiet", "that one", {"uid": UID}),
        ("link", "an address", {"uid": UID, "address": 17, "baud": 0, "turnaround": 0}),
        (
            "link",
            "takes the address away",
            {"uid": UID, "address": 255, "baud": 0, "turnaround": 0},
        ),
        (
            "link",
            "the whole wire to 115200 baud",
            {"uid": "ff" * 6, "address": 0, "baud": 5, "turnaround": 0},
        ),
        ("link", "the slowest answer", {"uid": UID, "address": 0, "baud": 0, "turnaround": 90}),
        ("pad", "four wait, A001 in hand", {"waiting": 4, "state": 0, "number": "A001"}),
        ("pad", "dark, paused, a rating open, look at the page", {"waiting": 0xFFFF, "state": 7}),
        ("pad", "eight characters", {"waiting": 0, "state": 0, "number": "VIP-0123"}),
        ("rate", "20 seconds", {"ref": 9, "seconds": 20}),
        ("rate", "closes", {"ref": 9, "seconds": 0}),
        ("light", "slowly, amber", {"mode": 2, "colour": 3}),
        ("beep", "three short ones", {"times": 3, "length": 8}),
        ("presence", "no payload", {}),
        (
            "dots",
            "first block of a page, raw",
            {
                "tag": 8,
                "page": 0,
                "offset": 0,
                "width": 16,
                "encoding": 0,
                "data": "8001400220041008",
            },
        ),
        (
            "dots",
            "first block of a page, PackBits",
            {"tag": 8, "page": 0x10, "offset": 0, "width": 1024, "encoding": 1, "data": "81ff81ff"},
        ),
        (
            "dots",
            "a block that goes on has no width",
            {"tag": 8, "page": 0x11, "offset": 300, "data": "00"},
        ),
        (
            "draw",
            "the sum over what was decoded",
            {"tag": 8, "pages": 2, **LOOK, "turn": 30, "sum": 0x89ABCDEF},
        ),
        ("open", "eight random bytes", {"nonce": NONCE}),
        ("key", "a new key", {"key": KEY}),
        ("key", "no key any more", {"key": "00" * 16}),
        ("firmware", "size, sum, version", {"size": 28672, "crc": 0xDEADBEEF, "version": "2.0.1"}),
        ("block", "somewhere in the middle", {"offset": 0x010203, "data": "00ff00ff"}),
        ("finish", "no payload", {}),
    ]
    for number, (name, why, fields) in enumerate(plain):
        broadcast = name in ("discover", "quiet", "time") or fields.get("uid") == "ff" * 6
        address = bus.EVERYONE if broadcast else 5
        sequence = 0 if broadcast or name in ("identify", "start", "open") else number % 255 + 1
        yield frame(f"{name}: {why}", why, bus.request(name, address, sequence, **fields))


def longer_requests():
    """A later version's payload is read as far as known."""
    for name, fields in [
        ("status", {"ack": 3}),
        ("brightness", {"percent": 50}),
        ("start", {"uid": UID}),
        ("rate", {"ref": 1, "seconds": 2}),
        ("light", {"mode": 1, "colour": 1}),
        ("pad", {"waiting": 1, "state": 0, "number": "ABCD1234"}),
        ("identify", {}),
    ]:
        command = bus.COMMANDS[name]
        made = bus.Frame(5, 1, command.number, bus.pack(command.request, fields) + b"\xa5\x5a")
        made.fields = fields
        yield frame(
            f"{name}: two bytes more", "a later version: what is not known is ignored", made
        )


def refused_requests():
    """Frames that are good and say what a unit must not do."""
    uid, look = bytes.fromhex(UID), bytes([0, 0, 0, 10, 0])
    value = lambda offset: (3, f"{offset:02x}")
    text_fault = lambda offset: (4, f"{offset:02x}")
    length = (2, "")
    shows = lambda words: b"\1\0\0" + look + words
    cases = [
        (0x00, b"", (1, ""), "command 00: no command has this number"),
        (0x7F, b"abc", (1, ""), "command 7f: a later version's, perhaps"),
        (0x03, b"\0", length, "status: half an ack"),
        (0x10, b"\1\0\0" + look[:4], length, "show: the colour is missing"),
        (0x11, b"\1", length, "clear: half a tag"),
        (0x12, b"", length, "brightness: nothing"),
        (0x20, uid[:5], length, "start: five bytes of a UID"),
        (0x22, bytes(5), length, "time: half an offset"),
        (0x25, uid + b"\5\0", length, "link: no turn-around"),
        (0x30, b"\0\0", length, "pad: no state"),
        (0x31, b"\1", length, "rate: no seconds"),
        (0x32, b"\1", length, "light: no colour"),
        (0x33, b"\1", length, "beep: no length"),
        (0x40, b"\1\0\0\1\0", length, "dots: no data"),
        (0x40, b"\1\0\0\0\0\x10\0\0", length, "dots: a first block without data"),
        (0x41, b"\1\0\1" + look + bytes(3), length, "draw: three bytes of a sum"),
        (0x50, bytes(7), length, "open: seven bytes of a nonce"),
        (0x52, bytes(15), length, "key: fifteen bytes of a key"),
        (0x60, bytes(10), length, "firmware: two bytes of a version"),
        (0x61, bytes(3), length, "block: three bytes of an offset"),
        (0x61, bytes(4), length, "block: no data"),
        (0x10, b"\0\0\0" + look + b"A", value(0), "show: tag 0"),
        (0x10, b"\1\0\x10\0\0\0\x0a\0A", value(3), "show: two pages, and this stands no time"),
        (0x10, b"\1\0\0\0\0\0\0\0A", value(6), "show: keep 0"),
        (0x11, b"\0\0", value(0), "clear: tag 0"),
        (0x12, b"\x65", value(0), "brightness: 101 per cent"),
        (0x22, bytes(4) + b"\x41\x0b", value(4), "time: more than a day east"),
        (0x25, uid + b"\xfb\0\0", value(6), "link: address 251"),
        (0x25, uid + b"\0\6\0", value(7), "link: no such rate"),
        (0x25, uid + b"\0\0\x5b", value(8), "link: turn-around 91"),
        (0x32, b"\4\0", value(0), "light: no such mode"),
        (0x33, b"\0\1", value(0), "beep: no times"),
        (0x33, b"\x0a\1", value(0), "beep: ten times"),
        (0x33, b"\1\0", value(1), "beep: of no length"),
        (0x33, b"\1\x65", value(1), "beep: longer than a second"),
        (0x40, b"\0\0\0\0\0\x10\0\0\xff", value(0), "dots: tag 0"),
        (0x40, b"\1\0\0\0\0\0\0\0\xff", value(5), "dots: width 0"),
        (0x40, b"\1\0\0\0\0\1\4\0\xff", value(5), "dots: width 1025"),
        (0x40, b"\1\0\0\0\0\x10\0\2\xff", value(7), "dots: no such encoding"),
        (0x41, b"\1\0\0" + look + bytes(4), value(2), "draw: no page"),
        (0x41, b"\1\0\x11\1" + look[1:] + bytes(4), value(2), "draw: 17 pages"),
        (0x41, b"\1\0\2" + look + bytes(4), value(3), "draw: two pages that stand no time"),
        (0x41, b"\1\0\1\0\0\0\0\0" + bytes(4), value(6), "draw: keep 0"),
        (0x60, bytes(4) + b"\1\2\3\4\1\0\0", value(0), "firmware: of no size"),
        (0x10, shows(b"A\x80"), text_fault(9), "show: a byte that cannot begin a character"),
        (0x10, shows(b"\xe6\xac"), text_fault(8), "show: a character cut off at the end"),
        (0x10, shows(b"AB\xe6\xac!"), text_fault(10), "show: a character cut off by the next"),
        (0x10, shows(b"\xc0\xaf"), text_fault(8), "show: two bytes for what needs one"),
        (0x10, shows(b"\xe0\x80\xaf"), text_fault(8), "show: three bytes for what needs one"),
        (0x10, shows(b"\xf0\x80\x80\xaf"), text_fault(8), "show: four bytes for what needs one"),
        (0x10, shows(b"\xed\xa0\x80"), text_fault(8), "show: half of a pair of UTF-16"),
        (0x10, shows(b"\xf4\x90\x80\x80"), text_fault(8), "show: beyond the last character"),
        (0x10, shows(b"\xff"), text_fault(8), "show: a byte that no text has"),
        (0x10, shows(b"A\tB"), text_fault(9), "show: a tab"),
        (0x10, shows(b"A\0B"), text_fault(9), "show: a zero"),
        (0x10, shows("急\x7f".encode()), text_fault(11), "show: a delete"),
        (0x30, "\0\0\0A号".encode(), text_fault(4), "pad: a number that is no ASCII"),
        (0x30, b"\0\0\0A\x0a", text_fault(4), "pad: a line feed"),
        (0x04, b"A\x1b", text_fault(1), "glyphs: an escape"),
        (0x04, b"\xc3", text_fault(0), "glyphs: half a character"),
    ]
    for number, (command, payload, refused, name) in enumerate(cases):
        yield frame(
            name,
            "the answer has this status and payload",
            bus.Frame(5, number % 255 + 1, command, payload),
            refused,
        )
