# SPDX-License-Identifier: Apache-2.0
"""The boards at the product's own line thread and driver."""

import contextlib
import os
import tempfile
import unittest
from pathlib import Path

from boards import AVRBoard, CortexBoard, eventually
from desk import Desk
from pair import Pair

FIRMWARE = Path(os.environ["HALLKEEPER_FIRMWARE"])
BUS_DESK = os.environ["HALLKEEPER_BUS_DESK"]
UIDS = [bytes.fromhex("02ab00c10001"), bytes.fromhex("02ab00c10002")]


class Line(unittest.TestCase):
    def setUp(self):
        self.cleanups = self.enterContext(contextlib.ExitStack())

    def board(self, kind, uid=UIDS[0]):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        board = kind(FIRMWARE, directory.name, uid)
        self.addCleanup(board.switch_off)
        return board

    def desk(self, device, *units):
        desk = Desk(BUS_DESK, device, *units)
        self.addCleanup(desk.close)
        return desk

    def assert_shows(self, board, *lines):
        rows = board.bench.picture.canvas(*lines)
        eventually(f"{lines} is on the panel", lambda: board.bench.picture.rows == rows)

    def await_event(self, desk, address, what):
        return eventually(what, lambda: [
            number for number, said in desk.events(address) if said == what])


class EachBoard:
    """What holds for a new unit that is alone at its line."""

    def setUp(self):
        super().setUp()
        self.unit = self.board(self.kind)
        self.controller = self.desk(self.unit.connect(self.cleanups), 1)
        self.controller.await_report("unit", 1, "live")

    def test_it_is_found_and_shows_a_number_and_what_its_font_lacks(self):
        self.controller.show(1, "A012")
        self.assert_shows(self.unit, "A012")
        self.controller.show(1, "请䶮到3号")
        self.assert_shows(self.unit, "请䶮到3号")

    def test_presses_and_ratings_are_taken_once_each(self):
        self.unit.bench.press("call")
        self.await_event(self.controller, 1, "key(Wire.BusKeyCode.callNext, digits: nil)")
        for digit in (1, 7):
            self.unit.bench.press(digit)
        self.unit.bench.press("transfer")
        self.await_event(self.controller, 1, "key(Wire.BusKeyCode.transfer, digits: Optional(17))")
        self.controller.order("rate", 1, 7, 30)
        eventually("the pad is open", lambda: "." in self.unit.bench.pad)
        self.unit.bench.rate(5)
        self.await_event(self.controller, 1, "rating(grade: Optional(5), ref: 7)")
        numbers = [number for number, _ in self.controller.events(1)]
        self.assertEqual(numbers, list(range(1, len(numbers) + 1)))

    def test_pad_light_and_buzzer_obey(self):
        self.controller.order("pad", 1, 12, "A047")
        eventually("the pad shows it", lambda: self.unit.bench.pad == "_047__12")
        self.controller.order("light", 1, "on")
        eventually("the light is on", lambda: self.unit.bench.light)
        self.controller.order("beep", 1, 1, 50)
        eventually("it beeps", lambda: self.unit.bench.buzzer)

    def test_it_shows_the_number_again_after_its_power_failed(self):
        self.controller.show(1, "A012")
        self.assert_shows(self.unit, "A012")
        before = self.unit.bench.picture
        self.unit.cut_power()
        self.unit.restore_power()
        dashes = before.canvas("— —")
        eventually("it has started anew", lambda: any(
            picture.rows == dashes for picture in self.unit.bench.since(before)))
        self.assert_shows(self.unit, "A012")


class CortexM3(EachBoard, Line):
    kind = CortexBoard


class ATmega328P(EachBoard, Line):
    kind = AVRBoard


class TwoBoards(Line):
    def test_two_new_units_on_one_pair_are_told_apart_and_shown_their_own(self):
        boards = [self.board(CortexBoard, uid) for uid in UIDS]
        pair = Pair(*boards)
        self.addCleanup(pair.close)
        desk = self.desk(pair.device, *(f"{at}={uid.hex()}" for at, uid in enumerate(UIDS, 1)))
        for address, board in enumerate(boards, 1):
            desk.await_report("unit", address, "live")
            desk.show(address, f"请A01{address}号", f"到{address}号窗口")
            self.assert_shows(board, f"请A01{address}号", f"到{address}号窗口")
