# SPDX-License-Identifier: Apache-2.0
"""Conversations about pictures, keys and firmware."""

import window_bus as bus
from commands import KEY, LOOK, NONCE, text
from conversation import UNIT_NONCES, Conversation
from frames import UID


def bitmaps():
    talk = Conversation(
        "bitmaps",
        "a picture appears when all of it has come",
        started=True,
        width=16,
        height=8,
        lines=1,
    )
    rows = bytes.fromhex("8001400220041008" "0810042002404001")
    second = b"\xff" * 16

    def dots(why, offset, data, page=0, tag=1, start=None):
        first = {"width": start[0], "encoding": start[1]} if start else {}
        talk.ask("dots", why, tag=tag, page=page, offset=offset, **first, data=data.hex())

    def draw(why, pages=1, tag=1, total=None, **look):
        talk.ask("draw", why, tag=tag, pages=pages, **{**LOOK, **look}, sum=total)

    dots("the first half", 0, rows[:8], start=(16, 0))
    talk.answer()
    dots("a block too far", 12, rows[12:])
    talk.refuse(6, "08000000")
    draw("not complete", total=bus.crc32(rows))
    talk.refuse(6)
    dots("the second half", 8, rows[8:])
    talk.answer()
    talk.poll("nothing is shown yet", flags=2)
    draw("a wrong sum", total=bus.crc32(rows) ^ 1)
    talk.refuse(6)
    draw("it appears", total=bus.crc32(rows))
    talk.answer()
    talk.poll("agreed", shown=1)
    draw("it blinks again, without dots", total=bus.crc32(rows), blink=30)
    talk.answer()
    dots("page 0 of two, PackBits", 0, b"\x07" + rows[:8] + b"\x07" + rows[8:], 0x10, 2, (16, 1))
    talk.answer()
    dots("page 1 of two, a run", 0, b"\xf1\xff", 0x11, 2, (16, 1))
    talk.answer()
    draw("both appear", 2, 2, bus.crc32(rows + second), turn=20)
    talk.answer()
    talk.poll("agreed", shown=2)
    talk.show("a text between", 3, "A")
    draw("the picture is gone", 2, 2, bus.crc32(rows + second), turn=20)
    talk.refuse(6)
    dots("17 bytes for 16", 0, rows + b"\0", tag=4, start=(16, 0))
    talk.any_answer(6)
    draw("forgotten", tag=4, total=bus.crc32(rows))
    talk.refuse(6)
    talk.poll("the text is as it was", shown=3)
    return talk


def authentication():
    key, uid = bytes.fromhex(KEY), bytes.fromhex(UID)
    talk = Conversation("authentication", "what a stranger sends changes nothing", key=KEY)
    sessions = [
        bus.session_key(key, uid, bytes.fromhex(NONCE), bytes.fromhex(n)) for n in UNIT_NONCES
    ]

    def open_session(why, number):
        theirs = bytes.fromhex(UNIT_NONCES[number])
        talk.ask("open", why, sequence=0, nonce=NONCE)
        talk.answer(
            nonce=theirs.hex(), proof=bus.proof(key, uid, bytes.fromhex(NONCE), theirs).hex()
        )

    def sealed(name, why, counter, number=0, sequence=None, **fields):
        talk.ask(name, why, seal=(sessions[number], counter), sequence=sequence, **fields)

    talk.ask("identify", "needs no seal", sequence=0)
    talk.answer(**talk.vector["unit"]["identify"])
    talk.ask("status", "needs one", ack=0)
    talk.refuse(9)
    sealed("status", "before OPEN", 1, ack=0)
    talk.refuse(10)
    open_session("a session", 0)
    sealed("start", "sealed", 1, sequence=0, uid=UID)
    talk.answer(seal=(sessions[0], 1), boot=7, next=1)
    sealed("show", "a call", 2, **text(1, keep=255))
    talk.answer(seal=(sessions[0], 2))
    talk.again("a repeat: the kept answer")
    sealed("clear", "an old counter", 2, tag=9)
    talk.refuse(11)
    talk.ask("clear", "another key", seal=(bytes(16), 3), tag=9)
    talk.refuse(11)
    talk.ask("clear", "no seal", tag=9)
    talk.refuse(9)
    talk.ask("clear", "a broadcast without a seal", address=bus.EVERYONE, tag=9)
    open_session("a stranger's, who cannot go on", 1)
    sealed("status", "the old session lives", 3, ack=0)
    talk.answer(seal=(sessions[0], 3), flags=0, shown=1)
    sealed("status", "the first frame of the new session", 1, 1, ack=0)
    talk.answer(seal=(sessions[1], 1), flags=0, shown=1)
    sealed("clear", "the old session is gone", 4, tag=9)
    talk.refuse(11)
    sealed("show", "an error of the command, sealed", 2, 1, **text(2, "䶮"))
    talk.answer(seal=(sessions[1], 2), status=5, detail=b"\xae\x4d\0")
    return talk


def sealed_silence():
    key, uid = bytes.fromhex(KEY), bytes.fromhex(UID)
    theirs = bytes.fromhex(UNIT_NONCES[0])
    session = bus.session_key(key, uid, bytes.fromhex(NONCE), theirs)
    talk = Conversation("silence of who has the key", "a stranger keeps no number alive", key=KEY)
    talk.ask("open", "a session", sequence=0, nonce=NONCE)
    talk.answer(nonce=theirs.hex(), proof=bus.proof(key, uid, bytes.fromhex(NONCE), theirs).hex())
    talk.ask("start", "sealed", seal=(session, 1), sequence=0, uid=UID)
    talk.answer(seal=(session, 1), boot=7, next=1)
    talk.ask("show", "a call, kept for 3 s", seal=(session, 2), **text(1, keep=3))
    talk.answer(seal=(session, 2))
    talk.wait(1500)
    talk.again("heard on the wire and sent by a stranger")
    talk.ask("status", "a stranger", ack=0)
    talk.refuse(9)
    talk.wait(1600)
    talk.ask(
        "status", "the controller is back: the number was taken down", seal=(session, 3), ack=0
    )
    talk.answer(seal=(session, 3), flags=2, shown=0)
    return talk


def key_installation():
    key, uid = bytes.fromhex(KEY), bytes.fromhex(UID)
    talk = Conversation("key installation", "in the first ten minutes", started=True)
    talk.ask("open", "there is no key", sequence=0, nonce=NONCE)
    talk.refuse(12)
    talk.ask("status", "sealed, and there is no key", seal=(bytes(16), 1), ack=0)
    talk.refuse(12)
    talk.ask("key", "a key", key=KEY)
    talk.answer(proof=bus.proof(key, uid, bytes(8), bytes(8), label=4).hex())
    talk.ask("status", "from now on sealed", ack=0)
    talk.refuse(9)
    talk.ask("key", "another, without seal", key="ff" * 16)
    talk.refuse(9)
    return talk


def late_key():
    talk = Conversation("key too late", "ten minutes after power-up", started=True)
    talk.wait(601000)
    talk.ask("key", "a key", key=KEY)
    talk.refuse(12)
    return talk


def firmware():
    image = bytes(range(40))
    talk = Conversation("firmware", "blocks in their order, then the sum", started=True)

    def block(why, offset, data):
        talk.ask("block", why, offset=offset, data=data.hex())

    talk.ask("firmware", "40 bytes", size=40, crc=bus.crc32(image), version="1.1.0")
    talk.any_answer()
    block("the first", 0, image[:16])
    talk.answer(next=16)
    block("a gap", 32, image[32:])
    talk.refuse(6, "10000000")
    block("the second", 16, image[16:32])
    talk.answer(next=32)
    talk.ask("finish", "not complete")
    talk.refuse(6)
    block("the last", 32, image[32:])
    talk.answer(next=40)
    talk.ask("finish", "complete")
    talk.answer()
    return talk
