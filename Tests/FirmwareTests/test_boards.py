# SPDX-License-Identifier: Apache-2.0
"""Each board's firmware, asked over its line, seen at its panel and pressed at its keys."""

import os
import random
import struct
import tempfile
import time
import unittest
from pathlib import Path

import wire
from boards import AVRBoard, CortexBoard, eventually
from picture import lettering
from wire import Wire

FIRMWARE = Path(os.environ["HALLKEEPER_FIRMWARE"])
UID = bytes.fromhex("02ab00c10001")
NONE = 0xFFFF
KEY, RATING, SENSED = 1, 2, 3
UNKNOWN, NOBODY, SOMEBODY = 0, 1, 2


class Boards:
    """What holds on every board."""

    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.board = self.kind(FIRMWARE, directory.name, UID)
        self.addCleanup(self.board.switch_off)
        self.bench = self.board.bench
        self.wire = self.new_wire()

    def tearDown(self):
        pictures = FIRMWARE / "pictures"
        pictures.mkdir(exist_ok=True)
        self.bench.picture.write_png(pictures / f"{self.id().split('.', 1)[1]}.png")

    # What is done

    def new_wire(self):
        line = self.board.open_line()
        self.addCleanup(line.close)
        return Wire(line.fileno())

    def switch_off_and_on(self):
        self.board.switch_off()
        self.board.switch_on()
        self.bench = self.board.bench
        self.wire = self.new_wire()

    # What is seen

    def await_lines(self, *lines):
        rows = self.bench.picture.canvas(*lines)
        eventually(f"{lines} is on the panel", lambda: self.bench.picture.rows == rows)

    def await_silence(self):
        self.await_lines("— —")

    def await_events(self, *expected, taken=0):
        """Polls until these (kind, code, value) came, numbered without a gap."""
        def look():
            events = self.wire.status(taken).events
            return events if len(events) >= len(expected) else None
        events = eventually(f"{expected} are told", look)
        self.assertEqual([event[1:] for event in events], list(expected))
        first = events[0][0]
        self.assertEqual([event[0] for event in events], list(range(first, first + len(events))))
        return events[-1][0]

    # What must hold

    def test_it_says_who_it_is_and_shows_dashes_until_it_is_told_what_to_show(self):
        self.await_silence()
        found = self.wire.identify()
        self.assertEqual((found.uid, found.vendor, found.name), (UID, 0xFFFF, self.given_name))
        able = self.wire.capabilities()
        picture = self.bench.picture
        self.assertEqual((able.width, able.height), (picture.width, picture.height))
        self.assertEqual((able.level, able.charset, able.lines), self.level_charset_lines)
        status = self.wire.status()
        self.assertEqual((status.flags & wire.SILENCE, status.shown), (wire.SILENCE, 0))

    def test_a_number_is_shown_dot_for_dot(self):
        self.wire.show(7, "A012")
        self.await_lines("A012")
        status = self.wire.status()
        self.assertEqual((status.flags & wire.SILENCE, status.shown), (0, 7))
        self.wire.ask(wire.CLEAR, struct.pack("<H", 8))
        eventually("it is dark", lambda: self.bench.picture.is_dark)
        self.assertEqual(self.wire.status().shown, 8)

    def test_a_number_is_taken_down_when_nobody_speaks_any_more(self):
        self.wire.show(7, "A012", keep=1)
        began = time.monotonic()
        self.await_lines("A012")
        self.await_silence()
        self.assertGreater(time.monotonic() - began, 0.9)
        self.assertEqual(self.wire.status().shown, 0)

    def test_a_face_of_two_pages_turns(self):
        self.wire.show(7, "A012", page=0, of=2, turn=3)
        self.await_silence()
        self.wire.show(7, "Counter 3", page=1, of=2, turn=3)
        for _ in range(2):
            self.await_lines("A012")
            self.await_lines("Counter 3")

    def test_a_long_text_runs_through_and_a_short_one_blinks(self):
        text = "Please go to counter 3 now"
        self.wire.show(7, text, scroll=30)
        strip = lettering(text)
        steps = [[row[at:at + self.bench.picture.width] for row in strip] for at in (0, 1, 30)]
        top = (self.bench.picture.height - 16) // 2
        for step in steps:
            eventually("it has run so far", lambda: any(
                picture.rows[top:top + 16] == step for picture in self.bench.pictures))
        self.wire.show(8, "A012", blink=30)
        for _ in range(2):
            self.await_lines("A012")
            eventually("it is dark", lambda: self.bench.picture.is_dark)

    def test_what_the_font_lacks_is_refused_and_comes_as_a_picture(self):
        status, lacking = self.wire.exchange(
            wire.SHOW, struct.pack("<HBBBBBB", 7, 0, 0, 0, 0, 60, 0) + "A012䶮".encode())
        self.assertEqual((status, lacking), (5, ord("䶮").to_bytes(3, "little")))
        self.await_silence()
        rows = self.bench.picture.canvas("请䶮到3号")
        self.wire.draw(8, rows)
        eventually("it is drawn", lambda: self.bench.picture.rows == rows)
        self.assertEqual(self.wire.status().shown, 8)

    def test_each_press_is_told_until_it_is_acknowledged(self):
        self.wire.start(UID)
        sensed = self.await_events((SENSED, NOBODY << 4, 100))
        self.bench.press("call")
        for digit in (0, 4, 2):
            self.bench.press(digit)
        self.bench.press("transfer")
        presses = (KEY, 1, NONE), (KEY, 7, 42)
        self.await_events(*presses, taken=sensed)
        last = self.await_events(*presses, taken=sensed)
        self.assertEqual(self.wire.status(last).events, [])

    def test_a_rating_is_told_and_one_that_nobody_gave_is_unanswered(self):
        self.wire.start(UID)
        taken = self.await_events((SENSED, NOBODY << 4, 100))
        self.wire.ask(wire.RATE, bytes([11, 30]))
        eventually("the pad is open", lambda: "." in self.bench.pad)
        self.bench.rate(4)
        taken = self.await_events((RATING, 4, 11), taken=taken)
        self.assertNotIn(".", self.bench.pad)
        self.wire.ask(wire.RATE, bytes([12, 1]))
        self.await_events((RATING, 0, 12), taken=taken)

    def test_a_cut_cable_never_reads_as_nobody(self):
        self.wire.start(UID)
        taken = 0
        told = {"open": (NOBODY, 100), "closed": (SOMEBODY, 100), "cut": (UNKNOWN, 0x0100),
                "short": (UNKNOWN, 0x0200)}
        for state in ("open", "closed", "cut", "short", "open"):
            self.bench.set_contact(state)
            code, value = told[state]
            taken = self.await_events((SENSED, code << 4, value), taken=taken)
            kind, sensed, quality, fault, _ = struct.unpack("<BBBBH", self.wire.ask(wire.PRESENCE))
            self.assertEqual((kind, sensed, quality | fault << 8), (2, code, value))

    def test_pad_light_buzzer_and_brightness_obey(self):
        self.wire.ask(wire.PAD, struct.pack("<HB", 12, 1) + b"A047")
        eventually("the pad shows it", lambda: self.bench.pad == "_0.47__12")
        self.wire.ask(wire.LIGHT, b"\x01\x00")
        eventually("the light is on", lambda: self.bench.light)
        self.wire.ask(wire.LIGHT, b"\x00\x00")
        eventually("the light is off", lambda: not self.bench.light)
        before = len(self.bench.pictures)
        self.wire.ask(wire.BEEP, bytes([2, 10]))
        eventually("it beeped twice", lambda: self.beeps_since(before) == 2)
        self.wire.show(7, "A012")
        for percent in (100, 20, 60):
            self.wire.ask(wire.BRIGHTNESS, bytes([percent]))
            eventually(f"it is {percent} % bright",
                       lambda: abs(self.bench.brightness - percent * 255 / 100) < 26)

    def beeps_since(self, before):
        heard = [picture.notes["buzzer"] for picture in self.bench.pictures[before:]]
        return sum(one == "0" and other == "1" for one, other in zip(["0", *heard], heard)) \
            if heard and heard[-1] == "0" else 0

    def test_its_address_and_its_restarts_outlive_the_power(self):
        boot = self.wire.start(UID).boot
        answer = self.wire.ask(wire.LINK, UID + bytes([9, 0, 0]), sequence=0, address=255)
        self.assertEqual(answer, UID)
        self.wire.address = 9
        self.wire.show(7, "A012")
        self.await_lines("A012")
        time.sleep(0.3)
        self.switch_off_and_on()
        self.wire.address = 9
        self.await_silence()
        self.assertEqual(self.wire.status().shown, 0)
        self.assertEqual(self.wire.start(UID).boot, boot + 1)

    def test_a_repeated_request_takes_effect_once(self):
        before = len(self.bench.pictures)
        for _ in range(3):
            self.assertEqual(self.wire.ask(wire.BEEP, bytes([1, 30]), sequence=200), b"")
        eventually("it beeped once", lambda: self.beeps_since(before) == 1)
        time.sleep(0.7)
        self.assertEqual(self.beeps_since(before), 1)

    def test_garbage_on_the_wire_changes_nothing(self):
        self.wire.show(7, "A012")
        self.await_lines("A012")
        chance = random.Random(5)
        for _ in range(8):
            self.wire.send(chance.randbytes(100))
        while self.wire.hear(0.2) is not None:
            pass
        eventually("it listens again", lambda: self.wire.exchange(
            wire.STATUS, b"\0\0", sequence=0) is not None)
        self.assertEqual(self.wire.status().shown, 7)
        self.await_lines("A012")


class CortexM3(Boards, unittest.TestCase):
    kind = CortexBoard
    given_name = "MPS2 AN385"
    level_charset_lines = (3, 2, 2)

    def test_two_lines_of_chinese_are_shown_dot_for_dot(self):
        self.wire.show(7, "请A012号\n到3号窗口")
        self.await_lines("请A012号", "到3号窗口")

    def test_firmware_comes_over_the_wire_and_one_that_hangs_is_given_up(self):
        self.wire.update((FIRMWARE / "mps2-an385-next.bin").read_bytes(), b"\1\0\1")
        self.await_version(b"\1\0\1")
        self.switch_off_and_on()
        self.await_version(b"\1\0\1")
        # A stack, fifteen vectors, and where all of them lead a branch to itself.
        hung = struct.pack("<16IH", 0x20010000, *[0x21010041] * 15, 0xE7FE)
        self.wire.update(hung, b"\1\0\2")
        self.await_version(b"\1\0\1")

    def await_version(self, version, seconds=30):
        """Asks until a unit that is starting says so; the old program may answer until it ends."""
        deadline = time.monotonic() + seconds
        found = None
        while found != version and time.monotonic() < deadline:
            answer = self.wire.exchange(wire.IDENTIFY, sequence=0)
            found = answer and answer[1][11:14]
        self.assertEqual(found, version)


class ATmega328P(Boards, unittest.TestCase):
    kind = AVRBoard
    given_name = "ATmega328P"
    level_charset_lines = (2, 1, 1)
    least_unused_ram = 2048

    @classmethod
    def tearDownClass(cls):
        print(f"\nof 2048 bytes of RAM {cls.least_unused_ram} were never used")

    def tearDown(self):
        super().tearDown()
        unused = int(self.bench.picture.notes["unused-ram"])
        ATmega328P.least_unused_ram = min(self.least_unused_ram, unused)
        self.assertGreater(unused, 100)

    def test_the_line_has_its_true_speed_and_another_when_it_is_told(self):
        self.assertGreater(self.quickest_poll(), (12 + 15) * 10 / 9600)
        self.wire.ask(wire.LINK, UID + bytes([0, 5, 0]), sequence=0, address=255)
        time.sleep(0.1)
        self.assertLess(self.quickest_poll(), (12 + 15) * 10 / 9600 / 2)

    def quickest_poll(self):
        """In seconds; others may have waited for a busy machine."""
        times = []
        for _ in range(50):
            began = time.monotonic()
            self.wire.status()
            times.append(time.monotonic() - began)
        return min(times)
