# SPDX-License-Identifier: Apache-2.0
"""A whole hall with both boards over its windows: what is called is lit, what is pressed calls."""

import contextlib
import json
import os
import sys
import tempfile
import unittest
import urllib.request
from pathlib import Path

from boards import AVRBoard, CortexBoard, eventually

sys.path.append("tools")
from running_hall import running_hall  # noqa: E402

FIRMWARE = Path(os.environ["HALLKEEPER_FIRMWARE"])
HALL = """
hall:
  name: {{zh-Hans: 试验大厅, zh-Hant: 試驗大廳, en: Trial Hall}}
  zone: Asia/Shanghai
  demo: true
listen: {{address: 127.0.0.1, port: 8080}}
lines:
  - {{id: L1, kind: window-bus, device: "{0}", baud: 9600}}
  - {{id: L2, kind: window-bus, device: "{1}", baud: 9600}}
services:
  - id: general
    prefix: A
    name: {{zh-Hans: 综合业务, zh-Hant: 綜合業務, en: General services}}
windows:
  - id: W01
    number: "1"
    services: [general]
    demoOfficer: officer01
    sign: {{line: L1, address: 1}}
    keypad: {{line: L1, address: 1}}
  - id: W02
    number: "2"
    services: [general]
    demoOfficer: officer02
    sign: {{line: L2, address: 1, lines: 2}}
    keypad: {{line: L2, address: 1}}
"""


class Hall(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        stack = contextlib.ExitStack()
        cls.addClassCleanup(stack.close)
        cls.units = []
        for number, kind in enumerate((AVRBoard, CortexBoard), 1):
            directory = stack.enter_context(tempfile.TemporaryDirectory())
            unit = kind(FIRMWARE, directory, bytes.fromhex(f"02ab00c1000{number}"))
            stack.callback(unit.switch_off)
            cls.units.append(unit)
        data = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        config = data / "hall.yaml"
        config.write_text(HALL.format(*(unit.connect(stack) for unit in cls.units)))
        cls.address = stack.enter_context(running_hall(data, config))

    def ask(self, path, body):
        request = urllib.request.Request(
            f"{self.address}/api/v1{path}", data=json.dumps(body).encode(),
            headers={"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=20) as answer:
            return json.loads(answer.read() or b"null")

    def take(self):
        return self.ask("/tickets", {"service": "general"})["number"]

    def await_number(self, unit, number):
        eventually(f"{number} is lit", lambda: unit.bench.picture.shows(number), 40)

    def test_a_number_called_at_the_page_is_lit_over_the_window(self):
        for window, unit in zip(("W01", "W02"), self.units):
            number = self.take()
            self.ask(f"/windows/{window}/call", {})
            self.await_number(unit, number)
            self.ask(f"/windows/{window}/finish", {})
            eventually("it is gone", lambda: not unit.bench.picture.shows(number))

    def test_a_number_called_at_the_keypad_is_lit_over_the_window_and_on_the_pad(self):
        for window, unit in zip(("W01", "W02"), self.units):
            number = self.take()
            unit.bench.press("call")
            self.await_number(unit, number)
            eventually("it is on the pad", lambda: number[1:] in unit.bench.pad)
            unit.bench.press("finish")
            eventually("it is gone", lambda: not unit.bench.picture.shows(number))
