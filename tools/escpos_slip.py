#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes the standard slip with python-escpos, to compare bytes: `make bench` runs it.

Prints how many bytes that library sends for it as it does by itself, with the code as a picture,
and when told to let the printer draw the code.
"""

import contextlib
import json
import sys
from pathlib import Path

from escpos.printer import Dummy

LOCALE = Path(__file__).resolve().parents[1] / "kiosk/locales/zh-Hans.json"
WIDE = 6


def lines(say):
    """The texts of Sources/Views/SlipTemplate.swift's standard slip, with their sizes."""
    yield "示范区政务服务中心", 1, 2, False
    yield "A004", WIDE, WIDE, True
    for key, values in [
        ("slip.service", {"service": "无差别综合"}), ("slip.ahead", {"ahead": 3}),
        ("slip.wait", {"low": 5, "high": 21}), ("slip.time", {"time": "2026-11-23 09:00"}),
        ("slip.tip.listen", {}), ("slip.tip.missed", {}),
    ]:
        yield say[key].format(**values), 1, 1, False


def size(say, native):
    printer = Dummy()
    for text, width, height, bold in lines(say):
        printer.set(align="center", width=width, height=height, bold=bold, custom_size=True)
        printer.textln(text)
    printer.qr("https://hall.example.org/t/abcdefghjkmnp04", size=5, native=native)
    printer.cut()
    return len(printer.output)


if __name__ == "__main__":
    sentences = json.loads(LOCALE.read_text())
    # It says something about itself where the answer is to stand.
    with contextlib.redirect_stdout(sys.stderr):
        sizes = {"picture": size(sentences, False), "native": size(sentences, True)}
    print(json.dumps(sizes))
