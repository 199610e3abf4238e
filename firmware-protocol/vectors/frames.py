# SPDX-License-Identifier: Apache-2.0
"""Vectors of single frames and of bytes between them, by theme."""

import window_bus as bus

UID = "02a1b2c3d4e5"
OTHER_UID = "0200000000ff"


def frame(name, why, made, refused=None):
    """A good frame. `refused`: status and payload a unit of every part must answer with."""
    vector = {
        "name": name,
        "why": why,
        "bytes": made.wire.hex(),
        "body": made.body.hex(),
        "fault": None,
        "head": made.head,
        "address": made.address,
        "sequence": made.sequence,
        "command": made.command,
        "status": made.status,
        "payload": made.payload.hex(),
        "counter": made.counter,
        "mac": None if made.mac is None else made.mac.hex(),
    }
    if hasattr(made, "fields"):
        vector["fields"] = made.fields
    if refused:
        vector["error"] = {"status": refused[0], "payload": refused[1]}
    return vector


def stream(name, why, data):
    return {"name": name, "why": why, "bytes": data.hex(), "hears": bus.hears(data)}


def dropped(name, why, body):
    """A frame whose body is whole and yet wrong."""
    return {
        "name": name,
        "why": why,
        "bytes": bus.wire(body).hex(),
        "body": body.hex(),
        "fault": bus.fault(body),
    }


def crc():
    texts = [
        ("nothing", "the initial value comes back", b""),
        ("nine digits", "the published check value", b"123456789"),
        ("one zero", "zeros count", b"\0"),
        ("four zeros", "their number counts too", bytes(4)),
        ("all bytes", "every entry of a table is used", bytes(range(256))),
        ("schema.txt", "what CAPABILITIES tells", bus.SCHEMA),
    ]
    return [
        {"name": name, "why": why, "plain": data.hex(), "crc": bus.crc32(data)}
        for name, why, data in texts
    ]


def cobs():
    plains = [
        ("as in the specification", "one zero in the middle", "11220033"),
        ("a zero alone", "two empty pieces", "00"),
        ("a zero at the end", "the empty piece at the end counts", "1100"),
        ("a zero at the start", "the empty piece at the start counts", "0011"),
        ("zeros alone", "each becomes a code byte", "00000000"),
        ("nothing", "no frame has this body, but the rule gives it a form", ""),
        ("no zero", "one code byte for all", bytes(range(1, 100)).hex()),
        ("the longest body", "250 bytes, no zero: the greatest code byte there is, fb", "a5" * 250),
        ("the longest body of zeros", "250 code bytes and one", "00" * 250),
    ]
    return [
        {"name": name, "why": why, "plain": plain, "stuffed": bus.stuff(bytes.fromhex(plain)).hex()}
        for name, why, plain in plains
    ] + [
        {"name": name, "why": why, "plain": None, "stuffed": stuffed}
        for name, why, stuffed in [
            ("a code byte beyond the end", "one byte is missing", "0311"),
            ("a second code byte beyond the end", "the first is right", "021105aa"),
            ("a code byte of ff", "254 bytes should follow and do not", "ff" + "11" * 20),
        ]
    ]


def framing():
    one = bus.request("identify", 5, 0)
    other = bus.request("status", 5, 9, ack=1)
    show = bus.request(
        "show", 5, 2, tag=1, page=0, turn=0, blink=0, scroll=0, keep=10, colour=0, text="欢迎光临"
    )
    longest = bus.Frame(5, 1, 0x04, b"a" * 242)
    vectors = [
        stream("one frame", "as it should come", one.wire),
        stream(
            "two frames, each with its zeros",
            "two zeros with nothing between",
            one.wire + other.wire,
        ),
        stream(
            "two frames with one zero between",
            "no frame needs its own leading zero",
            one.wire[:-1] + other.wire,
        ),
        stream("no leading zero", "the first byte after power-up can be lost", one.wire[1:]),
        stream(
            "noise before the leading zero",
            "it is a broken frame of its own and costs nothing",
            b"\xff\x55\x03" + one.wire,
        ),
        stream(
            "noise and no leading zero",
            "the noise runs into the frame: both are lost",
            b"\xff\x55\x03" + one.wire[1:] + other.wire,
        ),
        stream("many zeros", "are nothing", bytes(40) + one.wire + bytes(3)),
        stream("no closing zero", "nothing is heard yet", one.wire[:-1]),
        stream(
            "a lost byte in the middle",
            "one frame lost, the next is read",
            show.wire[:9] + show.wire[10:] + other.wire,
        ),
        stream(
            "a doubled byte",
            "one frame lost, the next is read",
            show.wire[:9] + show.wire[8:] + other.wire,
        ),
        stream(
            "a lost closing zero",
            "the next frame's leading zero closes it",
            show.wire[:-1] + other.wire,
        ),
        stream(
            "both zeros between lost",
            "both frames are lost, the third is read",
            show.wire[:-1] + other.wire[1:] + one.wire,
        ),
        stream(
            "a zero in the middle",
            "two broken pieces, the next is read",
            show.wire[:9] + b"\0" + show.wire[10:] + other.wire,
        ),
        stream("the longest frame", "250 bytes of body", longest.wire),
        stream(
            "252 bytes without a zero",
            "one more than any frame has",
            b"\0" + b"\x07" * 252 + b"\0" + one.wire,
        ),
        stream(
            "two thousand bytes without a zero",
            "a receiver holds no more than a frame",
            b"\x33" * 2000 + b"\0" + one.wire,
        ),
    ]
    for at in range(len(one.wire)):
        for bit in range(8):
            flipped = bytearray(one.wire)
            flipped[at] ^= 1 << bit
            vectors.append(
                stream(
                    f"byte {at} bit {bit} flipped",
                    "no single wrong bit makes a frame of another",
                    bytes(flipped) + other.wire,
                )
            )
    return vectors


def malformed():
    good = bus.request("status", 5, 9, ack=0).body

    def with_head(head):
        signed = bytes([head]) + good[1:-4]
        return signed + bus.little(bus.crc32(signed), 4)

    def summed(signed):
        return signed + bus.little(bus.crc32(signed), 4)

    big_endian = good[:-4] + good[-4:][::-1]
    return [
        dropped("one byte", "shorter than any frame", b"\x40"),
        dropped("a sum alone", "the sum of nothing is right, and there is no head", summed(b"")),
        dropped("seven bytes", "a right sum, and the command is missing", summed(b"\x40\x05\x01")),
        dropped(
            "an answer without its status",
            "eight bytes are enough for a request alone",
            summed(b"\x60\x05\x01\x03"),
        ),
        dropped(
            "a sealed request shorter than its seal",
            "a right sum and half a seal",
            summed(b"\x50\x05\x01\x03" + bytes(11)),
        ),
        dropped(
            "a sealed answer shorter than its seal",
            "as long as a sealed request",
            summed(b"\x70\x05\x01\x03" + bytes(12)),
        ),
        dropped(
            "251 bytes", "one more than a body may have", summed(b"\x40\x05\x01\x04" + b"a" * 243)
        ),
        dropped("a wrong sum", "its last bit", good[:-1] + bytes([good[-1] ^ 0x80])),
        dropped("a sum of zeros", "zero is no sum that always fits", good[:-4] + bytes(4)),
        dropped("the sum in the wrong order", "numbers are little-endian", big_endian),
        dropped(
            "a sum over the sum's own zeros",
            "the sum is of everything before it, no more",
            good[:-4] + bus.little(bus.crc32(good[:-4] + bytes(4)), 4),
        ),
        dropped("version 0", "another version", with_head(0x00)),
        dropped("version 2", "another version", with_head(0x80)),
        dropped("version 3", "another version", with_head(0xC0)),
        *(
            dropped(f"bit {bit} of the head", "must be zero", with_head(0x40 | 1 << bit))
            for bit in range(4)
        ),
    ]


def packbits():
    def vector(name, why, packed, plain):
        return {
            "name": name,
            "why": why,
            "packed": packed,
            "plain": plain,
            "size": len(plain or "") // 2,
        }

    good = [
        ("three as they are", "a count byte below 128", "02aabbcc", "aabbcc"),
        ("one as it is", "the smallest piece", "00aa", "aa"),
        ("128 as they are", "the greatest piece", "7f" + "5a" * 128, "5a" * 128),
        ("a run of two", "the shortest run", "ffaa", "aaaa"),
        ("a run of 128", "the longest run", "8100", "00" * 128),
        ("128 means nothing", "alone and between", "8000aa80ffbb80", "aabbbb"),
        ("a run over the end of a row", "rows do not matter here", "f9ff", "ff" * 8),
        (
            "the example of the file format's authors",
            "several pieces",
            "feaa0280002afdaa0380002a22f7aa",
            "aaaaaa80002aaaaaaaaa80002a22aaaaaaaaaaaaaaaaaaaa",
        ),
    ]
    bad = [
        ("a run without its byte", "cut off after the count byte", "fe", 3),
        ("a piece cut off", "two bytes of three came", "02aabb", 3),
        ("a run over the end of the page", "nine bytes for eight", "f8ff", 8),
        ("a piece over the end of the page", "three bytes for two", "02aabbcc", 2),
        ("too few", "seven bytes for eight", "faff", 8),
    ]
    return [vector(*one) for one in good] + [
        {"name": name, "why": why, "packed": packed, "plain": None, "size": size}
        for name, why, packed, size in bad
    ]


def siphash():
    key = bytes(range(16))
    return [
        {
            "name": f"{size} bytes",
            "why": "the published series: key and message 00 01 02 …",
            "key": key.hex(),
            "message": bytes(range(size)).hex(),
            "mac": bus.mac(key, bytes(range(size))).hex(),
        }
        for size in range(64)
    ]
