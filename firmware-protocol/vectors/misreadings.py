# SPDX-License-Identifier: Apache-2.0
"""Conversations about what two makers might read otherwise."""

import window_bus as bus
from answers import event
from commands import KEY, LOOK, NONCE, text
from conversation import UNIT_NONCES, Conversation
from frames import OTHER_UID, UID


def page_again():
    talk = Conversation("a page again", "the answer to a page may be lost", started=True)
    first, last = (2, "上", 0x10), (2, "下", 0x11)
    talk.show("page 0 of two", *first, turn=20)
    talk.show("page 0 again, in another frame", *first, turn=20)
    talk.show("page 1", *last, turn=20)
    talk.show("page 1 again", *last, turn=20)
    talk.poll("it is shown", shown=2)
    talk.ask("show", "page 1 again, with another text", **text(2, "中", 0x11, turn=20))
    talk.refuse(6)
    talk.show("page 0 again begins anew", *first, turn=20)
    talk.show("page 1", *last, turn=20)
    talk.ask("clear", "dark", tag=3)
    talk.answer()
    talk.ask("show", "page 1 again: it is no longer shown", **text(*last, turn=20))
    talk.refuse(6)
    talk.show("a face of one page", 4, "A", keep=3)
    talk.show("and again", 4, "A", keep=3)
    talk.wait(3100)
    talk.poll("taken down", flags=2)
    talk.show("and again: it appears", 4, "A", keep=3)
    talk.poll("agreed", shown=4)
    return talk


def interrupted_page():
    talk = Conversation("a page interrupted", "what may come between pages", started=True)
    first, last = text(2, "上", 0x10, turn=20), text(2, "下", 0x11, turn=20)

    def begin():
        talk.ask("show", "page 0 of two", **first)
        talk.answer()

    def goes_on(why):
        talk.ask("show", why, **last)
        talk.answer()

    def is_ended(why):
        talk.ask("show", why, **last)
        talk.refuse(6)

    begin()
    talk.poll("a poll", flags=2)
    talk.ask("show", "a page that is refused", **text(2, "中\tA", 0x11, turn=20))
    talk.refuse(4, "0b")
    talk.ask("show", "one that is not the next", **text(2, "下", 0x21, turn=20))
    talk.refuse(6)
    talk.ask("identify", "of another", address=6, sequence=0)
    talk.ask("brightness", "to everyone", address=bus.EVERYONE, percent=50)
    goes_on("all that ended nothing")
    begin()
    talk.ask("identify", "anything else, with sequence 0 too", sequence=0)
    talk.answer(**talk.vector["unit"]["identify"])
    is_ended("the face is ended")
    begin()
    talk.ask("clear", "a request that is refused", tag=0)
    talk.refuse(3, "00")
    is_ended("the face is ended")
    begin()
    talk.ask("clear", "to everyone", address=bus.EVERYONE, tag=9)
    is_ended("the face is ended")
    begin()
    talk.wait(60100, "silence")
    is_ended("the face is ended")
    return talk


def several_errors():
    talk = Conversation("several errors", "the first in their order is told", started=True)
    for payload, status, detail, why in [
        (b"\2\0\x01\0\0\0\0\0" + b"\xff", 6, "", "no such page comes before keep 0"),
        (b"\0\0\x01\0\0\0\x0a\0A", 3, "00", "tag 0 comes before no such page"),
        (b"\2\0\0\0\0\0\x0a\0" + b"\xff\n\n", 3, "08", "three lines come before no UTF-8"),
        (b"\2\0\0\0\0\0\x0a\0" + "䶮".encode() + b"\xff", 4, "0b", "no UTF-8 before no glyph"),
        (b"\2\0\x11\1\0\0\x0a\0" + "䶮".encode(), 5, "ae4d00", "no glyph before not the next page"),
    ]:
        talk.sequence += 1
        talk.send(bus.Frame(5, talk.sequence, 0x10, payload), why)
        talk.refuse(status, detail)
    talk.ask("glyphs", "three lines, which GLYPHS does not count", text="A\n号\nB")
    talk.answer()
    return talk


def links():
    talk = Conversation("links", "whom a LINK means, and what of it is answered")

    def link(why, to, uid, rest):
        talk.send(bus.Frame(to, 0, 0x25, bytes.fromhex(uid + rest)), why)

    everybody = "ff" * 6
    link("names it and is too short", bus.EVERYONE, UID, "0900")
    talk.answer(status=2)
    link("its uid and nothing more", bus.EVERYONE, UID, "")
    talk.answer(status=2)
    link("five bytes of its uid", bus.EVERYONE, UID[:10], "")
    link("too short, of another", bus.EVERYONE, OTHER_UID, "0900")
    link("too short, to its address", 5, UID, "0900")
    talk.answer(status=2)
    link("everyone, to its address", 5, everybody, "000000")
    talk.refuse(8, UID)
    link("another, and no such address", 5, OTHER_UID, "fb0000")
    talk.refuse(8, UID)
    link("everyone gets one address: ignored", bus.EVERYONE, everybody, "090000")
    talk.ask("identify", "it is at 5", sequence=0)
    talk.answer(**talk.vector["unit"]["identify"])
    link("to address 17", bus.EVERYONE, UID, "110000")
    talk.answer(uid=UID, at=5)
    link("asked again: from its new address", bus.EVERYONE, UID, "110000")
    talk.answer(uid=UID, at=17)
    talk.send(bus.Frame(17, 0, 0x23, bytes.fromhex("00300102030405ff")), "DISCOVER of another")
    talk.send(bus.Frame(17, 0, 0x23, bytes.fromhex("0031" + UID)), "DISCOVER, wrong")
    talk.answer(status=3, detail=b"\1", at=17)
    return talk


def picture_order():
    talk = Conversation(
        "pictures out of order",
        "where to go on",
        started=True,
        width=16,
        height=8,
        lines=1,
    )
    rows = bytes(range(1, 17))
    total = bus.crc32(rows + rows)

    def dots(why, page, offset, data, expected=None, tag=1):
        first = {"width": 16, "encoding": 0} if offset == 0 else {}
        talk.ask("dots", why, tag=tag, page=page, offset=offset, **first, data=data.hex())
        if expected is None:
            talk.answer()
        else:
            talk.refuse(6, bus.little(expected, 4).hex())

    def draw(why, tag=1, refused=True):
        talk.ask("draw", why, tag=tag, pages=2, **{**LOOK, "turn": 9}, sum=total)
        if refused:
            talk.refuse(6)
        else:
            talk.answer()

    dots("nothing was begun", 0x10, 8, rows[8:], 0)
    dots("begun", 0x10, 0, rows[:8])
    dots("of another page", 0x11, 4, rows, 8)
    dots("of a page that cannot be", 0x12, 8, rows, 8)
    dots("of another picture", 0x10, 8, rows, 0, tag=2)
    dots("of another number of pages", 0x20, 8, rows, 0)
    dots("page 0 is complete", 0x10, 8, rows[8:])
    dots("behind its end", 0x10, 16, b"\1", 16)
    dots("page 1 does not begin so", 0x11, 4, rows[4:], 0)
    dots("page 1", 0x11, 0, rows)
    draw("both appear", refused=False)
    dots("late", 0x11, 16, b"\1", 0)
    draw("drawn again", refused=False)
    talk.ask("show", "a page that is refused", **text(2, "A\nB"))
    talk.refuse(3, "08")
    draw("the picture is still there", refused=False)
    talk.ask("show", "page 0 of two", **text(2, "A", 0x10, turn=9))
    talk.answer()
    draw("it is forgotten")
    talk.poll("and still shown", shown=1)
    dots("another", 0x10, 0, rows, tag=3)
    dots("its second page", 0x11, 0, rows, tag=3)
    talk.show("a text before it is drawn", 4, "A")
    draw("it is forgotten", tag=3)
    return talk


def sealed_repeats():
    key, uid, ours = bytes.fromhex(KEY), bytes.fromhex(UID), bytes.fromhex(NONCE)
    theirs = bytes.fromhex(UNIT_NONCES[0])
    session = bus.session_key(key, uid, ours, theirs)
    talk = Conversation("repeats under a seal", "a stranger does not spoil them", key=KEY)
    talk.ask("open", "a session", sequence=0, nonce=NONCE)
    talk.answer(nonce=theirs.hex(), proof=bus.proof(key, uid, ours, theirs).hex())

    def sealed(name, why, counter, sequence=None, **fields):
        talk.ask(name, why, seal=(session, counter), sequence=sequence, **fields)
        return talk.vector["steps"][-1]

    sealed("start", "sequence 0", 1, sequence=0, uid=UID)
    talk.answer(seal=(session, 1), boot=7, next=1)
    start = talk.vector["steps"][-1]
    talk.step("ask", "the same frame is no repeat", bytes=start["bytes"], answer=None, status=11)
    talk.vector["steps"][-1]["answer"] = bus.answer(talk.asked, status=11).wire.hex()
    sealed("start", "so it is sealed anew", 2, sequence=0, uid=UID)
    talk.answer(seal=(session, 2), boot=7, next=1)
    talk.press(1)
    sealed("status", "the key", 3, ack=0)
    talk.answer(seal=(session, 3), flags=2, shown=0, first=1, event=[event(1, 0, 1, 0xFFFF)])
    kept = talk.vector["steps"][-1]
    talk.ask("identify", "a stranger, with a sequence", sequence=77)
    talk.answer(**talk.vector["unit"]["identify"])
    talk.vector["steps"].append({**kept, "why": "asked again: the kept answer is still there"})
    sealed("show", "page 0 of two", 4, **text(2, "上", 0x10, turn=20))
    talk.answer(seal=(session, 4))
    talk.ask("identify", "a stranger", sequence=78)
    talk.answer(**talk.vector["unit"]["identify"])
    talk.ask("clear", "a stranger", tag=9)
    talk.refuse(9)
    sealed("show", "page 1", 5, **text(2, "下", 0x11, turn=20))
    talk.answer(seal=(session, 5))
    talk.send(bus.Frame(bus.EVERYONE, 0, 0x25, uid + bytes([17, 0, 0])), "a stranger's LINK")
    sealed("status", "shown", 6, ack=1)
    talk.answer(seal=(session, 6), flags=0, shown=2)
    return talk


def sealed_address():
    key, uid, ours = bytes.fromhex(KEY), bytes.fromhex(UID), bytes.fromhex(NONCE)
    talk = Conversation("an address under a seal", "LINK to the address it has", key=KEY)

    def session(why, address, number):
        theirs = bytes.fromhex(UNIT_NONCES[number])
        talk.ask("open", why, address=address, sequence=0, nonce=NONCE)
        talk.answer(nonce=theirs.hex(), proof=bus.proof(key, uid, ours, theirs).hex())
        return bus.session_key(key, uid, ours, theirs)

    def link(why, address, seal, where):
        fields = uid + bytes([where, 0, 0])
        talk.send(bus.Frame(address, seal[1] + 90, 0x25, fields, seal=seal), why)
        talk.answer(uid=UID, seal=seal)

    first = session("a session", 5, 0)
    link("its address is taken away", 5, (first, 1), 255)
    talk.send(bus.Frame(bus.EVERYONE, 0, 0x25, uid + bytes([17, 0, 0])), "without a seal: ignored")
    second = session("a session at address 0", 0, 1)
    link("to address 17", 0, (second, 1), 17)
    talk.ask("status", "the session goes on there", address=17, seal=(second, 2), ack=0)
    talk.answer(seal=(second, 2), flags=3, shown=0)
    return talk


def no_sign():
    sign = {"width": 0, "height": 0, "lines": 0, "pages": 0, "charset": 0, "colours": 0}
    talk = Conversation(
        "no sign", "a pad alone", started=True, level=2, features=0x0C3F, memory=0, **sign
    )
    talk.ask("capabilities", "all of the sign is 0")
    talk.answer(**talk.vector["unit"]["capabilities"])
    talk.poll("nor a silence face")
    for name, fields in [
        ("glyphs", {"text": "A"}),
        ("show", text()),
        ("clear", {"tag": 1}),
        ("brightness", {"percent": 50}),
    ]:
        talk.ask(name, "there is no sign", **fields)
        talk.refuse(14)
    talk.ask("rate", "what it has works", ref=1, seconds=1)
    talk.answer()
    talk.press(1)
    talk.poll("a key", first=1, events=[event(1, 0, 1, 0xFFFF)])
    return talk


MISREADINGS = [
    page_again,
    interrupted_page,
    several_errors,
    links,
    picture_order,
    sealed_repeats,
    sealed_address,
    no_sign,
]
