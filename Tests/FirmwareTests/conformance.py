# SPDX-License-Identifier: Apache-2.0
"""Both boards tried against SPEC.md by the product's own technician's command, with somebody at
the unit who does what he is asked to."""

import contextlib
import json
import os
import subprocess
import tempfile
import unittest
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from boards import AVRBoard, CortexBoard

FIRMWARE = Path(os.environ["HALLKEEPER_FIRMWARE"])
PROGRAM = os.environ["HALLKEEPER_PROGRAM"]
PROMPTS = {
    text: name.removeprefix("conform.prompt.")
    for name, text in json.loads(Path("kiosk/locales/en.json").read_text()).items()
    if name.startswith("conform.prompt.")}


class Person:
    """Does at a unit what the command asks for."""

    def __init__(self, board):
        self._board = board

    def do(self, what):
        getattr(self, f"_{what}")(self._board.bench)

    def _pressKey(self, bench):
        bench.press("call")

    def _typeDigits(self, bench):
        bench.press(1)
        bench.press(2)
        bench.press("call")

    def _pressGrade(self, bench):
        bench.rate(5)

    def _walk(self, bench):
        bench.set_contact("closed")

    def _powerOff(self, bench):
        self._board.cut_power()

    def _powerOn(self, bench):
        self._board.restore_power()


class Trial:
    """A new unit with the command at its line, from the beginning to the report."""

    def __init__(self, kind, *options, baud=9600):
        with contextlib.ExitStack() as stack:
            directory = stack.enter_context(tempfile.TemporaryDirectory())
            self._board = kind(FIRMWARE, directory, bytes.fromhex("02ab00c10001"))
            stack.callback(self._board.switch_off)
            self._device = self._board.connect(stack, baud)
            key = Path(directory) / "key"
            key.write_text("000102030405060708090a0b0c0d0e0f")
            self._options = ["--key", key, "--baud", str(baud), *options]
            # A busy machine holds bytes back for longer than any port does, and now and then longer
            # than this: then nobody is found, or the first check fails and the rest is not made, or
            # another fails; that is done again, with patience.
            for latency in (100, 200, 400):
                self.report = self._try(latency)
                if self.report["checks"] and not self.report["untried"]:
                    break
            self.failed = self.failed_again = self._failures(self.report)
            for latency in (400, 800, 800):
                if self.failed_again:
                    self.failed_again = self._failures(
                        self._try(latency, *(f"--only={name}" for name in self.failed_again)))
            self.unused_ram = self._board.bench.picture.notes.get("unused-ram")

    @staticmethod
    def _failures(report):
        return [check["name"] for check in report["checks"] if check["outcome"] == "failed"]

    def _try(self, latency, *options):
        person = Person(self._board)
        said = ""
        with subprocess.Popen(
                [PROGRAM, "bus", "conform", self._device, "--json", "--interactive",
                 "--latency", str(latency), *self._options, *options],
                stdout=subprocess.PIPE, text=True, env={**os.environ, "LANG": "en"}) as program:
            for line in program.stdout:
                if line.strip() in PROMPTS:
                    person.do(PROMPTS[line.strip()])
                else:
                    said += line
        return json.loads(said or '{"checks": []}')


def setUpModule():
    global trials
    pool = ThreadPoolExecutor()
    unittest.addModuleCleanup(pool.shutdown)
    trials = {
        "mps2-an385": pool.submit(
            Trial, CortexBoard, "--firmware", FIRMWARE / "mps2-an385-next.bin", baud=115200),
        "atmega328p": pool.submit(Trial, AVRBoard)}


class Conformance(unittest.TestCase):
    def trial(self, name):
        trial = trials[name].result()
        if trial.failed:
            print(f"at first failed: {trial.failed} ... ", end="", flush=True)
        self.assertEqual(trial.failed_again, [])
        self.assertEqual(trial.report["untried"], [])
        return trial

    def test_the_cortex_m3_is_of_level_3(self):
        self.assertEqual(self.trial("mps2-an385").report["claimed"], 3)

    def test_the_atmega328p_is_of_level_2_with_bitmaps_and_authentication(self):
        trial = self.trial("atmega328p")
        self.assertEqual(trial.report["claimed"], 2)
        passed = {check["part"] for check in trial.report["checks"]
                  if check["outcome"] == "passed"}
        self.assertLessEqual({"bitmaps", "authentication"}, passed)
        print(f"{trial.unused_ram} bytes of RAM were never used ... ", end="", flush=True)
