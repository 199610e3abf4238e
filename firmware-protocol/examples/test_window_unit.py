# SPDX-License-Identifier: Apache-2.0
"""What the specification says of a unit, sentence by sentence. python3 -m unittest"""

import os
import select
import subprocess
import sys
import time
import unittest
import zlib

import wire
from sign import Sign
from unit import Memory, Unit
from wire import number, u16, u32

UID = bytes.fromhex("0102030405aa")
OTHER = bytes.fromhex("0102030405ab")
KEY = bytes(range(16))


class Bench(unittest.TestCase):
    """A unit with address 7 and a clock in the hand of the test."""

    def setUp(self):
        self.now = 100.0
        self.memory = Memory(address=7)
        self.unit = Unit(UID, self.now, self.memory, Sign(64, 16, 2, 3), channels=[2, 4],
                         name="Test")
        self.sequence = 0

    def exchange(self, body):
        answer = self.unit.receive(wire.with_crc(body), self.now)
        self.unit.answered(self.now)
        return answer

    def body(self, command, payload=b"", address=7, sequence=None):
        if sequence is None:
            self.sequence = sequence = self.sequence % 255 + 1
        return bytes([0x40, address, sequence, command]) + payload

    def ask(self, command, payload=b"", **where):
        """Status and payload of the answer, None without one."""
        body = self.body(command, payload, **where)
        answer = self.exchange(body)
        if answer is None:
            return None
        self.assertEqual(zlib.crc32(answer[:-4]), number(answer[-4:]))
        self.assertEqual(answer[0], 0x60)
        self.assertEqual(answer[2:4], body[2:4])
        return answer[4], answer[5:-4]

    def ok(self, command, payload=b"", **where):
        status, payload = self.ask(command, payload, **where)
        self.assertEqual(status, wire.OK)
        return payload

    def show(self, text, tag=5, page=0, turn=0, blink=0, scroll=0, keep=30, colour=0):
        style = bytes([page, turn, blink, scroll, keep, colour])
        return self.ask(0x10, u16(tag) + style + text.encode("utf-8"))

    def status(self, ack=0):
        """flags, shown, [(number, kind, age, code, value)]"""
        told = self.ok(0x03, u16(ack))
        events = []
        for at in range(5, len(told), 5):
            kind, age, code = told[at:at + 3]
            events.append((number(told[3:5]) + at // 5 - 1, kind, age, code,
                           number(told[at + 3:at + 5])))
        return told[0], number(told[1:3]), events


class Frames(unittest.TestCase):
    def test_cobs_examples(self):
        for body, coded in (("11220033", "0311220233"), ("00", "0101"), ("1100", "021101")):
            self.assertEqual(wire.cobs_encode(bytes.fromhex(body)).hex(), coded)
            self.assertEqual(wire.cobs_decode(bytes.fromhex(coded)).hex(), body)

    def test_cobs_beyond_the_end(self):
        self.assertIsNone(wire.cobs_decode(b"\x05\x01"))

    def test_crc(self):
        self.assertEqual(zlib.crc32(b"123456789"), 0xCBF43926)

    def test_two_zeros_are_no_frame_and_gaps_mean_nothing(self):
        body = wire.with_crc(b"\x40\x07\x01\x01")
        heard = []
        deframer = wire.Deframer()
        for byte in b"\0\0" + wire.frame(body) + wire.frame(body)[1:]:
            heard += deframer.feed(bytes([byte]))
        self.assertEqual(heard, [body, body])

    def test_too_long(self):
        deframer = wire.Deframer()
        body = wire.with_crc(b"\x40" + b"\1" * 245)
        self.assertEqual(list(deframer.feed(wire.frame(body))), [body])
        self.assertIsNotNone(wire.parse(body))
        body = wire.with_crc(b"\x40" + b"\1" * 246)
        self.assertEqual([wire.parse(body) for body in deframer.feed(wire.frame(body))], [None])
        self.assertEqual(list(deframer.feed(b"\0" + b"\1" * 1000 + b"\0")), [None])

    def test_dropped(self):
        for head in (0x00, 0x80, 0xC0, 0x41, 0x48):
            self.assertIsNone(wire.parse(wire.with_crc(bytes([head, 7, 1, 1]))))
        self.assertIsNone(wire.parse(wire.with_crc(b"\x60\7\1\1")))  # an answer has a status
        self.assertIsNone(wire.parse(wire.with_crc(b"\x50\7\1\1" + bytes(11))))
        self.assertIsNone(wire.parse(wire.with_crc(b"\x40\7\1")))

    def test_siphash(self):
        # From the paper of Aumasson and Bernstein: key 00..0f, message 00..0e.
        self.assertEqual(wire.siphash(KEY, bytes(range(15))),
                         (0xA129CA6149BE45E5).to_bytes(8, "little"))


class LevelOne(Bench):
    def test_identify(self):
        self.assertEqual(self.ok(0x01), UID + b"\xff\xff\1\0\1\1\0\0Test")

    def test_capabilities(self):
        told = self.ok(0x02)
        self.assertEqual(len(told), 23)
        self.assertEqual((told[0], told[9], told[10:13], told[13]), (3, 250, b"\x40\0\x10", 2))

    def test_longer_payloads_are_read_as_far_as_known(self):
        self.assertEqual(len(self.ok(0x02, b"more")), 23)
        self.ok(0x11, b"\1\0more")

    def test_silence_face_before_the_first(self):
        self.assertEqual(self.unit.sign.look(self.now)[0].strip(), "\u2014 \u2014")
        self.assertEqual(self.status(), (0x03, 0, []))

    def test_show_and_clear(self):
        self.assertEqual(self.show("A001\n3"), (0, b""))
        self.assertEqual(self.status()[:2], (0x01, 5))
        self.assertEqual([row.strip() for row in self.unit.sign.look(self.now)], ["A001", "3"])
        self.ok(0x11, u16(9))
        self.now += 1000
        self.assertEqual(self.status()[:2], (0x01, 9))  # without end

    def test_show_values(self):
        for arguments, error in (
                (dict(tag=0), (wire.VALUE, b"\0")), (dict(page=0x01), (wire.PAGE, b"")),
                (dict(page=0x31, turn=1), (wire.PAGE, b"")),
                (dict(page=0x10), (wire.VALUE, b"\3")), (dict(keep=0), (wire.VALUE, b"\6"))):
            self.assertEqual(self.show("A", **arguments), error)
        self.assertEqual(self.show("a\nb\nc"), (wire.VALUE, b"\x08"))
        self.assertEqual(self.show("\u00e4\tb"), (wire.TEXT, b"\x0a"))
        self.assertEqual(self.show("a\u4e2d\U0001F600"),
                         (wire.NO_GLYPH, b"\x00\xf6\x01"))
        self.assertEqual(self.ask(0x10, u16(5) + bytes([0, 0, 0, 0, 9, 0]) + b"ab\xe4\xb8"),
                         (wire.TEXT, b"\x0a"))
        self.assertEqual(self.ask(0x10, u16(5) + bytes(5)), (wire.LENGTH, b""))
        self.assertEqual(self.show("A", colour=99), (0, b""))

    def test_error_changes_nothing(self):
        self.show("A")
        self.show("\x01", tag=6)
        self.assertEqual(self.status()[1], 5)

    def test_pages(self):
        self.show("first", page=0x10, turn=10)
        self.assertEqual(self.status()[1], 0)
        self.assertEqual(self.show("x", tag=6, page=0x11, turn=20), (wire.PAGE, b""))
        self.assertEqual(self.show("second", page=0x11, turn=20, keep=60), (0, b""))
        self.assertEqual(self.status()[1], 5)
        self.assertEqual(self.unit.sign.keep, 60)
        seen = [self.unit.sign.index(self.now + wait) for wait in (0, 0.9, 1.1, 2.9, 3.1)]
        self.assertEqual(seen, [0, 0, 1, 1, 0])

    def test_nothing_but_status_between_pages(self):
        self.show("first", page=0x10, turn=10)
        self.ok(0x12, b"\x32")
        self.assertEqual(self.show("second", page=0x11, turn=10), (wire.PAGE, b""))

    def test_a_page_may_come_again(self):
        first, last = dict(page=0x10, turn=10), dict(page=0x11, turn=10, blink=20)
        for page in (first, first, last):
            self.assertEqual(self.show("A", **page), (0, b""))
        self.now += 1.6
        self.assertEqual(self.show("A", **last), (0, b""))
        self.assertFalse(self.unit.sign.lit(self.now))  # blinking did not begin anew
        self.ok(0x11, u16(9))
        self.assertEqual(self.show("A", **last), (wire.PAGE, b""))

    def test_silence_forgets_what_is_coming(self):
        self.show("A", keep=5)
        self.show("first", tag=6, page=0x10, turn=10)
        self.now += 5
        self.assertEqual(self.show("second", tag=6, page=0x11, turn=10), (wire.PAGE, b""))

    def test_silence_face_of_a_small_font(self):
        for charset, face in ((1, "- -"), (0, "")):
            sign = Sign(64, 16, 1, charset)
            self.assertEqual(sign.look(self.now)[0].strip(), face)

    def test_without_a_sign(self):
        unit = self.unit = Unit(UID, self.now, self.memory, Sign(width=0), channels=[])
        self.assertEqual(self.ok(0x02)[10:19], bytes(9))
        self.assertEqual(self.ok(0x02)[0], 2)
        self.assertEqual(self.status()[0], 1)
        self.assertEqual(self.ask(0x11, u16(1)), (wire.NOT_HERE, b""))
        self.assertEqual(unit.sign.tag, 0)

    def test_blink(self):
        self.show("A", blink=20)
        lit = [self.unit.sign.lit(self.now + wait) for wait in (0, 0.6, 2.1, 2.6)]
        self.assertEqual(lit, [True, False, True, True])

    def test_silence(self):
        self.show("A", keep=10)
        self.now += 6
        self.ask(0x03, b"\0\0", address=8)  # to another address: does not count
        self.now += 3.9
        self.unit.tick(self.now)
        self.assertEqual(self.unit.sign.tag, 5)
        self.now += 0.2
        self.assertEqual(self.status()[:2], (0x03, 0))
        self.show("A")
        self.assertEqual(self.status()[:2], (0x01, 5))

    def test_silence_darkens_everything(self):
        self.ok(0x20, UID)
        self.show("A", keep=5)
        self.ok(0x31, b"\x2a\xff")
        self.ok(0x32, b"\1\0")
        self.now += 5.1
        self.assertEqual(self.status()[2], [(1, 2, 0, 0, 42)])
        self.assertIsNone(self.unit.light_state)

    def test_silence_without_a_face(self):
        self.ok(0x32, b"\1\0")
        self.now += 59
        self.unit.tick(self.now)
        self.assertIsNotNone(self.unit.light_state)
        self.now += 1
        self.unit.tick(self.now)
        self.assertIsNone(self.unit.light_state)
        self.show("A", keep=5)
        self.ok(0x11, u16(9))
        self.ok(0x32, b"\1\0")
        self.now += 5
        self.unit.tick(self.now)
        self.assertIsNone(self.unit.light_state)
        self.assertEqual(self.status()[:2], (0x01, 9))

    def test_glyphs(self):
        self.assertEqual(self.ask(0x04, "A\u7532\n\U0001F600A\U0001F600\u0e01".encode()),
                         (0, b"\x00\xf6\x01\x01\x0e\x00"))
        self.assertEqual(self.ask(0x04, b"a\x7f"), (wire.TEXT, b"\1"))

    def test_brightness(self):
        self.ok(0x12, b"\x64")
        self.assertEqual(self.ask(0x12, b"\x65"), (wire.VALUE, b"\0"))

    def test_order_of_checks(self):
        self.unit.parts.remove("light")
        self.assertEqual(self.ask(0x7F), (wire.UNKNOWN_COMMAND, b""))
        self.assertEqual(self.ask(0x32), (wire.NOT_HERE, b""))
        self.assertEqual(self.ask(0x33, b"\0"), (wire.LENGTH, b""))


class Addresses(Bench):
    def test_not_for_this_unit(self):
        self.assertIsNone(self.ask(0x01, address=8))
        self.assertIsNone(self.ask(0x01, address=255))
        self.assertIsNone(self.unit.receive(wire.with_crc(b"\x60\7\1\1\0"), self.now))
        self.assertEqual(self.unit.good, 3)

    def test_broadcast_is_carried_out(self):
        self.assertIsNone(self.ask(0x11, u16(3), address=255))
        self.assertEqual(self.status()[1], 3)
        self.assertIsNone(self.ask(0x11, u16(0), address=255))

    def test_repeat(self):
        self.ok(0x31, b"\1\x09")
        body = self.body(0x31, b"\2\x09")
        first = self.exchange(body)
        self.assertEqual(self.exchange(body), first)
        self.assertEqual(len(self.unit.events.waiting), 1)
        self.assertEqual(number(self.ok(0x21)[14:18]), 1)
        self.exchange(self.body(0x31, b"\2\x09", sequence=0))
        self.exchange(self.body(0x31, b"\2\x09", sequence=0))
        self.assertEqual(len(self.unit.events.waiting), 3)

    def test_discover(self):
        for begin, bits, prefix, found in ((1, 0, bytes(6), True), (0, 48, UID, True),
                                           (0, 48, OTHER, False), (0, 47, OTHER, True),
                                           (0, 1, b"\x80" + bytes(5), False)):
            answer = self.ask(0x23, bytes([begin, bits]) + prefix, address=255, sequence=0)
            self.assertEqual(answer, (0, UID) if found else None)
        self.assertIsNone(self.ask(0x23, bytes([0, 49]) + UID, address=255, sequence=0))

    def test_quiet(self):
        self.assertIsNone(self.ask(0x24, OTHER, address=255))
        self.assertEqual(self.ask(0x24, UID, address=255), (0, UID))
        self.assertIsNone(self.ask(0x23, bytes(8), address=255))
        self.assertEqual(self.ask(0x23, b"\1" + bytes(7), address=255), (0, UID))
        self.assertEqual(self.ask(0x23, bytes(8)), (0, UID))

    def test_link(self):
        self.assertEqual(self.ask(0x25, OTHER + b"\x09\0\0"), (wire.WRONG_UNIT, UID))
        self.assertIsNone(self.ask(0x25, OTHER + b"\x09\0\0", address=255))
        self.assertEqual(self.ask(0x25, UID + b"\xfb\0\0", address=255), (wire.VALUE, b"\6"))
        self.assertEqual(self.ask(0x25, UID + b"\0\6\0"), (wire.VALUE, b"\7"))
        self.assertEqual(self.ask(0x25, UID + b"\0\0\x5b"), (wire.VALUE, b"\x08"))
        body = wire.with_crc(self.body(0x25, UID + b"\x09\2\x50"))
        answer = self.unit.receive(body, self.now)
        self.assertEqual((answer[1], self.unit.rate_in_use), (7, 9600))  # still the old ones
        self.unit.answered(self.now)
        self.assertEqual(self.unit.rate_in_use, 19200)
        self.assertAlmostEqual(self.unit.turnaround, 0.008)
        self.assertIsNotNone(self.ask(0x01, address=9))
        again = Unit(UID, 0, self.memory)
        self.assertEqual((again.address, again.rate_in_use), (9, 19200))

    def test_link_everyone(self):
        everyone = b"\xff" * 6
        self.assertIsNone(self.ask(0x25, everyone + b"\0\5\0", address=255))
        self.assertEqual(self.unit.rate_in_use, 115200)
        self.assertIsNone(self.ask(0x25, everyone + b"\1\1\0", address=255))
        self.assertEqual((self.unit.rate_in_use, self.unit.address), (115200, 7))

    def test_no_address(self):
        self.ok(0x25, UID + b"\xff\0\0")
        self.assertIsNone(self.ask(0x01))
        self.assertEqual(self.ok(0x01, address=0)[:6], UID)

    def test_hunting(self):
        self.unit.hunts = True
        rates = []
        for wait in (4.9, 0.2, 1.8, 0.2, 2, 2, 2):
            self.now += wait
            self.unit.tick(self.now)
            rates.append(self.unit.rate_in_use)
        self.assertEqual(rates, [9600, 19200, 19200, 38400, 57600, 115200, 9600])

    def test_turnaround_is_never_less_than_two_bytes(self):
        self.ok(0x25, UID + b"\0\0\1")
        self.assertAlmostEqual(self.unit.turnaround, 20 / 9600)


class LevelTwo(Bench):
    def test_start(self):
        self.assertEqual(self.ask(0x20, OTHER), (wire.WRONG_UNIT, UID))
        self.unit.press(1, None, self.now)
        self.assertEqual(self.status(ack=1)[2], [])
        self.assertEqual(self.ok(0x20, UID), u16(1) + u16(2))
        self.assertEqual(self.status()[2], [(1, 1, 0, 1, 0xFFFF)])
        self.assertEqual(number(self.boot_again().ok(0x20, UID)[:2]), 2)

    def boot_again(self):
        self.unit.restart(self.now)
        return self

    def test_events_wait_for_their_ack(self):
        self.ok(0x20, UID)
        for digits in range(10):
            self.unit.press(7, digits, self.now)
        self.now += 30
        flags, _, events = self.status()
        self.assertEqual((flags & 8, len(events)), (8, 8))
        self.assertEqual(events[7], (8, 1, 255, 7, 7))
        self.assertEqual(len(self.status(ack=77)[2]), 8)
        flags, _, events = self.status(ack=8)
        self.assertEqual((flags & 8, [event[0] for event in events]), (0, [9, 10]))
        self.ok(0x20, UID)
        self.assertEqual(len(self.status()[2]), 2)

    def test_event_numbers_go_round(self):
        self.unit.events.next = 65535
        self.unit.press(1, None, self.now)
        self.unit.press(1, None, self.now)
        self.assertEqual([event[0] for event in self.unit.events.waiting], [65535, 1])

    def test_full_queue(self):
        self.ok(0x20, UID)
        while self.unit.press(1, None, self.now):
            pass
        self.assertEqual(self.status()[0] & 0x10, 0x10)
        self.assertEqual(number(self.ok(0x21)[18:20]), 1)
        self.ok(0x20, UID)
        self.assertEqual(self.status()[0] & 0x10, 0)

    def test_rating(self):
        self.ok(0x20, UID)
        self.ok(0x31, b"\x07\x05")
        self.unit.rate(5, self.now)
        self.assertFalse(self.unit.rate(5, self.now))
        self.ok(0x31, b"\x08\x05")
        self.now += 5
        self.ok(0x31, b"\x09\x05")
        self.ok(0x31, b"\x09\x00")
        told = [event[1:2] + event[3:] for event in self.status()[2]]
        self.assertEqual(told, [(2, 5, 7), (2, 0, 8), (2, 0, 9)])

    def test_rating_keeps_its_room(self):
        self.ok(0x31, b"\1\x3c")
        while self.unit.press(1, None, self.now):
            pass
        self.assertEqual(len(self.unit.events.waiting), 31)
        self.assertEqual(self.ask(0x31, b"\2\x3c"), (wire.BUSY, b""))
        self.assertTrue(self.unit.rate(4, self.now))
        self.assertEqual(self.ask(0x31, b"\2\x3c"), (wire.BUSY, b""))
        self.ok(0x31, b"\2\0")

    def test_presence(self):
        self.ok(0x20, UID)
        self.assertEqual(self.ok(0x34)[:6], b"\2\0\0\0\xff\xff")
        self.unit.sense(1, 2, 80, 0, self.now)
        self.unit.sense(1, 1, 80, 0, self.now + 0.2)
        self.unit.sense(1, 1, 70, 1, self.now + 0.4)  # cut: never nobody
        self.now += 1
        told = [event[1:2] + event[3:] for event in self.status()[2]]
        self.assertEqual(told, [(3, 0x21, 80), (3, 0x01, 70 | 1 << 8)])
        self.assertEqual(self.ok(0x34)[6:], b"\4\0\x46\1\0\0")

    def test_presence_fills_half_of_the_queue(self):
        for second in range(40):
            self.unit.sense(0, 1 + second % 2, 100, 0, self.now + second)
        self.assertEqual(len(self.unit.events.waiting), 16)
        self.assertTrue(self.unit.press(1, None, self.now))
        self.assertTrue(self.unit.lost_flag)

    def test_fault(self):
        self.ok(0x20, UID)
        self.unit.fault(2, True, self.now)
        self.assertEqual(self.status()[0] & 4, 4)
        self.assertEqual(number(self.ok(0x21)[20:22]), 4)

    def test_values(self):
        for command, payload, offset in ((0x32, b"\4\0", 0), (0x33, b"\0\1", 0),
                                         (0x33, b"\1\x65", 1), (0x33, b"\x0a\1", 0)):
            self.assertEqual(self.ask(command, payload), (wire.VALUE, bytes([offset])))
        self.ok(0x30, b"\xff\xff\0A0123456789")
        self.assertEqual(self.unit.pad, (None, 0, "A0123456"))
        self.assertEqual(self.ask(0x30, bytes(3) + b"12\n"), (wire.TEXT, b"\5"))
        self.ok(0x22, bytes(4) + u16(2880))
        self.assertEqual(self.ask(0x22, bytes(4) + u16(2881)), (wire.VALUE, b"\4"))
        self.assertEqual(len(self.ok(0x21)), 24)


class Pictures(Bench):
    def dots(self, data, offset=0, page=0, tag=5, width=64, encoding=0):
        head = u16(tag) + bytes([page]) + u16(offset)
        return self.ask(0x40, head + (b"" if offset else u16(width) + bytes([encoding])) + data)

    def draw(self, decoded, tag=5, pages=1, turn=0, keep=30):
        style = bytes([pages, turn, 0, 0, keep, 0])
        return self.ask(0x41, u16(tag) + style + u32(zlib.crc32(decoded)))

    def test_raw(self):
        picture = bytes(range(128))
        self.assertEqual(self.dots(picture[:100]), (0, b""))
        self.assertEqual(self.draw(picture), (wire.PAGE, b""))
        self.assertEqual(self.dots(picture[90:], 90), (wire.PAGE, u32(100)))
        self.assertEqual(self.dots(picture[100:], 100), (0, b""))
        self.assertEqual(self.status()[1], 0)
        self.assertEqual(self.draw(b"other"), (wire.PAGE, b""))
        self.assertEqual(self.draw(picture), (0, b""))
        self.assertEqual(self.status()[1], 5)
        self.assertEqual(self.unit.sign.look(self.now)[0][48:], ".....##......###")
        self.assertEqual(self.draw(picture), (0, b""))
        self.show("text")
        self.assertEqual(self.draw(picture), (wire.PAGE, b""))

    def test_too_much(self):
        self.assertEqual(self.dots(bytes(129)), (wire.PAGE, u32(0)))
        self.assertEqual(self.draw(bytes(128)), (wire.PAGE, b""))

    def test_behind_a_complete_page(self):
        self.dots(b"\1" * 128)
        self.assertEqual(self.dots(b"\1", 128)[0], wire.PAGE)
        self.assertEqual(self.draw(b"\1" * 128), (0, b""))

    def test_packbits(self):
        # 120 times 0xAA, nothing, eight bytes as they are; cut inside of both runs
        packed = bytes([137, 0xAA, 128, 7]) + b"literal!"
        self.assertEqual(self.dots(packed[:1], encoding=1), (0, b""))
        self.assertEqual(self.dots(packed[1:6], 1), (0, b""))
        self.assertEqual(self.dots(packed[6:], 6), (0, b""))
        self.assertEqual(self.draw(b"\xaa" * 120 + b"literal!"), (0, b""))
        self.assertEqual(self.dots(bytes([129, 0, 129, 0]), encoding=1), (wire.PAGE, u32(0)))

    def test_two_pages_of_two_widths(self):
        self.dots(b"\1" * 128, page=0x10)
        self.assertEqual(self.dots(b"\2" * 16, page=0x11, width=7), (0, b""))
        self.assertEqual(self.draw(b"\1" * 128 + b"\2" * 16, pages=2, turn=5), (0, b""))

    def test_values(self):
        self.assertEqual(self.dots(b"x", width=0), (wire.VALUE, b"\5"))
        self.assertEqual(self.dots(b"x", width=1025), (wire.VALUE, b"\5"))
        self.assertEqual(self.dots(b"x", encoding=2), (wire.VALUE, b"\7"))
        self.assertEqual(self.dots(b""), (wire.LENGTH, b""))
        self.assertEqual(self.draw(b"", pages=17), (wire.VALUE, b"\2"))
        self.assertEqual(self.draw(b"", keep=0), (wire.VALUE, b"\6"))

    def test_more_than_the_memory(self):
        self.unit.sign.memory = 200
        self.assertEqual(self.dots(b"\1" * 128, page=0x10), (0, b""))
        self.assertEqual(self.dots(b"\1", page=0x11), (wire.PAGE, u32(0)))


class Seals(Bench):
    def setUp(self):
        super().setUp()
        self.memory.update(key=KEY.hex())
        self.counter = 0
        self.session = None

    def open(self):
        told = self.ok(0x50, b"controll", sequence=0)
        tail = UID + b"controll" + told[:8]
        self.assertEqual(told[8:], wire.siphash(KEY, b"\1" + tail))
        return wire.siphash(KEY, b"\2" + tail) + wire.siphash(KEY, b"\3" + tail)

    def seal(self, command, payload=b"", session=None, sequence=1):
        self.counter += 1
        body = bytes([0x50, 7, sequence, command]) + payload + u32(self.counter)
        return body + wire.siphash(session or self.session, body)

    def sealed(self, *what, **how):
        """Status and payload; the answer must be sealed with the counter of the request."""
        answer = self.exchange(self.seal(*what, **how))
        if not answer[0] & 0x10:
            return "unsealed", answer[4]
        self.assertEqual(answer[-12:-4], wire.siphash(self.session, answer[:-12]))
        self.assertEqual(number(answer[-16:-12]), self.counter)
        return answer[4], answer[5:-16]

    def test_what_needs_a_seal(self):
        self.ok(0x01)
        self.ok(0x02)
        self.assertEqual(self.ask(0x23, bytes(8), address=255), (0, UID))
        self.assertEqual(self.ask(0x03, b"\0\0"), (wire.SEAL_REQUIRED, b""))
        self.assertEqual(self.ask(0x7F), (wire.SEAL_REQUIRED, b""))
        self.assertIsNone(self.ask(0x11, b"\1\0", address=255))
        self.assertEqual(self.unit.sign.tag, 0)

    def test_session(self):
        self.session = b"x" * 16
        self.assertEqual(self.sealed(0x03, b"\0\0"), ("unsealed", wire.NO_SESSION))
        self.session, self.counter = self.open(), 0
        self.assertEqual(self.sealed(0x03, b"\0\0"), (0, b"\3\0\0"))
        body = self.seal(0x11, b"\2\0")
        first = self.exchange(body)
        self.assertEqual(self.exchange(body), first)
        self.counter = 1
        self.assertEqual(self.sealed(0x03, b"\0\0"), ("unsealed", wire.SEAL_BAD))
        self.assertEqual(self.sealed(0x03, b"\0\0", session=KEY), ("unsealed", wire.SEAL_BAD))
        self.assertEqual(self.exchange(body), first)

    def test_a_strangers_open_ends_nothing(self):
        self.session, self.counter = self.open(), 0
        self.sealed(0x03, b"\0\0")
        new = self.open()
        self.assertEqual(self.sealed(0x03, b"\0\0")[0], 0)
        old, self.session, self.counter = self.session, new, 0
        self.assertEqual(self.sealed(0x03, b"\0\0")[0], 0)
        self.counter = 99
        self.assertEqual(self.sealed(0x03, b"\0\0", session=old), ("unsealed", wire.SEAL_BAD))

    def test_only_good_seals_keep_a_face(self):
        self.session, self.counter = self.open(), 0
        body = self.seal(0x10, u16(5) + bytes([0, 0, 0, 0, 5, 0]) + b"A")
        self.exchange(body)
        self.now += 4
        self.exchange(body)
        self.ok(0x01)
        self.now += 1
        self.assertEqual(self.sealed(0x03, b"\0\0", sequence=2), (0, b"\3\0\0"))

    def test_seven_events_fit(self):
        self.session, self.counter = self.open(), 0
        self.sealed(0x20, UID, sequence=0)
        for _ in range(9):
            self.unit.press(1, None, self.now)
        self.assertEqual(len(self.sealed(0x03, b"\0\0", sequence=2)[1]), 5 + 7 * 5)

    def test_key(self):
        self.assertEqual(self.ask(0x52, KEY), (wire.SEAL_REQUIRED, b""))
        self.session, self.counter = self.open(), 0
        proof = wire.siphash(bytes(16), b"\4" + UID + bytes(16))
        self.assertEqual(self.sealed(0x52, bytes(16)), (0, proof))
        self.assertEqual(self.ask(0x50, bytes(8)), (wire.REFUSED, b""))
        self.assertEqual(self.sealed(0x03, b"\0\0"), ("unsealed", wire.REFUSED))
        self.now += 600
        self.assertEqual(self.ask(0x52, KEY), (wire.REFUSED, b""))
        self.unit.button = True
        self.assertEqual(self.ask(0x52, KEY)[0], 0)
        self.assertEqual(self.ask(0x03, b"\0\0"), (wire.SEAL_REQUIRED, b""))


class Firmware(Bench):
    def test_firmware(self):
        image = bytes(range(200)) * 3
        self.assertEqual(self.ask(0x61, u32(0) + b"x"), (wire.PAGE, u32(0)))
        self.assertEqual(self.ask(0x61, u32(0)), (wire.LENGTH, b""))
        most = self.ok(0x60, u32(len(image)) + u32(zlib.crc32(image)) + b"\2\0\1")[0]
        self.assertEqual(self.status()[0] & 0x20, 0x20)
        for at in range(0, len(image), most):
            self.assertEqual(self.ask(0x62), (wire.PAGE, b""))
            self.assertEqual(self.ask(0x61, u32(at + 1) + b"x"), (wire.PAGE, u32(at)))
            after = min(len(image), at + most)
            self.assertEqual(self.ok(0x61, u32(at) + image[at:after]), u32(after))
        self.ok(0x62)
        self.assertEqual(self.ok(0x01)[11:14], b"\2\0\1")
        self.assertEqual(self.unit.memory["boot"], 2)


class OnThePty(unittest.TestCase):
    def test_answer_waits_for_the_turnaround(self):
        program = os.path.join(os.path.dirname(os.path.abspath(__file__)), "window_unit.py")
        unit = subprocess.Popen([sys.executable, program, "--address", "7"],
                                stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        try:
            wire_end = os.open(unit.stdout.readline().strip(), os.O_RDWR | os.O_NOCTTY)
            os.write(wire_end, wire.frame(wire.with_crc(b"\x40\7\0\x01")))
            sent, first, data = time.monotonic(), None, b""
            while data.count(b"\0") < 2 and select.select([wire_end], [], [], 2)[0]:
                data += os.read(wire_end, 256)
                first = first or time.monotonic()
            os.close(wire_end)
        finally:
            unit.kill()
            unit.communicate()
        body = wire.cobs_decode(data[1:-1])
        self.assertEqual(body[:11], b"\x60\7\0\x01\0" + UID)
        # 11 bytes at 9600 baud, then two byte times.
        self.assertGreaterEqual(first - sent, 13 * 10 / 9600)
        self.assertLess(first - sent, 0.022 + 1)  # 1 s for a busy computer


if __name__ == "__main__":
    unittest.main()
