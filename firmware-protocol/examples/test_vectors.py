# SPDX-License-Identifier: Apache-2.0
"""The unit against ../vectors (or the folder in WINDOW_BUS_VECTORS). python3 -m unittest"""

import json
import os
import unittest
import zlib

import wire
from sign import Canvas, Sign
from unit import BAUDS, FEATURES, PARTS, Memory, Unit

HERE = os.path.dirname(os.path.abspath(__file__))
FOLDER = os.environ.get("WINDOW_BUS_VECTORS", os.path.join(HERE, os.pardir, "vectors"))
UNIT = {"address": 5, "boot": 1, "key": None, "nonces": [], "presence": [2, 4]}


def load(theme):
    with open(os.path.join(FOLDER, theme + ".json"), encoding="utf-8") as file:
        return json.load(file)["vectors"]


def hexed(octets):
    return None if octets is None else octets.hex()


def bits(number, names):
    return [name for bit, name in enumerate(names) if number >> bit & 1]


class Bench:
    """A unit as a vector describes it, and a clock."""

    def __init__(self, described):
        self.now = 0.0
        memory = Memory(address=described["address"], boot=described["boot"] - 1,
                        key=described["key"] or "")
        told, able = described.get("identify"), described.get("capabilities")
        sign = Sign(192, 32, 2, 3)
        uid, name, parts = "02a1b2c3d4e5", "", PARTS
        if told:
            uid, name = told["uid"], told["name"]
            sign = Sign(able["width"], able["height"], able["lines"], able["charset"])
            sign.page_limit, sign.memory = able["pages"], able["memory"]
            sign.colours = able["colours"]
            parts = bits(able["features"], FEATURES)
        self.unit = Unit(bytes.fromhex(uid), self.now, memory, sign, described["presence"], parts,
                         name)
        if able:
            self.unit.rates = bits(able["bauds"], BAUDS)
        nonces = iter(described["nonces"])
        self.unit.nonce = lambda: bytes.fromhex(next(nonces))
        self.deframer = wire.Deframer()

    def ask(self, octets):
        """What goes out on the wire when these bytes come in."""
        answers = []
        for body in self.deframer.feed(octets):
            answer = self.unit.receive(body, self.now)
            answers += [wire.frame(answer)] if answer else []
            self.unit.answered(self.now)
        return b"".join(answers) or None

    def step(self, step):
        do, unit = step["do"], self.unit
        if do == "wait":
            self.now += step["ms"] / 1000
            unit.tick(self.now)
        elif do == "press":
            unit.press(step["key"], step["digits"], self.now)
        elif do == "rate":
            unit.rate(step["grade"], self.now)
        elif do == "sense":
            unit.sense(step["channel"], step["state"], step["quality"], step["fault"], self.now)
        elif do == "restart":
            unit.restart(self.now)
        else:
            raise ValueError(do)


def status_of(answer):
    return wire.cobs_decode(answer[1:-1])[4] if answer else None


@unittest.skipUnless(os.path.isdir(FOLDER), "no vectors here")
class Vectors(unittest.TestCase):
    def test_crc(self):
        for vector in load("crc"):
            with self.subTest(name=vector["name"]):
                self.assertEqual(zlib.crc32(bytes.fromhex(vector["plain"])), vector["crc"])

    def test_cobs(self):
        for vector in load("cobs"):
            with self.subTest(name=vector["name"]):
                self.assertEqual(hexed(wire.cobs_decode(bytes.fromhex(vector["stuffed"]))),
                                 vector["plain"])
                if vector["plain"] is not None:
                    self.assertEqual(wire.cobs_encode(bytes.fromhex(vector["plain"])).hex(),
                                     vector["stuffed"])

    def test_framing(self):
        for vector in load("framing"):
            with self.subTest(name=vector["name"]):
                heard = [body.hex() if wire.parse(body) else "!"
                         for body in wire.Deframer().feed(bytes.fromhex(vector["bytes"]))]
                right = ["!" if body[0] == "!" else body for body in vector["hears"]]
                self.assertEqual(heard, right)

    def test_malformed(self):
        for vector in load("malformed"):
            with self.subTest(name=vector["name"]):
                self.assertIsNone(Bench(UNIT).ask(bytes.fromhex(vector["bytes"])))

    def test_frames(self):
        for theme in ("requests", "longer", "refused", "answers", "events"):
            for vector in load(theme):
                with self.subTest(name=vector["name"]):
                    frame = bytes.fromhex(vector["bytes"])
                    body, = wire.Deframer().feed(frame)
                    request = wire.parse(body)
                    status = b"" if vector["status"] is None else bytes([vector["status"]])
                    self.assertEqual(
                        (request.head, request.address, request.sequence, request.command),
                        tuple(vector[name] for name in ("head", "address", "sequence", "command")))
                    self.assertEqual(hexed(request.payload), hexed(status) + vector["payload"])
                    self.assertEqual(wire.frame(body), frame)

    def test_answers(self):
        for theme in ("answers", "events"):
            for vector in load(theme):
                with self.subTest(name=vector["name"]):
                    body, = wire.Deframer().feed(bytes.fromhex(vector["bytes"]))
                    made = wire.answer(wire.parse(body), vector["address"], vector["status"],
                                       bytes.fromhex(vector["payload"]))
                    self.assertEqual(hexed(made), vector["body"])

    def test_longer(self):
        for vector in load("longer"):
            with self.subTest(name=vector["name"]):
                uid = vector["fields"].get("uid", "02a1b2c3d4e5")
                self.assertEqual(uid, "02a1b2c3d4e5")
                self.assertEqual(status_of(Bench(UNIT).ask(bytes.fromhex(vector["bytes"]))), 0)

    def test_refused(self):
        for vector in load("refused"):
            with self.subTest(name=vector["name"]):
                answer = Bench(UNIT).ask(bytes.fromhex(vector["bytes"]))
                body = wire.cobs_decode(answer[1:-1])
                self.assertEqual({"status": body[4], "payload": body[5:-4].hex()}, vector["error"])

    def test_packbits(self):
        for vector in load("packbits"):
            with self.subTest(name=vector["name"]):
                canvas = Canvas(8, vector["size"], True)
                good = canvas.put(bytes.fromhex(vector["packed"])) and canvas.complete()
                self.assertEqual(hexed(bytes(canvas.dots)) if good else None, vector["plain"])

    def test_siphash(self):
        for vector in load("siphash"):
            with self.subTest(name=vector["name"]):
                key, message = bytes.fromhex(vector["key"]), bytes.fromhex(vector["message"])
                self.assertEqual(hexed(wire.siphash(key, message)), vector["mac"])

    def test_seals(self):
        first, *frames = load("seals")
        key, uid, ours, theirs = (bytes.fromhex(first[name]) for name in (
            "key", "uid", "unitNonce", "controllerNonce"))
        session = wire.Session(key, uid, theirs, ours)
        self.assertEqual(hexed(session.proof), first["proof"])
        self.assertEqual(hexed(session.key), first["sessionKey"])
        self.assertEqual(hexed(wire.siphash(key, b"\4" + uid + bytes(16))),
                         first["installationProof"])
        for vector in frames:
            with self.subTest(name=vector["name"]):
                body, = wire.Deframer().feed(bytes.fromhex(vector["bytes"]))
                request = wire.parse(body)
                session.key = bytes.fromhex(vector["sessionKey"])
                self.assertEqual(session.fits(request), vector["sealIsRight"])
                self.assertEqual((request.counter, request.mac.hex()),
                                 (vector["counter"], vector["mac"]))

    def test_conversations(self):
        for vector in load("conversations"):
            bench = Bench(vector["unit"])
            for number, step in enumerate(vector["steps"]):
                with self.subTest(vector["name"], step=number, why=step["why"]):
                    if step["do"] != "ask":
                        bench.step(step)
                        continue
                    answer = bench.ask(bytes.fromhex(step["bytes"]))
                    self.assertEqual(status_of(answer), step["status"])
                    if step["answer"] or step["status"] is None:
                        self.assertEqual(hexed(answer), step["answer"])


if __name__ == "__main__":
    unittest.main()
