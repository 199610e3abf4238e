# SPDX-License-Identifier: Apache-2.0
"""Conversations that a unit of level 1 or 2 must hold, and all of them."""

import window_bus as bus
from answers import event
from commands import text
from conversation import ADDRESS, Conversation, key_event
from frames import OTHER_UID, UID
from level3 import authentication, bitmaps, firmware, key_installation, late_key, sealed_silence
from misreadings import MISREADINGS


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
    talk.poll(
        "an ack that names no waiting event changes nothing",
        ack=9,
        flags=2,
        first=1,
        events=[key_event(1)],
    )
    talk.press(7, 12)
    talk.poll("the first is taken", ack=1, flags=2, first=2, events=[key_event(7, 12)])
    talk.poll(
        "taken once more: nothing to take", ack=1, flags=2, first=2, events=[key_event(7, 12)]
    )
    talk.poll("both are taken", ack=2, flags=2)
    for digits in range(9):
        talk.press(2, digits)
    talk.poll(
        "eight, and more to come",
        ack=2,
        flags=10,
        first=3,
        events=[key_event(2, n) for n in range(8)],
    )
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
    talk = Conversation(
        "repeats", "a request takes effect once, however often it is sent", started=True
    )
    talk.poll("nothing", flags=2)
    talk.press(1)
    talk.again("the same frame: the kept answer, though a key was pressed")
    talk.poll("another sequence: carried out", flags=2, first=1, events=[key_event(1)])
    talk.show("a face", 1)
    talk.again("its answer was lost")
    talk.ask(
        "clear",
        "the sequence of the face, and another frame: carried out",
        sequence=talk.sequence,
        tag=2,
    )
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
        (
            b"\2\0\0\0\0\0\x0a\0" + "𠀀䶮".encode(),
            5,
            "000002",
            "two characters that the font lacks",
        ),
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
    talk.step(
        "ask",
        "the same frame: nothing was kept, no face, not started",
        bytes=asked,
        answer=bus.answer(talk.asked, flags=3, shown=0).wire.hex(),
        status=0,
    )
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
    talk.poll(
        "unknown, with the fault", ack=1, flags=2, first=2, events=[event(3, 0, 0x00, 0x0100)]
    )
    talk.ask("presence", "all channels")
    talk.any_answer()
    return talk


def conversations():
    for make in (
        meeting,
        events,
        ages,
        repeats,
        not_for_it,
        errors,
        pages,
        silence,
        restart,
        discovery,
        rating,
        presence,
        bitmaps,
        authentication,
        sealed_silence,
        key_installation,
        late_key,
        firmware,
        *MISREADINGS,
    ):
        yield make().vector
