# SPDX-License-Identifier: Apache-2.0
"""Both boards' firmware, on emulated chips."""

import os
import tempfile
import time
import unittest
from pathlib import Path

from boards import AVRBoard, CortexBoard, eventually

FIRMWARE = Path(os.environ["HALLKEEPER_FIRMWARE"])


class Boards:
    """What holds on every board."""

    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.board = self.kind(FIRMWARE, directory.name)
        self.addCleanup(self.board.switch_off)

    def tearDown(self):
        pictures = FIRMWARE / "pictures"
        pictures.mkdir(exist_ok=True)
        self.board.bench.picture.write_png(pictures / f"{self.id().split('.', 1)[1]}.png")

    def test_a_byte_comes_back_and_is_seen(self):
        with self.board.open_line() as line:
            for byte in b"Hallkeeper" * 10:
                line.write(bytes([byte]))
                self.assertEqual(line.read(1), bytes([byte ^ 0x20]))
        eventually("it is seen", lambda: self.board.bench.picture.rows[1][:8] == f"{byte:08b}")

    def test_a_key_is_felt(self):
        self.board.bench.send(b"K")
        eventually("the light is on", lambda: self.board.bench.picture.notes["light"])
        self.board.bench.send(b"k")
        eventually("the light is off", lambda: not self.board.bench.picture.notes["light"])


class CortexM3(Boards, unittest.TestCase):
    kind = CortexBoard


class ATmega328P(Boards, unittest.TestCase):
    kind = AVRBoard

    def test_the_line_has_its_true_speed(self):
        count = 100
        with self.board.open_line() as line:
            began = time.monotonic()
            for _ in range(count):
                line.write(b"Z")
                line.read(1)
        self.assertGreater(time.monotonic() - began, count * 2 * 10 / 9600)
