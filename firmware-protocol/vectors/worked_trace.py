# SPDX-License-Identifier: Apache-2.0
"""Section 16 of SPEC.md: a whole call, byte by byte."""

import window_bus as bus
from answers import UNIT_NONCE, capabilities, event
from commands import KEY, LOOK, NONCE
from frames import UID

FEATURES = {0: "keypad", 1: "pad display", 6: "scrolls", 7: "blinks"}
CAPABILITIES = capabilities(
    level=2,
    features=sum(1 << bit for bit in FEATURES),
    width=192,
    height=16,
    lines=1,
    pages=4,
    colours=1,
    memory=0,
    presence=0,
)

MEANING = {
    "uid": "the unit's; goes first byte first",
    "vendor": "0xFFFF: trials",
    "model": "1",
    "hardware": "revision 1",
    "firmware": "1.0.0",
    "name": "“W5”",
    "level": "2",
    "schema": "CRC-32 of `schema.txt`",
    "features": "0x00C3: keypad, pad display, scrolls, blinks",
    "needs": "nothing",
    "body": "takes bodies of 250 bytes",
    "width": "192 dots",
    "height": "16 dots",
    "lines": "one",
    "pages": "up to four",
    "charset": "ASCII and GBK",
    "colours": "red",
    "memory": "no bitmaps",
    "bauds": "all five",
    "presence": "no channels",
    "queue": "32 events can wait",
    "boot": "the seventh restart",
    "next": "the next event will be 1",
    "turn": "one page: without meaning",
    "scroll": "cut; it fits",
    "keep": "taken down after 10 s of silence",
    "colour": "the usual",
    "flags": "started, no silence, no fault, no more events",
    "first": "the number of the first event that follows",
    "kind": "a key",
    "age": "pressed 0.1 s ago",
    "code": "call next",
    "value": "no digits were typed",
    "waiting": "four people",
    "state": "nothing special",
    "number": "“A001” in hand",
}


class Frame:
    def __init__(self, made, intro, **meaning):
        self.made = made
        self.intro = intro
        self.meaning = meaning

    def rows(self, known):
        """Each part of the body with its bytes on the wire, which differ where a zero was."""
        made, wire = self.made, self.made.wire
        side = made.status is None
        spec = bus.COMMANDS[made.name].request if side else bus.COMMANDS[made.name].answer
        parts = [
            ("head", bytes([made.head]), self.head()),
            ("address", bytes([made.address]), "the unit at 5"),
            ("sequence", bytes([made.sequence]), self.sequence()),
            ("command", bytes([made.command]), made.name.upper()),
        ]
        if not side:
            parts.append(("status", b"\0", "done"))
        for name, value, packed in bus.pieces(spec, made.fields):
            if name == "event":
                parts += [
                    (one, part, None)
                    for event in value
                    for one, _, part in bus.pieces(bus.PARTS["event"], event)
                ]
            else:
                parts.append((name, packed, None))
        if made.seal:
            parts += [
                ("counter", bus.little(made.counter, 4), str(made.counter)),
                ("MAC", made.mac, "`mac(S, …)` over all before it"),
            ]
        parts.append(
            ("CRC-32", made.body[-4:], f"0x{int.from_bytes(made.body[-4:], 'little'):08X}")
        )
        at = 2
        for name, packed, meaning in parts:
            sent = wire[at : at + len(packed)]
            at += len(packed)
            meaning = meaning or self.meaning.get(name) or MEANING[name]
            yield name, packed, sent, meaning
        assert at == len(wire) - 1

    def head(self):
        way = "request" if self.made.status is None else "answer"
        return f"version 1, {way}" + (", sealed" if self.made.seal else "")

    def sequence(self):
        if self.made.status is not None:
            return "as in the request"
        return str(self.made.sequence) if self.made.sequence else "0: begins a conversation"

    def lines(self, known):
        return ["```", *wrapped(self.made.wire), "```", "", self.table(known)]

    def table(self, known):
        lines = ["| field | body | wire | |", "|---|---|---|---|"]
        for name, packed, sent, meaning in self.rows(known):
            if (name, packed) in known and name not in ("sequence",):
                meaning = ""
            known.add((name, packed))
            body, other = f"`{packed.hex(' ')}`", f"`{sent.hex(' ')}`"
            lines.append(f"| {name} | {body} | {'' if sent == packed else other} | {meaning} |")
        return "\n".join(lines)


def talk():
    def ask(intro, name, sequence, meaning=None, **fields):
        made = bus.request(name, 5, sequence, **fields)
        yield Frame(made, intro, **(meaning or {}))
        ask.last = made

    def reply(intro="", meaning=None, **fields):
        return Frame(bus.answer(ask.last, **fields), intro, **(meaning or {}))

    yield from ask("The controller asks who is at address 5.", "identify", 0)
    yield reply(
        "The unit says who it is.",
        uid=UID,
        vendor=0xFFFF,
        model=1,
        hardware=1,
        firmware="1.0.0",
        name="W5",
    )
    yield from ask("What can it do?", "capabilities", 1)
    yield reply(**CAPABILITIES)
    yield from ask(
        "The controller starts the unit, so that its events are told.", "start", 0, uid=UID
    )
    yield reply(boot=7, next=1)
    yield from ask(
        "The window is open and nobody is called: 欢迎光临, three bytes of UTF-8 each.",
        "show",
        2,
        {
            "tag": "the controller's name for this face: 1",
            "page": "one page; this is the first",
            "blink": "not at all",
            "text": "欢 迎 光 临",
        },
        tag=1,
        page=0,
        **LOOK,
        text="欢迎光临",
    )
    yield reply()
    yield from ask("The poll.", "status", 3, {"ack": "no event taken yet"}, ack=0)
    yield reply(
        "The sign shows what it should: tag 1.", {"shown": "tag 1 is on the sign"}, flags=0, shown=1
    )
    yield from ask(
        "The officer at window 3 presses *call next*. The next poll asks as before.",
        "status",
        4,
        {"ack": "no event taken yet"},
        ack=0,
    )
    yield reply(
        "The event waits in the unit until it is acknowledged.",
        {"shown": "tag 1 is on the sign"},
        flags=0,
        shown=1,
        first=1,
        event=[event(1, 1, 1, 0xFFFF)],
    )
    yield from ask(
        "A001 is called. The call goes ahead of every poll and blinks for three seconds.",
        "show",
        5,
        {
            "tag": "another face: 2",
            "page": "one page; this is the first",
            "blink": "3.0 s",
            "text": "请A001号到3号窗口",
        },
        tag=2,
        page=0,
        **{**LOOK, "blink": 30},
        text="请A001号到3号窗口",
    )
    yield reply()
    yield from ask("What the officer sees.", "pad", 6, waiting=4, state=0, number="A001")
    yield reply()
    yield from ask(
        "The next poll takes the event. Only now does the unit forget it.",
        "status",
        7,
        {"ack": "event 1 is taken"},
        ack=1,
    )
    yield reply(
        "No event any more, and the sign shows the call: agreed.",
        {"shown": "tag 2 is on the sign"},
        flags=0,
        shown=2,
    )


def section():
    known = set()
    assert next(talk()).made.wire.hex(" ") == "00 03 40 05 06 01 5c 75 9c cb 00"
    text = [
        "## 16. A whole call, byte by byte",
        "",
        "What goes over the wire when a controller meets a unit at address 5 (UID `"
        + UID
        + "`), and an officer calls a number. For each frame the bytes on the wire, then its"
        " body in order; *wire* is given where the byte on the wire is another, because COBS put a"
        " code byte in the place of a zero. What was explained once is not explained again.",
        "",
        "The frames' first byte and last byte are the zeros around it, and the second is COBS's"
        " first code byte: so many bytes on, itself included, stands the next code byte, where the body"
        " has a zero, or the closing zero. In the first frame: `03` says that two bytes follow as"
        " they are, `40 05`, then the body's first zero, in whose place stands the next code byte,"
        " `06`; five bytes follow, `01` and the sum; six bytes on stands the closing zero.",
    ]
    for number, frame in enumerate(talk(), 1):
        made = frame.made
        size = len(made.wire)
        way = "controller → unit" if made.status is None else "unit → controller"
        text += [
            "",
            f"**{number}. {made.name.upper()}, {way}**, {size} bytes, "
            f"{size * 10 / 9.6:.1f} ms at 9600 baud. {frame.intro}".rstrip(),
            "",
            *frame.lines(known),
        ]
    return "\n".join(text + sealed_poll(number + 1)) + "\n"


def sealed_poll(number):
    """The last frame: what a seal adds."""
    nonces = bytes.fromhex(NONCE), bytes.fromhex(UNIT_NONCE)
    session = bus.session_key(bytes.fromhex(KEY), bytes.fromhex(UID), *nonces)
    frame = Frame(bus.request("status", 5, 8, seal=(session, 1), ack=1), "", ack="event 1 is taken")
    return [
        "",
        f"**{number}. The poll of a unit that has a key.** The key is `{KEY}`, OPEN brought the"
        f" nonces `{NONCE}` (controller) and `{UNIT_NONCE}` (unit). So"
        f" `mac(K, 0x02 | …)` is `{session[:8].hex()}`, `mac(K, 0x03 | …)` is"
        f" `{session[8:].hex()}`, and S is both, one behind the other. The MAC is over the body"
        f" from its head to its counter: `{frame.made.signed[:-8].hex(' ')}`.",
        "",
        *frame.lines(set()),
    ]


def wrapped(data):
    return [data[at : at + 24].hex(" ") for at in range(0, len(data), 24)]
