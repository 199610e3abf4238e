# SPDX-License-Identifier: Apache-2.0
"""What goes over the window bus: frames (SPEC 4), errors (SPEC 12) and seals (SPEC 11)."""

import zlib
from collections import namedtuple

EVERYONE = 255
LONGEST_BODY = 250
VERSION, VERSION_MASK, REPLY, SEALED, MUST_BE_ZERO = 0x40, 0xC0, 0x20, 0x10, 0x0F

(OK, UNKNOWN_COMMAND, LENGTH, VALUE, TEXT, NO_GLYPH, PAGE, BUSY, WRONG_UNIT, SEAL_REQUIRED,
 NO_SESSION, SEAL_BAD, REFUSED, FAULT, NOT_HERE) = range(15)


class Refusal(Exception):
    """A request that is answered with an error."""

    def __init__(self, status, payload=b""):
        super().__init__(status, payload)
        self.status = status
        self.payload = payload


def u16(number):
    return (number & 0xFFFF).to_bytes(2, "little")


def u32(number):
    return (number & 0xFFFFFFFF).to_bytes(4, "little")


def number(octets):
    return int.from_bytes(octets, "little")


# --- frames ---------------------------------------------------------------------------------


def cobs_encode(body):
    # Bodies have at most 250 bytes, so no piece is long enough for the code byte 0xFF.
    return b"".join(bytes([len(piece) + 1]) + piece for piece in body.split(b"\0"))


def cobs_decode(data):
    """The body, or None if a code byte points beyond the end."""
    pieces = []
    at = 0
    while at < len(data):
        end = at + data[at]
        if end > len(data):
            return None
        pieces.append(data[at + 1:end])
        at = end
    return b"\0".join(pieces)


def with_crc(body):
    return body + u32(zlib.crc32(body))


def frame(body):
    """The bytes on the wire of a body that has its CRC."""
    return b"\0" + cobs_encode(body) + b"\0"


class Deframer:
    """Cuts what comes from the wire into bodies. Gaps between bytes mean nothing (SPEC 3)."""

    def __init__(self):
        self._held = bytearray()

    def feed(self, data):
        """Yields a body for each pair of zeros, None for one that is broken."""
        for byte in data:
            if byte:
                # One byte more than fits is kept as the mark of a frame that is too long.
                if len(self._held) <= LONGEST_BODY + 1:
                    self._held.append(byte)
            elif self._held:
                data, self._held = bytes(self._held), bytearray()
                yield cobs_decode(data) if len(data) <= LONGEST_BODY + 1 else None


Request = namedtuple("Request", "head address sequence command payload counter mac crc signed")


def parse(body):
    """A good frame as a Request (an answer of somebody too: see its head), or None."""
    if body is None or not 8 <= len(body) <= LONGEST_BODY:
        return None
    crc = number(body[-4:])
    head = body[0]
    if zlib.crc32(body[:-4]) != crc or head & VERSION_MASK != VERSION or head & MUST_BE_ZERO:
        return None
    shortest = 8 + (1 if head & REPLY else 0) + (12 if head & SEALED else 0)
    if len(body) < shortest:
        return None
    end = len(body) - (16 if head & SEALED else 4)
    counter, mac = (number(body[end:end + 4]), body[end + 4:-4]) if head & SEALED else (0, b"")
    signed = body[:end + 4] if head & SEALED else b""
    return Request(head, body[1], body[2], body[3], body[4:end], counter, mac, crc, signed)


def answer(request, address, status, payload=b"", session_key=None):
    """The body of an answer; sealed with the counter of its request if there is a key."""
    head = VERSION | REPLY | (SEALED if session_key else 0)
    body = bytes([head, address, request.sequence, request.command, status]) + payload
    if session_key:
        body += u32(request.counter)
        body += siphash(session_key, body)
    return with_crc(body)


# --- seals ----------------------------------------------------------------------------------

_M = 0xFFFFFFFFFFFFFFFF


def _rotate(word, bits):
    return ((word << bits) | (word >> (64 - bits))) & _M


def _round(a, b, c, d):
    a = (a + b) & _M
    b = _rotate(b, 13) ^ a
    a = _rotate(a, 32)
    c = (c + d) & _M
    d = _rotate(d, 16) ^ c
    a = (a + d) & _M
    d = _rotate(d, 21) ^ a
    c = (c + b) & _M
    b = _rotate(b, 17) ^ c
    return a, b, _rotate(c, 32), d


def siphash(key, message):
    """SipHash-2-4 with 64 bits, its 8 bytes in little-endian order."""
    k0, k1 = number(key[:8]), number(key[8:])
    state = (k0 ^ 0x736F6D6570736575, k1 ^ 0x646F72616E646F6D,
             k0 ^ 0x6C7967656E657261, k1 ^ 0x7465646279746573)
    padded = message + bytes(7 - len(message) % 8) + bytes([len(message) & 0xFF])
    for at in range(0, len(padded), 8):
        word = number(padded[at:at + 8])
        a, b, c, d = state
        a, b, c, d = _round(*_round(a, b, c, d ^ word))
        state = (a ^ word, b, c, d)
    a, b, c, d = state
    c ^= 0xFF
    for _ in range(4):
        a, b, c, d = _round(a, b, c, d)
    return (a ^ b ^ c ^ d).to_bytes(8, "little")


def same(left, right):
    """Compares in a time that does not tell where the difference is."""
    difference = len(left) ^ len(right)
    for one, other in zip(left, right):
        difference |= one ^ other
    return difference == 0


class Session:
    """A session key and the last counter that was accepted with it."""

    def __init__(self, key, uid, controller_nonce, unit_nonce):
        tail = uid + controller_nonce + unit_nonce
        self.proof = siphash(key, b"\1" + tail)
        self.key = siphash(key, b"\2" + tail) + siphash(key, b"\3" + tail)
        self.counter = 0

    def fits(self, request):
        return same(siphash(self.key, request.signed), request.mac)


class Sessions:
    """The session in use and the one that was offered last.

    An OPEN costs a stranger nothing, so the session in use ends only when the first frame sealed
    with the new one proves that the real controller asked for it.
    """

    def __init__(self):
        self.used = None
        self.offered = None

    def open(self, key, uid, controller_nonce, unit_nonce):
        self.offered = Session(key, uid, controller_nonce, unit_nonce)
        return unit_nonce + self.offered.proof

    def check(self, request):
        """The session key that the request was sealed with."""
        if not (self.used or self.offered):
            raise Refusal(NO_SESSION)
        session = next((s for s in (self.offered, self.used) if s and s.fits(request)), None)
        if session is None or request.counter <= session.counter:
            raise Refusal(SEAL_BAD)
        if session is self.offered:
            self.used, self.offered = session, None
        session.counter = request.counter
        return session.key
