# SPDX-License-Identifier: Apache-2.0
"""A controller of few words, to see one board at a time do what SPEC.md says."""

import os
import select
import struct
import time
import zlib
from types import SimpleNamespace

EVERYONE = 255
IDENTIFY, CAPABILITIES, STATUS, SHOW, CLEAR, BRIGHTNESS = 0x01, 0x02, 0x03, 0x10, 0x11, 0x12
START, STATISTICS, DISCOVER, LINK = 0x20, 0x21, 0x23, 0x25
PAD, RATE, LIGHT, BEEP, PRESENCE, DOTS, DRAW = 0x30, 0x31, 0x32, 0x33, 0x34, 0x40, 0x41
FIRMWARE, BLOCK, FINISH = 0x60, 0x61, 0x62
SILENCE = 2


def cobs(body):
    coded = b""
    for piece in body.split(b"\0"):
        coded += bytes([len(piece) + 1]) + piece
    return coded


def uncobs(coded):
    body = b""
    while coded:
        body += coded[1:coded[0]] + b"\0"
        coded = coded[coded[0]:]
    return body[:-1]


def frame(address, sequence, command, payload=b""):
    body = bytes([0x40, address, sequence, command]) + payload
    return b"\0" + cobs(body + struct.pack("<I", zlib.crc32(body))) + b"\0"


class Wire:
    """Asks and hears answers."""

    def __init__(self, descriptor):
        self._descriptor = descriptor
        self._sequence = 0
        self.address = 0

    def ask(self, command, payload=b"", sequence=None, address=None):
        """The payload of the answer, whose status must be OK."""
        answer = self.exchange(command, payload, sequence, address)
        assert answer is not None, f"no answer to {command:#x}"
        status, payload = answer
        assert status == 0, f"{command:#x} is answered with error {status} ({payload.hex()})"
        return payload

    def exchange(self, command, payload=b"", sequence=None, address=None):
        """Status and payload of the answer, or nothing."""
        if sequence is None:
            self._sequence = sequence = self._sequence % 255 + 1
        self.send(frame(self.address if address is None else address, sequence, command, payload))
        while (body := self.hear()) is not None:
            if body[2:4] == bytes([sequence, command]):
                return body[4], body[5:-4]
        return None

    def send(self, sent):
        os.write(self._descriptor, sent)

    def hear(self, seconds=1.0):
        """The next answer's body, or nothing."""
        deadline = time.monotonic() + seconds
        coded = b""
        while select.select([self._descriptor], [], [], max(0, deadline - time.monotonic()))[0]:
            byte = os.read(self._descriptor, 1)
            if byte != b"\0":
                coded += byte
                continue
            body = uncobs(coded) if coded else b""
            coded = b""
            if len(body) >= 9 and struct.unpack("<I", body[-4:])[0] == zlib.crc32(body[:-4]):
                return body
        return None

    # Commands

    def identify(self):
        answer = self.ask(IDENTIFY, sequence=0)
        uid, vendor, model, hardware = struct.unpack_from("<6sHHB", answer)
        return SimpleNamespace(uid=uid, vendor=vendor, model=model, name=answer[14:].decode())

    def capabilities(self):
        names = ("level schema features needs body width height lines pages charset colours "
                 "memory bauds presence queue").split()
        values = struct.unpack_from("<BIHHBHBBBBBHBBH", self.ask(CAPABILITIES))
        return SimpleNamespace(**dict(zip(names, values)))

    def start(self, uid):
        boot, following = struct.unpack("<HH", self.ask(START, uid, sequence=0))
        return SimpleNamespace(boot=boot, next=following)

    def status(self, taken=0):
        """Flags, the tag that is shown, and events as (number, kind, code, value)."""
        answer = self.ask(STATUS, struct.pack("<H", taken))
        flags, shown = struct.unpack_from("<BH", answer)
        events = []
        if len(answer) > 3:
            first, = struct.unpack_from("<H", answer, 3)
            events = [(first + at, kind, code, value) for at, (kind, _, code, value)
                      in enumerate(struct.iter_unpack("<BBBH", answer[5:]))]
        return SimpleNamespace(flags=flags, shown=shown, events=events)

    def show(self, tag, text, page=0, of=1, turn=0, blink=0, scroll=0, keep=60):
        self.ask(SHOW, struct.pack("<HBBBBBB", tag, (of - 1) << 4 | page, turn, blink, scroll,
                                   keep, 0) + text.encode())

    def draw(self, tag, rows, keep=60, scroll=0, block=40):
        """Sends a picture's rows of 0 and 1 in raw blocks, and lets it appear."""
        width = len(rows[0])
        data = b"".join(int(row.ljust(-width % 8 + width, "0"), 2).to_bytes((width + 7) // 8, "big")
                        for row in rows)
        for offset in range(0, len(data), block):
            head = struct.pack("<HBH", tag, 0, offset)
            head += struct.pack("<HB", width, 0) if offset == 0 else b""
            self.ask(DOTS, head + data[offset:offset + block])
        self.ask(DRAW, struct.pack("<HBBBBBBI", tag, 1, 0, 0, scroll, keep, 0, zlib.crc32(data)))

    def update(self, image, version):
        """Brings firmware, which the unit then restarts into."""
        block = self.ask(FIRMWARE, struct.pack("<II", len(image), zlib.crc32(image)) + version)[0]
        offset = 0
        while offset < len(image):
            offset, = struct.unpack("<I", self.ask(
                BLOCK, struct.pack("<I", offset) + image[offset:offset + block]))
        self.ask(FINISH)
