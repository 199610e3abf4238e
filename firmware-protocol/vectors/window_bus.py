# SPDX-License-Identifier: Apache-2.0
"""The frames of SPEC.md in Python, written from SPEC.md and schema.txt alone."""

import pathlib
import re
import zlib

PROTOCOL = pathlib.Path(__file__).resolve().parent.parent
SCHEMA = (PROTOCOL / "schema.txt").read_bytes()
EVERYONE = 255

HEX = {"uid", "prefix", "nonce", "proof", "key", "data"}
TEXT = {"text", "name", "number"}
VERSION = {"firmware", "version"}


def little(number, size):
    return number.to_bytes(size, "little")


def crc32(data):
    return zlib.crc32(data)


def stuff(body):
    """COBS. Bodies are short enough that no piece needs the code byte FF."""
    pieces = body.split(b"\0")
    assert all(len(piece) < 254 for piece in pieces)
    return b"".join(bytes([len(piece) + 1]) + piece for piece in pieces)


def unstuff(stuffed):
    pieces = []
    while stuffed:
        code = stuffed[0]
        if code == 0 or code > len(stuffed):
            return None
        pieces.append(stuffed[1:code])
        stuffed = stuffed[code:]
    return b"\0".join(pieces)


def wire(body):
    return b"\0" + stuff(body) + b"\0"


def siphash(key, message):
    """SipHash-2-4, 64 bits, as a number."""
    mask = (1 << 64) - 1
    low, high = (int.from_bytes(key[at : at + 8], "little") for at in (0, 8))
    v = [
        low ^ 0x736F6D6570736575,
        high ^ 0x646F72616E646F6D,
        low ^ 0x6C7967656E657261,
        high ^ 0x7465646279746573,
    ]

    def turn(x, bits):
        return ((x << bits) | (x >> (64 - bits))) & mask

    def mix(rounds):
        for _ in range(rounds):
            for a, b, c, d, first, second in ((0, 1, 2, 3, 13, 16), (2, 1, 0, 3, 17, 21)):
                v[a] = (v[a] + v[b]) & mask
                v[c] = (v[c] + v[d]) & mask
                v[b] = turn(v[b], first) ^ v[a]
                v[d] = turn(v[d], second) ^ v[c]
                v[a] = turn(v[a], 32)

    padded = message + bytes(7 - len(message) % 8) + bytes([len(message) & 0xFF])
    for at in range(0, len(padded), 8):
        word = int.from_bytes(padded[at : at + 8], "little")
        v[3] ^= word
        mix(2)
        v[0] ^= word
    v[2] ^= 0xFF
    mix(4)
    return v[0] ^ v[1] ^ v[2] ^ v[3]


assert siphash(bytes(range(16)), bytes(range(15))) == 0xA129CA6149BE45E5


def mac(key, data):
    return little(siphash(key, data), 8)


def _fields(words):
    return [tuple(word.split(":")) for word in words.split()]


class Command:
    def __init__(self, number, name, request, answer):
        self.number = number
        self.name = name
        self.request = request
        self.answer = answer


def _read_schema():
    commands, parts = {}, {}
    for line in SCHEMA.decode().splitlines()[1:]:
        command = re.fullmatch(r"([0-9a-f]{2}) (\w+) >(.*?) <(.*)", line)
        if command:
            number, name, request, answer = command.groups()
            commands[name] = Command(int(number, 16), name, _fields(request), _fields(answer))
        else:
            name, rest = line.split(" ", 1)
            parts[name] = _fields(rest)
    return commands, parts


COMMANDS, PARTS = _read_schema()


def _pack_one(name, size, value):
    if name in ("event", "channel"):
        return b"".join(pack(PARTS[name], part) for part in value)
    if name == "missing":
        return b"".join(little(code, 3) for code in value)
    if name in HEX:
        return bytes.fromhex(value)
    if name in TEXT:
        return value.encode()
    if name in VERSION and isinstance(value, str):
        return bytes(int(part) for part in value.split("."))
    return little(value, int(size.rstrip("?")))


def pieces(spec, fields):
    """The fields' names, values and bytes, in their order. An unknown field is an error."""
    left = dict(fields)
    found = []
    for name, size in spec:
        value = left.pop(name, None)
        if value is None:
            assert size.endswith(("?", "*")) or size == "0-8", f"{name} is missing"
            continue
        packed = _pack_one(name, size, value)
        if size.isdigit():
            assert len(packed) == int(size), name
        found.append((name, value, packed))
    assert not left, f"unknown: {left}"
    return found


def pack(spec, fields):
    return b"".join(packed for _, _, packed in pieces(spec, fields))


class Frame:
    """A request, or with a status an answer; sealed with a session's key and a counter."""

    def __init__(self, address, sequence, command, payload=b"", status=None, seal=None, head=None):
        self.address = address
        self.sequence = sequence
        self.command = command
        self.payload = payload
        self.status = status
        self.seal = seal
        answer = 0 if status is None else 0x20
        self.head = (0x40 | answer | (0x10 if seal else 0)) if head is None else head
        self.counter = None
        self.mac = None
        self.signed = bytes([self.head, address, sequence, command])
        self.signed += (b"" if status is None else bytes([status])) + payload
        if seal:
            key, self.counter = seal
            self.signed += little(self.counter, 4)
            self.mac = mac(key, self.signed)
            self.signed += self.mac

    @property
    def body(self):
        return self.signed + little(crc32(self.signed), 4)

    @property
    def wire(self):
        return wire(self.body)


def request(name, address, sequence, /, seal=None, **fields):
    command = COMMANDS[name]
    frame = Frame(address, sequence, command.number, pack(command.request, fields), seal=seal)
    frame.fields = fields
    frame.name = name
    return frame


def answer(asked, seal=None, address=None, status=0, detail=b"", **fields):
    """What a unit answers; with an error status, `detail` is all of its payload."""
    name = next(n for n, c in COMMANDS.items() if c.number == asked.command)
    payload = detail if status else pack(COMMANDS[name].answer, fields)
    frame = Frame(
        asked.address if address is None else address,
        asked.sequence,
        asked.command,
        payload,
        status,
        seal,
    )
    frame.fields = fields
    frame.name = name
    return frame


def fault(body):
    """Why a receiver drops a body; None if it does not."""
    if len(body) < 8:
        return "tooShort"
    if len(body) > 250:
        return "tooLong"
    if little(crc32(body[:-4]), 4) != body[-4:]:
        return "crc"
    if body[0] & 0xCF != 0x40:
        return "head"
    if len(body) < 8 + (body[0] >> 5 & 1) + 12 * (body[0] >> 4 & 1):
        return "tooShort"
    return None


def hears(stream):
    """What a receiver makes of bytes: bodies in hexadecimal, or `!` and a fault."""
    heard = []
    *closed, _ = stream.split(b"\0")
    for stuffed in closed:
        if not stuffed:
            continue
        body = unstuff(stuffed) if len(stuffed) <= 251 else None
        if len(stuffed) > 251:
            heard.append("!tooLong")
        elif body is None:
            heard.append("!stuffing")
        else:
            heard.append(f"!{fault(body)}" if fault(body) else body.hex())
    return heard


def session_key(key, uid, controller, unit):
    return mac(key, b"\2" + uid + controller + unit) + mac(key, b"\3" + uid + controller + unit)


def proof(key, uid, controller, unit, label=1):
    return mac(key, bytes([label]) + uid + controller + unit)
