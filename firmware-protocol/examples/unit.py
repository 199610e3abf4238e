# SPDX-License-Identifier: Apache-2.0
"""A window unit without its wire: requests come in, answers go out, time is told from outside."""

import os
import zlib
from collections import deque, namedtuple

import wire
from sign import Sign, Style, decode_text, missing
from wire import (BUSY, EVERYONE, LENGTH, NOT_HERE, PAGE, REFUSED, SEAL_REQUIRED, TEXT,
                  UNKNOWN_COMMAND, VALUE, WRONG_UNIT, Refusal, number, u16, u32)

SCHEMA = 0xD960FEC6  # CRC-32 of the schema.txt that this unit was written by
LEVEL = 3
BAUDS = (9600, 19200, 38400, 57600, 115200)
FEATURES = ("keypad", "display", "rating", "light", "buzzer", "presence", "scrolls", "blinks",
            "adjusts", "bitmaps", "authentication", "firmware")
PARTS = ("keypad", "display", "rating", "light", "buzzer")  # those a maker may leave away
BYTE_BITS = 10  # 8N1
NOBODY_UID, EVERY_UID = bytes(6), b"\xff" * 6
BLOCK = 224  # firmware bytes in a block; with header, seal and CRC below 250
FLASH = 1 << 20
HUNT_AFTER, HUNT_EVERY = 5, 2  # seconds
KEY_WINDOW = 600  # seconds after power-up in which a unit without a key takes one

KEY_PRESSED, RATED, PRESENCE, FAULT = 1, 2, 3, 4
UNKNOWN, NOBODY, SOMEBODY = 0, 1, 2
SUPERVISED_CONTACT, RADAR = 2, 4

Command = namedtuple("Command", "method length part")
COMMANDS = {
    0x01: Command("identify", 0, None),
    0x02: Command("capabilities", 0, None),
    0x03: Command("status", 2, None),
    0x04: Command("glyphs", 0, "sign"),
    0x10: Command("show", 8, "sign"),
    0x11: Command("clear", 2, "sign"),
    0x12: Command("brightness", 1, "sign"),
    0x20: Command("start", 6, None),
    0x21: Command("statistics", 0, None),
    0x22: Command("time", 6, None),
    0x23: Command("discover", 8, None),
    0x24: Command("quiet", 6, None),
    0x25: Command("link", 9, None),
    0x30: Command("pad", 3, "display"),
    0x31: Command("rate", 2, "rating"),
    0x32: Command("light", 2, "light"),
    0x33: Command("beep", 2, "buzzer"),
    0x34: Command("presence", 0, "presence"),
    0x40: Command("dots", 6, "sign"),
    0x41: Command("draw", 12, "sign"),
    0x50: Command("open", 8, None),
    0x52: Command("key", 16, None),
    0x60: Command("firmware", 11, None),
    0x61: Command("block", 5, None),
    0x62: Command("finish", 0, None),
}
STATUS, SHOW, CLEAR, BRIGHTNESS, TIME, DISCOVER, QUIET, LINK = (
    0x03, 0x10, 0x11, 0x12, 0x22, 0x23, 0x24, 0x25)
BROADCAST = {CLEAR, BRIGHTNESS, TIME, DISCOVER, QUIET, LINK}
ANSWERED_BROADCAST = {DISCOVER, QUIET, LINK}
WITHOUT_SEAL = {0x01, 0x02, DISCOVER, QUIET, 0x50}


class Events:
    """What happened at the window, until a controller has acknowledged it (SPEC 10.2)."""

    def __init__(self, size):
        self.size = size
        self.reserved = 0  # room kept for what must be told: an open rating
        self.next = 1
        self.waiting = deque()

    def room(self):
        return self.size - len(self.waiting) - self.reserved

    def add(self, kind, code, value, now):
        """False if there is no room; presence must leave half of the queue to people."""
        of_presence = sum(1 for event in self.waiting if event[1] == PRESENCE)
        if self.room() < 1 or (kind == PRESENCE and of_presence >= self.size // 2):
            return False
        self.waiting.append((self.next, kind, code, value, now))
        self.next = self.next % 65535 + 1
        return True

    def acknowledge(self, taken):
        if any(event[0] == taken for event in self.waiting):
            while self.waiting.popleft()[0] != taken:
                pass

    def told(self, most, now):
        """The first and the events of a STATUS answer."""
        chosen = list(self.waiting)[:most]
        if not chosen:
            return b""
        lines = [bytes([kind, min(255, int((now - then) * 10)), code]) + u16(value)
                 for _, kind, code, value, then in chosen]
        return u16(chosen[0][0]) + b"".join(lines)


class Channel:
    """A presence sensor."""

    def __init__(self, kind):
        self.kind = kind
        self.state, self.quality, self.fault = UNKNOWN, 0, 0
        self.changed = None
        self.told = (UNKNOWN, 0)
        self.told_at = None

    def set(self, state, quality, fault, now):
        # A cut cable must never read as nobody.
        state = UNKNOWN if fault else state
        if state != self.state:
            self.changed = now
        self.state, self.quality, self.fault = state, quality, fault

    def due(self, now):
        """True if there is news, and the last was told a second ago."""
        waited = self.told_at is None or now - self.told_at >= 1
        return waited and self.told != (self.state, self.fault)

    def line(self, now):
        age = 0xFFFF if self.changed is None else min(0xFFFF, int(now - self.changed))
        return bytes([self.kind, self.state, self.quality, self.fault]) + u16(age)


class Memory:
    """What survives power loss. A maker puts EEPROM here; see window_unit.py for a file."""

    def __init__(self, **values):
        self.values = dict({"address": 0, "baud": 9600, "turnaround": 0, "boot": 0,
                            "firmware": [1, 0, 0], "key": ""}, **values)

    def __getitem__(self, name):
        return self.values[name]

    def update(self, **changes):
        self.values.update(changes)
        self.save()

    def save(self):
        pass


class Unit:
    vendor = 0xFFFF  # for trials; a maker has its own from vendors.csv
    model = 1
    hardware = 1
    rates = BAUDS  # those it supports, the slowest first
    queue = 32  # events that can wait

    def __init__(self, uid, now, memory=None, sign=None, channels=(SUPERVISED_CONTACT,),
                 parts=PARTS, name=""):
        if len(uid) != 6 or uid in (NOBODY_UID, EVERY_UID):
            raise ValueError("a UID has 6 bytes, neither all zeros nor all ones")
        self.uid = uid
        self.memory = memory or Memory()
        self.sign = sign or Sign()
        self.name = name
        self.say = lambda text: None  # what the person at the window sees and hears
        self.button = False
        self.hunts = False  # True where the wire can tell one rate from another
        self.clock = None  # (seconds since 1970, minutes east of UTC)
        self.parts = set(parts)
        self.channel_kinds = channels
        self.parts |= {"sign"} if self.sign.width else set()
        self.parts |= {"presence"} if channels else set()
        self.restart(now)

    def restart(self, now):
        self.memory.update(boot=self.memory["boot"] % 65535 + 1)
        self.rate_in_use = self.memory["baud"]
        self.began = self.heard = now
        self.hunt_at = now + HUNT_AFTER
        self.sign.restart()
        self.events = Events(self.queue)
        self.channels = [Channel(kind) for kind in self.channel_kinds]
        self.sessions = wire.Sessions()
        self.started = self.quiet = self.lost_flag = False
        self.good = self.broken = self.repeats = self.lost = self.faults = 0
        self.rating = None  # (ref, when it ends)
        self.pad = self.light_state = None
        self.download = None  # (size, sum, version, bytes so far)
        self._kept_name = self._kept_answer = None
        self._afterwards = None

    # --- the wire's side ---

    @property
    def address(self):
        return self.memory["address"]

    @property
    def key(self):
        return bytes.fromhex(self.memory["key"])

    @property
    def byte_time(self):
        return BYTE_BITS / self.rate_in_use

    @property
    def turnaround(self):
        """Seconds between the end of a request and its answer."""
        return max(2 * self.byte_time, self.memory["turnaround"] / 10000)

    def receive(self, body, now):
        """The body of the answer to a body heard on the wire, or None."""
        self.tick(now)
        request = wire.parse(body)
        if request is None:
            self.broken += 1
            return None
        self.good += 1
        self.hunt_at = now + HUNT_AFTER
        if request.head & wire.REPLY:
            return None
        if request.address == EVERYONE:
            return self._broadcast(request, now)
        if request.address != self.address:
            return None
        return self._addressed(request, now)

    def answered(self, now):
        """To be called when an answer has left: LINK and FINISH take effect only then."""
        afterwards, self._afterwards = self._afterwards, None
        if afterwards:
            afterwards(now)

    def _broadcast(self, request, now):
        if request.command not in BROADCAST or request.head & wire.SEALED:
            return None
        if self.key and request.command not in WITHOUT_SEAL:
            return None
        try:
            payload = self._perform(request, now)
        except Refusal as refusal:
            # Nobody can tell whose error it was, unless the unit is named.
            if request.command == LINK and request.payload[:6] == self.uid:
                return wire.answer(request, self.address, refusal.status, refusal.payload)
            return None
        if payload is None or request.command not in ANSWERED_BROADCAST:
            return None
        return wire.answer(request, self.address, wire.OK, payload)

    def _addressed(self, request, now):
        name = (request.sequence, request.crc)
        if not self.key:
            self.heard = now
        if request.sequence and name == self._kept_name:
            self.repeats += 1
            return self._kept_answer
        if not self.key:
            self._interrupt(request)
        try:
            session_key = self._check_seal(request)
        except Refusal as refusal:
            # Not kept: a stranger's frame must not push out the answer to the controller's.
            return wire.answer(request, self.address, refusal.status, refusal.payload)
        if session_key:
            self.heard = now  # with a key nobody else, and no repeat, keeps an old number alive
            self._interrupt(request)
        counts = session_key or not self.key
        answer, keep = self._answer(request, session_key, now)
        if request.sequence and keep and counts:
            self._kept_name, self._kept_answer = name, answer
        return answer

    def _interrupt(self, request):
        """Whatever else is asked ends a face whose pages are coming."""
        if request.command not in (STATUS, SHOW):
            self.sign.interrupt()

    def _check_seal(self, request):
        """The key to seal the answer with, None for an answer without seal."""
        if not request.head & wire.SEALED:
            if self.key and request.command not in WITHOUT_SEAL:
                raise Refusal(SEAL_REQUIRED)
            return None
        if not self.key:
            raise Refusal(REFUSED)
        return self.sessions.check(request)

    def _answer(self, request, session_key, now):
        status = wire.OK
        try:
            payload = self._perform(request, now)
        except Refusal as refusal:
            status, payload = refusal.status, refusal.payload
        if payload is None:
            return None, True
        answer = wire.answer(request, self.address, status, payload, session_key)
        return answer, status != BUSY

    def _perform(self, request, now):
        """The payload of the answer; None if the unit keeps quiet."""
        command = COMMANDS.get(request.command)
        if command is None:
            raise Refusal(UNKNOWN_COMMAND)
        if command.part and command.part not in self.parts:
            raise Refusal(NOT_HERE)
        if len(request.payload) < command.length:
            raise Refusal(LENGTH)
        return getattr(self, "_" + command.method)(request, now)

    # --- level 1 ---

    def _identify(self, request, now):
        about = self.uid + u16(self.vendor) + u16(self.model) + bytes([self.hardware])
        name = self.name.encode("utf-8")[:24].decode("utf-8", "ignore")
        return about + bytes(self.memory["firmware"]) + name.encode("utf-8")

    def _capabilities(self, request, now):
        sign, here = self.sign, self.parts | {"authentication", "firmware"}
        if sign.width:
            here |= {"scrolls", "blinks", "bitmaps"}
        features = sum(1 << bit for bit, name in enumerate(FEATURES) if name in here)
        bauds = sum(1 << bit for bit, baud in enumerate(BAUDS) if baud in self.rates)
        no_needs = u16(0)
        level = LEVEL if sign.width else 2  # there are no bitmaps without a sign
        return (bytes([level]) + u32(SCHEMA) + u16(features) + no_needs
                + bytes([wire.LONGEST_BODY]) + sign.abilities()
                + bytes([bauds, len(self.channels)]) + u16(self.queue))

    def _status(self, request, now):
        if self.started:
            self.events.acknowledge(number(request.payload[:2]))
        # At most 8 events in a body of at most 64 bytes: a seal takes the room of one.
        most = (7 if request.head & wire.SEALED else 8) if self.started else 0
        more = self.started and len(self.events.waiting) > most
        silent = self.sign.width and self.sign.silent
        flags = [not self.started, silent, self.faults, more, self.lost_flag, self.download]
        bits = sum(1 << bit for bit, flag in enumerate(flags) if flag)
        return bytes([bits]) + u16(self.sign.tag) + self.events.told(most, now)

    def _glyphs(self, request, now):
        absent = missing(self.sign.charset, decode_text(request.payload, offset=0))
        return b"".join(ord(char).to_bytes(3, "little") for char in absent[:16])

    def _show(self, request, now):
        tag, (page, turn, blink, scroll, keep, colour) = number(request.payload[:2]), \
            request.payload[2:8]
        style = Style(turn, blink, scroll, colour)
        self.sign.show(tag, page, style, keep, request.payload[8:], now)
        return b""

    def _clear(self, request, now):
        self.sign.clear(number(request.payload[:2]))
        return b""

    def _brightness(self, request, now):
        if request.payload[0] > 100:
            raise Refusal(VALUE, b"\0")
        self.sign.brightness = request.payload[0]
        return b""

    # --- finding units ---

    def _discover(self, request, now):
        begin, bits = request.payload[:2]
        if begin > 1:
            raise Refusal(VALUE, b"\0")
        if bits > 48:
            raise Refusal(VALUE, b"\1")
        if begin:
            self.quiet = False
        differing = int.from_bytes(self.uid, "big") ^ int.from_bytes(request.payload[2:8], "big")
        return None if self.quiet or differing >> (48 - bits) else self.uid

    def _quiet(self, request, now):
        if request.payload[:6] != self.uid:
            return None
        self.quiet = True
        return self.uid

    def _link(self, request, now):
        uid, (address, baud, turnaround) = request.payload[:6], request.payload[6:9]
        everyone = uid == EVERY_UID and request.address == EVERYONE
        if uid != self.uid and not everyone:
            if request.address == EVERYONE:
                return None
            raise Refusal(WRONG_UNIT, self.uid)
        if 250 < address < 255 or (everyone and address):
            raise Refusal(VALUE, b"\6")
        rate = dict(enumerate(BAUDS, 1)).get(baud)
        if baud and rate not in self.rates:
            raise Refusal(VALUE, b"\7")
        if turnaround > 90:
            raise Refusal(VALUE, b"\x08")
        changes = {}
        if address:
            changes["address"] = 0 if address == 255 else address
        if baud:
            changes["baud"] = rate
        if turnaround:
            changes["turnaround"] = turnaround
        if everyone:
            self._change(changes)
            return None
        self._afterwards = lambda now: self._change(changes)
        return self.uid

    def _change(self, changes):
        self.memory.update(**changes)
        self.rate_in_use = changes.get("baud", self.rate_in_use)

    # --- level 2 ---

    def _start(self, request, now):
        if request.payload[:6] != self.uid:
            raise Refusal(WRONG_UNIT, self.uid)
        self.started = True
        self.lost_flag = False
        return u16(self.memory["boot"]) + u16(self.events.next)

    def _statistics(self, request, now):
        return (u32(int(now - self.began)) + u16(self.memory["boot"]) + u32(self.good)
                + u32(self.broken) + u32(self.repeats) + u16(self.lost) + u16(self.faults)
                + bytes([0, 0]))

    def _time(self, request, now):
        offset = number(request.payload[4:6])
        if offset > 2880:
            raise Refusal(VALUE, b"\4")
        self.clock = (number(request.payload[:4]), offset - 1440)
        return b""

    def _pad(self, request, now):
        waiting = number(request.payload[:2])
        for at, byte in enumerate(request.payload[3:11], 3):
            if not 0x20 <= byte <= 0x7E:
                raise Refusal(TEXT, bytes([at]))
        digits = request.payload[3:11].decode("ascii")
        self.pad = (None if waiting == 0xFFFF else waiting, request.payload[2] & 7, digits)
        self.say(f"pad: waiting {self.pad[0]}, state {self.pad[1]}, number {digits or 'none'}")
        return b""

    def _rate(self, request, now):
        ref, seconds = request.payload[:2]
        if seconds and self.events.room() < 1:
            raise Refusal(BUSY)
        self._end_rating(0, now)
        if seconds:
            self.rating = (ref, now + seconds)
            self.events.reserved = 1
            self.say(f"rating pad: please press 1 to 5 ({seconds} s)")
        return b""

    def _light(self, request, now):
        mode, colour = request.payload[:2]
        if mode > 3:
            raise Refusal(VALUE, b"\0")
        self.light_state = (mode, colour)
        self.say("light: " + ("off", "on", "slow", "fast")[mode])
        return b""

    def _beep(self, request, now):
        times, length = request.payload[:2]
        if not 1 <= times <= 9:
            raise Refusal(VALUE, b"\0")
        if not 1 <= length <= 100:
            raise Refusal(VALUE, b"\1")
        self.say("beep " * times)
        return b""

    def _presence(self, request, now):
        return b"".join(channel.line(now) for channel in self.channels)

    # --- level 3 ---

    def _dots(self, request, now):
        tag, page = number(request.payload[:2]), request.payload[2]
        offset, data = number(request.payload[3:5]), request.payload[5:]
        width = encoding = 0
        if offset == 0:
            if len(data) < 4:
                raise Refusal(LENGTH)
            width, encoding, data = number(data[:2]), data[2], data[3:]
        self.sign.dots(tag, page, offset, width, encoding, data)
        return b""

    def _draw(self, request, now):
        tag, (count, turn, blink, scroll, keep, colour) = number(request.payload[:2]), \
            request.payload[2:8]
        style = Style(turn, blink, scroll, colour)
        self.sign.draw(tag, count, style, keep, number(request.payload[8:12]), now)
        return b""

    def _open(self, request, now):
        if not self.key:
            raise Refusal(REFUSED)
        return self.sessions.open(self.key, self.uid, request.payload[:8], self.nonce())

    def nonce(self):
        """Eight bytes never used before with this key."""
        return os.urandom(8)

    def _key(self, request, now):
        in_time = now - self.began < KEY_WINDOW or self.button
        if not request.head & wire.SEALED and not in_time:
            raise Refusal(REFUSED)
        key = request.payload[:16]
        self.memory.values["key"] = key.hex() if any(key) else ""
        self._afterwards = lambda now: self.memory.save()  # may take longer than an answer may
        self.sessions = wire.Sessions()  # they came from the old key
        return wire.siphash(key, b"\4" + self.uid + bytes(16))

    def _firmware(self, request, now):
        size, total = number(request.payload[:4]), number(request.payload[4:8])
        if not 1 <= size <= FLASH:
            raise Refusal(VALUE, b"\0")
        self.download = (size, total, list(request.payload[8:11]), bytearray())
        return bytes([BLOCK])

    def _block(self, request, now):
        if not self.download:
            raise Refusal(PAGE, u32(0))
        size, _, _, image = self.download
        offset, data = number(request.payload[:4]), request.payload[4:]
        if offset != len(image) or offset + len(data) > size:
            raise Refusal(PAGE, u32(len(image)))
        image += data
        return u32(len(image))

    def _finish(self, request, now):
        if not self.download:
            raise Refusal(PAGE)
        size, total, version, image = self.download
        if len(image) != size or zlib.crc32(image) != total:
            raise Refusal(PAGE)
        # A maker checks a signature here; this unit has no program to replace but its number.
        self.memory.values["firmware"] = version
        self._afterwards = self.restart
        return b""

    # --- the window's side ---

    def tick(self, now):
        """To be called often: what ends by time ends here."""
        if self.rating and now >= self.rating[1]:
            self._end_rating(0, now)
        if now - self.heard >= self.sign.keep:
            self._fall_silent(now)
        for index, channel in enumerate(self.channels):
            if channel.due(now):
                self._tell_presence(index, channel, now)
        if self.hunts and now >= self.hunt_at:
            self.hunt_at = now + HUNT_EVERY
            at = self.rates.index(self.rate_in_use) + 1
            self.rate_in_use = self.rates[at % len(self.rates)]

    def press(self, code, digits, now):
        """A key of the pad; False (and a long low beep) if it was refused."""
        return self._tell(KEY_PRESSED, code, 0xFFFF if digits is None else digits, now)

    def rate(self, grade, now):
        """A grade from the citizen; False if no rating is open."""
        return self._end_rating(grade, now)

    def sense(self, index, state, quality, fault, now):
        self.channels[index].set(state, quality, fault, now)
        self.tick(now)

    def fault(self, code, present, now):
        bit = 1 << code
        self.faults = self.faults | bit if present else self.faults & ~bit
        # The event for "gone" has code 0, and says in its value which.
        self._tell(FAULT, code if present else 0, 0 if present else code, now)

    def _tell(self, kind, code, value, now):
        if self.events.add(kind, code, value, now):
            return True
        self.lost += 1
        self.lost_flag = True
        return False

    def _tell_presence(self, index, channel, now):
        channel.told, channel.told_at = (channel.state, channel.fault), now
        value = channel.quality | channel.fault << 8
        self._tell(PRESENCE, index | channel.state << 4, value, now)

    def _end_rating(self, grade, now):
        if not self.rating:
            return False
        ref, self.rating = self.rating[0], None
        self.events.reserved = 0
        self.say("rating pad: thank you" if grade else "rating pad: closed")
        return self._tell(RATED, grade, ref, now)

    def _fall_silent(self, now):
        self.sign.interrupt()
        # A sign that was cleared stays as it is; pad, light and rating end all the same.
        if self.sign.face:
            self.sign.silence()
        if self.pad or self.light_state:
            self.say("nobody speaks to this unit: pad and light are dark")
        self.pad = self.light_state = None
        self._end_rating(0, now)
