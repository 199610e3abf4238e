# SPDX-License-Identifier: Apache-2.0
"""Vectors of answers and events."""

import window_bus as bus
from commands import KEY, NONCE
from frames import OTHER_UID, UID, frame

UNIT_NONCE = "1112131415161718"


def capabilities(**other):
    return {
        "level": 3,
        "schema": bus.crc32(bus.SCHEMA),
        "features": 0x0FFF,
        "needs": 0,
        "body": 250,
        "width": 192,
        "height": 32,
        "lines": 2,
        "pages": 16,
        "charset": 3,
        "colours": 7,
        "memory": 4096,
        "bauds": 31,
        "presence": 2,
        "queue": 32,
        **other,
    }


def answers():
    uid = bytes.fromhex(UID)
    plain = [
        (
            "identify",
            "with a name",
            {
                "uid": UID,
                "vendor": 0xFFFF,
                "model": 0x0102,
                "hardware": 3,
                "firmware": "1.4.9",
                "name": "窗口屏 12×2",
            },
        ),
        (
            "identify",
            "without a name",
            {"uid": OTHER_UID, "vendor": 1, "model": 0, "hardware": 0, "firmware": "0.0.1"},
        ),
        ("capabilities", "everything", capabilities()),
        (
            "capabilities",
            "the smallest sign",
            capabilities(
                level=1,
                features=0,
                body=80,
                width=64,
                height=16,
                lines=1,
                pages=1,
                charset=2,
                colours=1,
                memory=0,
                bauds=1,
                presence=0,
                queue=0,
            ),
        ),
        ("capabilities", "needs what nobody knows", capabilities(needs=0x8000)),
        ("capabilities", "a charset of a later version", capabilities(charset=7)),
        ("status", "nothing new", {"flags": 0, "shown": 1}),
        ("status", "not started, silence face", {"flags": 3, "shown": 0}),
        (
            "status",
            "one key",
            {"flags": 0, "shown": 0x1234, "first": 1, "event": [event(1, 1, 1, 0xFFFF)]},
        ),
        (
            "status",
            "eight events and more to come, numbers over their end",
            {
                "flags": 8,
                "shown": 2,
                "first": 65532,
                "event": [event(1, 255, 2, n) for n in range(8)],
            },
        ),
        ("glyphs", "nothing is missing", {}),
        ("glyphs", "two are missing", {"missing": [0x4DAE, 0x20000]}),
        ("show", "done", {}),
        ("clear", "done", {}),
        ("brightness", "done", {}),
        ("start", "the third restart, one event waiting", {"boot": 3, "next": 2}),
        (
            "statistics",
            "all of it",
            {
                "uptime": 86400,
                "restarts": 3,
                "good": 123456789,
                "broken": 17,
                "repeats": 5,
                "lost": 1,
                "faults": 0b1000010,
                "temperature": 85,
                "supply": 121,
            },
        ),
        (
            "statistics",
            "it cannot measure",
            {
                "uptime": 1,
                "restarts": 1,
                "good": 2,
                "broken": 0,
                "repeats": 0,
                "lost": 0,
                "faults": 0,
                "temperature": 0,
                "supply": 0,
            },
        ),
        ("time", "done", {}),
        ("discover", "one found, without an address", {"uid": UID}),
        ("quiet", "its uid", {"uid": UID}),
        ("link", "its uid", {"uid": UID}),
        ("pad", "done", {}),
        ("rate", "done", {}),
        ("light", "done", {}),
        ("beep", "done", {}),
        ("presence", "no channel", {}),
        (
            "presence",
            "a contact, a cut cable, a radar that is not sure",
            {
                "channel": [
                    channel(2, 1, 100, 0, 17),
                    channel(2, 0, 0, 1, 3),
                    channel(4, 2, 61, 0, 0xFFFF),
                ]
            },
        ),
        ("dots", "done", {}),
        ("draw", "done", {}),
        (
            "open",
            "nonce and proof",
            {
                "nonce": UNIT_NONCE,
                "proof": bus.proof(
                    bytes.fromhex(KEY), uid, bytes.fromhex(NONCE), bytes.fromhex(UNIT_NONCE)
                ).hex(),
            },
        ),
        (
            "key",
            "proof of the new key",
            {"proof": bus.proof(bytes.fromhex(KEY), uid, bytes(8), bytes(8), label=4).hex()},
        ),
        ("firmware", "blocks of up to 64 bytes", {"block": 64}),
        ("block", "the next offset", {"next": 0x010207}),
        ("finish", "done", {}),
    ]
    for number, (name, why, fields) in enumerate(plain):
        asked = bus.Frame(5, number + 1, bus.COMMANDS[name].number)
        address = 0 if name == "discover" else 5
        yield frame(f"{name}: {why}", why, bus.answer(asked, address=address, **fields))
    yield from error_answers(uid)


def error_answers(uid):
    errors = [
        (1, "", "a command it does not know"),
        (2, "", "too short"),
        (3, "06", "the field at 6"),
        (4, "09", "the character at 9"),
        (5, "ae4d00", "U+4DAE"),
        (6, "", "pages out of order"),
        (6, "2c010000", "the block at 300 should come"),
        (7, "", "not now"),
        (8, uid.hex(), "another unit: this"),
        (9, "", "only with a seal"),
        (10, "", "no session"),
        (11, "", "a wrong seal"),
        (12, "", "not allowed"),
        (13, "03", "the display"),
        (14, "", "no such part"),
        (200, "0102", "an error of a later version"),
    ]
    for status, detail, why in errors:
        made = bus.answer(bus.Frame(5, 1, 0x10), status=status, detail=bytes.fromhex(detail))
        yield frame(f"error {status}: {why}", why, made)


def event(kind, age, code, value):
    return {"kind": kind, "age": age, "code": code, "value": value}


def channel(kind, state, quality, fault, age):
    return {"kind": kind, "state": state, "quality": quality, "fault": fault, "age": age}


def events():
    cases = [
        *((f"key {code}", "without digits", event(1, 0, code, 0xFFFF)) for code in range(1, 13)),
        ("key 7 after 12", "transfer to window 12", event(1, 3, 7, 12)),
        ("key 2 after 9999", "the greatest number", event(1, 255, 2, 9999)),
        *((f"rating {grade}", "for ref 9", event(2, 0, grade, 9)) for grade in range(6)),
        ("nobody at channel 0", "sure", event(3, 0, 0x10, 100)),
        ("somebody at channel 7", "not sure", event(3, 0, 0x27, 40)),
        ("channel 1: cut", "a cut cable is not nobody", event(3, 0, 0x01, 0x0100)),
        (
            "channel 2: silent",
            "a sensor that says nothing is not nobody",
            event(3, 0, 0x02, 0x0300),
        ),
        *(
            (f"fault {code}", "with the maker's number", event(4, 0, code, 0x0BAD))
            for code in range(1, 7)
        ),
        ("fault gone", "the display is well again", event(4, 0, 0, 3)),
        ("kind 9", "of a later version: acknowledged and ignored", event(9, 0, 1, 2)),
    ]
    asked = bus.Frame(5, 1, 0x03)
    for number, (name, why, one) in enumerate(cases):
        made = bus.answer(asked, flags=0, shown=1, first=number + 1, event=[one])
        yield frame(name, why, made)
    cut = bus.Frame(5, 1, 3, bytes.fromhex("0001000100" + "0100010000" + "010001"), status=0)
    cut.fields = {"flags": 0, "shown": 1, "first": 1, "event": [event(1, 0, 1, 0)]}
    yield frame("an event cut off", "is none: it comes again", cut)
