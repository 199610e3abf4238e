# SPDX-License-Identifier: Apache-2.0
"""Requests and what a unit answers, one after the other: what single frames cannot show."""

import window_bus as bus
from commands import KEY, LOOK, NONCE, capabilities, event, text
from frames import OTHER_UID, UID

ADDRESS = 5
UNIT_NONCES = ["1112131415161718", "2122232425262728"]


class Conversation:
    """A unit from its power-up on. Time stands still but in `wait`."""

    def __init__(self, name, why, key=None, started=False, **traits):
        self.vector = {
            "name": name, "why": why,
            "unit": {
                "address": ADDRESS, "boot": 7, "key": key, "nonces": UNIT_NONCES,
                "identify": {
                    "uid": UID, "vendor": 0xFFFF, "model": 1, "hardware": 1, "firmware": "1.0.0",
                    "name": "vectors"},
                "capabilities": capabilities(bauds=1, **traits),
                "presence": [2, 4],
            },
            "steps": [],
        }
        self.sequence = 0
        if started:
            self.ask("start", "the controller meets the unit", sequence=0, uid=UID)
            self.answer(boot=7, next=1)

    def step(self, do, why, **more):
        self.vector["steps"].append({"do": do, "why": why, **more})

    def send(self, made, why):
        self.asked = made
        self.step("ask", why, bytes=made.wire.hex(), answer=None, status=None)

    def ask(self, name, why, address=ADDRESS, sequence=None, seal=None, **fields):
        if sequence is None:
            sequence = 0 if address == bus.EVERYONE else self.sequence % 255 + 1
            self.sequence = sequence or self.sequence
        self.send(bus.request(name, address, sequence, seal=seal, **fields), why)

    def again(self, why):
        """The same frame once more, and the same answer."""
        before = [step for step in self.vector["steps"] if step["do"] == "ask"][-1]
        self.vector["steps"].append({**before, "why": why})

    def answer(self, **fields):
        address = fields.pop("at", None)
        if address is None:
            address = ADDRESS if self.asked.address == bus.EVERYONE else self.asked.address
        made = bus.answer(self.asked, address=address, **fields)
        self.vector["steps"][-1].update(answer=made.wire.hex(), status=made.status)

    def refuse(self, status, detail=""):
        self.answer(status=status, detail=bytes.fromhex(detail))

    def any_answer(self, status=0):
        """Only the status is known beforehand."""
        self.vector["steps"][-1]["status"] = status

    def poll(self, why, ack=0, flags=0, shown=0, first=None, events=None, **more):
        self.ask("status", why, ack=ack, **more)
        told = {"first": first, "event": events} if events else {}
        self.answer(flags=flags, shown=shown, **told)

    def show(self, why, *args, **look):
        self.ask("show", why, **text(*args, **look))
        self.answer()

    def wait(self, ms, why="time goes by"):
        self.step("wait", why, ms=ms)

    def press(self, key, digits=None, why="the officer presses"):
        self.step("press", why, key=key, digits=digits)


def key_event(code, digits=0xFFFF, age=0):
    return event(1, age, code, digits)


def meeting():
    talk = Conversation("meeting", "power-up, and the first face of a sign")
    talk.ask("identify", "who is at 5?", sequence=0)
    talk.answer(**talk.vector["unit"]["identify"])
    talk.ask("capabilities", "what can it do?")
    talk.answer(**talk.vector["unit"]["capabilities"])
    talk.poll("not started, silence face", flags=3)
    talk.ask("start", "another uid", sequence=0, uid=OTHER_UID)
    talk.refuse(8, UID)
    talk.poll("still not started", flags=3)
    talk.ask("start", "its own", sequence=0, uid=UID)
    talk.answer(boot=7, next=1)
    talk.poll("started; the sign is the unit's own", flags=2)
    talk.show("the first face", 1)
    talk.poll("agreed", shown=1)
    return talk


def events():
    talk = Conversation("events", "told until they are taken, and none before START")
    talk.press(1)
    talk.poll("not started: no events are told", flags=3)
    talk.ask("start", "one event waits: the next will be 2", sequence=0, uid=UID)
    talk.answer(boot=7, next=2)
    talk.poll("the key", flags=2, first=1, events=[key_event(1)])
    talk.poll("it was not taken: told again", flags=2, first=1, events=[key_event(1)])
    talk.poll("an ack that names no waiting event changes nothing", ack=9, flags=2, first=1,
              events=[key_event(1)])
    talk.press(7, 12)
    talk.poll("the first is taken", ack=1, flags=2, first=2, events=[key_event(7, 12)])
    talk.poll("taken once more: nothing to take", ack=1, flags=2, first=2, events=[key_event(7, 12)])
    talk.poll("both are taken", ack=2, flags=2)
    for digits in range(9):
        talk.press(2, digits)
    talk.poll("eight, and more to come", ack=2, flags=10, first=3,
              events=[key_event(2, n) for n in range(8)])
    talk.poll("the ninth", ack=10, flags=2, first=11, events=[key_event(2, 8)])
    talk.ask("start", "takes no event away", sequence=0, uid=UID)
    talk.answer(boot=7, next=12)
    talk.poll("still the ninth", ack=10, flags=2, first=11, events=[key_event(2, 8)])
    talk.poll("all are taken", ack=11, flags=2)
    return talk


def ages():
    talk = Conversation("ages", "how old a key is when it is told", started=True)
    talk.press(1)
    talk.wait(500)
    talk.poll("half a second", flags=2, first=1, events=[key_event(1, age=5)])
    talk.wait(30000)
    talk.poll("longer than can be told", flags=2, first=1, events=[key_event(1, age=255)])
    return talk


def repeats():
    talk = Conversation("repeats", "a request takes effect once, however often it is sent", started=True)
    talk.poll("nothing", flags=2)
    talk.press(1)
    talk.again("the same frame: the kept answer, though a key was pressed")
    talk.poll("another sequence: carried out", flags=2, first=1, events=[key_event(1)])
    talk.show("a face", 1)
    talk.again("its answer was lost")
    talk.ask("clear", "the sequence of the face, and another frame: carried out",
             sequence=talk.sequence, tag=2)
    talk.answer()
    talk.poll("it is dark", ack=1, shown=2)
    talk.ask("identify", "sequence 0", sequence=0)
    talk.answer(**talk.vector["unit"]["identify"])
    talk.again("is never a repeat, and the answer is the same for all that")
    return talk


def not_for_it():
    talk = Conversation("not for it", "what a unit does not answer", started=True)
    talk.show("a face", 1)
    talk.ask("identify", "to another address", address=6, sequence=0)
    talk.ask("identify", "to address 0, which it had without an address", address=0, sequence=0)
    talk.ask("identify", "to everyone", address=bus.EVERYONE)
    talk.ask("show", "to everyone: ignored", address=bus.EVERYONE, **text(9))
    talk.send(bus.Frame(bus.EVERYONE, 0, 0x7F), "a command that nobody knows, to everyone")
    talk.poll("the face is as it was", shown=1)
    talk.send(bus.answer(bus.Frame(5, 3, 0x11)), "an answer")
    talk.send(bus.Frame(5, 4, 0x01, head=0x80), "version 2")
    talk.ask("clear", "to everyone: carried out", address=bus.EVERYONE, tag=3)
    talk.poll("it is dark", shown=3)
    talk.ask("brightness", "to everyone, and wrong: ignored", address=bus.EVERYONE, percent=101)
    return talk


def errors():
    talk = Conversation("errors", "nothing that is shown changes", started=True)
    talk.show("a face", 1)
    for payload, status, detail, why in [
        (b"\2\0\0\0\0\0\x0a\0" + "A\n3\n4".encode(), 3, "08", "three lines for two"),
        (b"\2\0\0\0\0\0\x0a\0" + "𠀀䶮".encode(), 5, "000002", "two characters that the font lacks"),
        (b"\2\0\0\0\0\0\x0a\0" + b"A\xff", 4, "09", "no UTF-8"),
        (b"\0\0\0\0\0\0\x0a\0A", 3, "00", "tag 0"),
        (b"\2\0\x01\0\0\0\x0a\0A", 6, "", "the second page of one"),
        (b"\2\0\x11\1\0\0\x0a\0A", 6, "", "the second page of two, and the first never came"),
        (b"\2\0\0", 2, "", "too short"),
    ]:
        talk.sequence += 1
        talk.send(bus.Frame(5, talk.sequence, 0x10, payload), why)
        talk.refuse(status, detail)
    talk.sequence += 1
    talk.send(bus.Frame(5, talk.sequence, 0x7F), "a command that nobody knows")
    error = bus.Frame(5, talk.sequence, 0x7F, status=1)
    talk.vector["steps"][-1].update(answer=error.wire.hex(), status=1)
    talk.ask("glyphs", "which of them are missing; each once", text="A𠀀号䶮𠀀\n")
    talk.answer(missing=[0x20000, 0x4DAE])
    talk.poll("the face is as it was", shown=1)
    return talk


def pages():
    talk = Conversation("pages", "a face appears whole or not at all", started=True)
    talk.show("a face", 1)
    talk.show("page 0 of two", 2, "上", 0x10, turn=20)
    talk.poll("a poll between: still the old face", shown=1)
    talk.show("page 1 of two", 2, "下", 0x11, turn=20)
    talk.poll("the new one", shown=2)
    talk.show("page 0 of two", 3, "上", 0x10, turn=20)
    talk.ask("show", "page 1 of another tag", **text(4, "下", 0x11, turn=20))
    talk.refuse(6)
    talk.ask("show", "page 1 of another number of pages", **text(3, "下", 0x21, turn=20))
    talk.refuse(6)
    talk.poll("nothing changed", shown=2)
    talk.show("page 0 begins anew", 5, "上", 0x10, turn=20)
    talk.show("page 1", 5, "下", 0x11, turn=20)
    talk.poll("the new one", shown=5)
    return talk


def silence():
    talk = Conversation("silence", "no stale number on a sign", started=True)
    talk.show("a face that is kept for 3 s", 1, keep=3)
    talk.wait(2900)
    talk.ask("identify", "a frame to another unit does not keep it", address=6, sequence=0)
    talk.wait(200)
    talk.poll("it was taken down", flags=2)
    talk.show("a face that is kept for 3 s", 2, keep=3)
    talk.wait(2900)
    talk.poll("a poll keeps it", shown=2)
    talk.wait(2900)
    talk.poll("and again", shown=2)
    talk.ask("clear", "dark", tag=3)
    talk.answer()
    talk.wait(300000)
    talk.poll("dark stays without end", shown=3)
    return talk


def restart():
    talk = Conversation("restart", "a controller notices", started=True)
    talk.show("a face", 1)
    talk.press(1)
    talk.poll("the key", shown=1, first=1, events=[key_event(1)])
    asked = talk.vector["steps"][-1]["bytes"]
    talk.step("restart", "the plug was pulled")
    talk.step("ask", "the same frame: nothing was kept, no face, not started", bytes=asked,
              answer=bus.answer(talk.asked, flags=3, shown=0).wire.hex(), status=0)
    talk.ask("start", "the next boot; events begin with 1", sequence=0, uid=UID)
    talk.answer(boot=8, next=1)
    return talk


def discovery():
    talk = Conversation("discovery", "found, told to be quiet, given an address")
    everyone = {"address": bus.EVERYONE}
    zeros = "00" * 6

    def discover(why, found, begin=0, bits=0, prefix=zeros, at=ADDRESS):
        talk.ask("discover", why, **everyone, begin=begin, bits=bits, prefix=prefix)
        if found:
            talk.answer(uid=UID, at=at)

    discover("everyone", True, begin=1)
    discover("it is not quiet yet", True)
    discover("first bit 1: its first byte is 02", False, bits=1, prefix="800000000000")
    discover("first bit 0", True, bits=1)
    discover("bits after the first six do not count", True, bits=6, prefix="03ffffffffff")
    discover("the seventh does", True, bits=7, prefix="03ffffffffff")
    discover("so does the eighth", False, bits=8, prefix="03ffffffffff")
    discover("all 48", True, bits=48, prefix=UID)
    discover("all 48 of another", False, bits=48, prefix=OTHER_UID)
    discover("49 bits: an error in a broadcast is ignored", False, bits=49, prefix=UID)
    talk.ask("quiet", "another", **everyone, uid=OTHER_UID)
    talk.ask("quiet", "this one", **everyone, uid=UID)
    talk.answer(uid=UID)
    discover("it is quiet", False)
    discover("also when it is named", False, bits=48, prefix=UID)
    discover("begin: everyone is heard again", True, begin=1)

    def link(why, to, uid, where=0, baud=0):
        talk.send(bus.Frame(to, 0, 0x25, bytes.fromhex(uid) + bytes([where, baud, 0])), why)

    link("of another uid", bus.EVERYONE, OTHER_UID, 9)
    link("to address 17: answered at the old one", bus.EVERYONE, UID, 17)
    talk.answer(uid=UID, at=5)
    talk.wait(100)
    talk.ask("identify", "nobody is at 5", address=5, sequence=0)
    talk.ask("identify", "it is at 17", address=17, sequence=0)
    talk.answer(**talk.vector["unit"]["identify"])
    link("of another uid, to its address", 17, OTHER_UID, 9)
    talk.refuse(8, UID)
    link("a rate it does not have: told, since it is named", bus.EVERYONE, UID, baud=5)
    talk.answer(status=3, detail=b"\7", at=17)
    link("its address is taken away", bus.EVERYONE, UID, 255)
    talk.answer(uid=UID, at=17)
    talk.wait(100)
    talk.ask("identify", "it is at 0", address=0, sequence=0)
    talk.answer(**talk.vector["unit"]["identify"])
    return talk


def rating():
    talk = Conversation("rating", "unanswered is not satisfied, and each ends once", started=True)
    talk.ask("rate", "open for 20 s", ref=9, seconds=20)
    talk.answer()
    talk.step("rate", "the citizen presses", grade=5)
    talk.step("rate", "and once more: it is closed", grade=1)
    talk.poll("one rating", flags=2, first=1, events=[event(2, 0, 5, 9)])
    talk.ask("rate", "open for 1 s", ref=10, seconds=1)
    talk.answer()
    talk.wait(1000)
    talk.poll("unanswered", ack=1, flags=2, first=2, events=[event(2, 0, 0, 10)])
    talk.ask("rate", "open", ref=11, seconds=20)
    talk.answer()
    talk.ask("rate", "another", ref=12, seconds=20)
    talk.answer()
    talk.poll("the first is unanswered", ack=2, flags=2, first=3, events=[event(2, 0, 0, 11)])
    talk.ask("rate", "closed by the controller", ref=12, seconds=0)
    talk.answer()
    talk.poll("so is the second", ack=3, flags=2, first=4, events=[event(2, 0, 0, 12)])
    talk.ask("rate", "nothing is open", ref=12, seconds=0)
    talk.answer()
    talk.poll("nothing more", ack=4, flags=2)
    return talk


def presence():
    talk = Conversation("presence", "a cut cable is not nobody", started=True)

    def senses(why, state, quality, fault):
        talk.step("sense", why, channel=0, state=state, quality=quality, fault=fault)

    senses("nobody", 1, 100, 0)
    talk.poll("told", flags=2, first=1, events=[event(3, 0, 0x10, 100)])
    talk.wait(2000)
    senses("the cable is cut; the driver says nobody", 1, 0, 1)
    talk.poll("unknown, with the fault", ack=1, flags=2, first=2, events=[event(3, 0, 0x00, 0x0100)])
    talk.ask("presence", "all channels")
    talk.any_answer()
    return talk


def bitmaps():
    talk = Conversation("bitmaps", "a picture appears when all of it has come", started=True,
                        width=16, height=8, lines=1)
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
    sessions = [bus.session_key(key, uid, bytes.fromhex(NONCE), bytes.fromhex(n)) for n in UNIT_NONCES]

    def open_session(why, number):
        theirs = bytes.fromhex(UNIT_NONCES[number])
        talk.ask("open", why, sequence=0, nonce=NONCE)
        talk.answer(nonce=theirs.hex(), proof=bus.proof(key, uid, bytes.fromhex(NONCE), theirs).hex())

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


def conversations():
    for make in (
        meeting, events, ages, repeats, not_for_it, errors, pages, silence, restart, discovery,
        rating, presence, bitmaps, authentication, key_installation, late_key, firmware,
    ):
        yield make().vector
