# SPDX-License-Identifier: Apache-2.0
"""A window unit made of software, on a pseudo-terminal or a TCP port of this computer.

    python3 window_unit.py --uid 0102030405aa --address 3

It prints the path of its end of the wire. Give that to a controller as its serial port.
"""

import argparse
import ipaddress
import json
import os
import select
import socket
import sys
import termios
import time
import tty

import wire
from sign import CHARSETS, Sign
from unit import BAUDS, NOBODY, PARTS, SOMEBODY, SUPERVISED_CONTACT, UNKNOWN, Memory, Unit

KEYS = {"call": 1, "recall": 2, "no-show": 3, "start": 4, "finish": 5, "pause": 6, "transfer": 7,
        "hold": 8, "back": 9, "ask": 10, "give-up": 11, "help": 12}
# What a presence sensor can say: state, quality, fault.
SENSES = {"unknown": (UNKNOWN, 0, 0), "nobody": (NOBODY, 100, 0), "somebody": (SOMEBODY, 100, 0),
          "cut": (UNKNOWN, 0, 1), "short": (UNKNOWN, 0, 2), "silent": (UNKNOWN, 0, 3),
          "stuck": (UNKNOWN, 0, 4), "range": (UNKNOWN, 0, 5)}
HELP = f"""[DIGITS] KEY        a key of the pad: {' '.join(KEYS)}
rate 1..5           the citizen's grade
presence N STATE    {' '.join(SENSES)}
fault 1..6 [gone]   something breaks, or is well again
button [up]         hold the button that lets a key in, or let it go
restart             power off and on
?                   this text; an empty line prints the sign"""
TICK = 0.05


class FileMemory(Memory):
    """Non-volatile memory in a file, the key in one of its own."""

    def __init__(self, state_path, key_path, **factory):
        super().__init__(**factory)
        self.state_path, self.key_path = state_path, key_path
        if state_path and os.path.exists(state_path):
            with open(state_path, encoding="utf-8") as file:
                self.values.update(json.load(file))
        if key_path and os.path.exists(key_path):
            with open(key_path, encoding="ascii") as file:
                self.values["key"] = key_digits(file.read())

    def save(self):
        state = dict(self.values)
        if self.key_path:
            write_file(self.key_path, state.pop("key") + "\n")
        if self.state_path:
            write_file(self.state_path, json.dumps(state) + "\n")


def key_digits(text):
    """32 hexadecimal digits, or nothing for a unit without a key."""
    key = bytes.fromhex(text.strip())
    if len(key) not in (0, 16):
        raise ValueError("a key is 16 bytes, 32 hexadecimal digits")
    return key.hex() if any(key) else ""


def write_file(path, text):
    # Through a second file, so that a power cut leaves the old one or the new one.
    beside = path + ".new"
    with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.replace(beside, path)


class Pty:
    """One end of a pseudo-terminal."""

    def __init__(self):
        # The other end stays open here too, so that controllers may come and go.
        self.end, self.other = os.openpty()
        tty.setraw(self.other)
        self.name = os.ttyname(self.other)
        self.waits_for = [self.end]

    def read(self, ready):
        return os.read(self.end, 4096) if self.end in ready else b""

    def write(self, data):
        os.write(self.end, data)

    def baud(self):
        """The speed that the controller has set."""
        names = {getattr(termios, f"B{baud}"): baud for baud in BAUDS}
        return names.get(termios.tcgetattr(self.end)[5])


class Tcp:
    """A port of this computer; one controller at a time."""

    def __init__(self, where):
        host, _, port = where.rpartition(":")
        host = {"": "127.0.0.1", "localhost": "127.0.0.1"}.get(host, host.strip("[]"))
        if not ipaddress.ip_address(host).is_loopback:
            raise ValueError("only loopback: a window bus has no business in a network")
        self.listener = socket.create_server(
            (host, int(port)), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
        self.name = "%s:%d" % self.listener.getsockname()[:2]
        self.peer = None
        self.waits_for = [self.listener]

    def read(self, ready):
        if self.listener in ready:
            self._accept()
        if self.peer not in ready:
            return b""
        try:
            data = self.peer.recv(4096)
        except ConnectionError:
            data = b""
        if not data:
            self._hang_up()
        return data

    def write(self, data):
        try:
            if self.peer:
                self.peer.sendall(data)
        except ConnectionError:
            self._hang_up()

    def baud(self):
        return None

    def _accept(self):
        self._hang_up()
        self.peer = self.listener.accept()[0]
        self.peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.waits_for = [self.listener, self.peer]

    def _hang_up(self):
        if self.peer:
            self.peer.close()
        self.peer = None
        self.waits_for = [self.listener]


def send(port, data, begin, byte_time):
    """Writes each byte when its stop bit would have passed; `begin` is the first start bit."""
    for at, byte in enumerate(data):
        time.sleep(max(0, begin + (at + 1) * byte_time - time.monotonic()))
        port.write(bytes([byte]))


class Window:
    """The loop around unit, wire and terminal."""

    def __init__(self, unit, port, draw_pictures):
        self.unit, self.port, self.draw_pictures = unit, port, draw_pictures
        self.deframer = wire.Deframer()
        self.keyboard = [sys.stdin.fileno()]
        self.heard = 0.0  # when the last byte has passed over the wire
        self.typed = b""
        self.said = []
        unit.say = self.said.append  # printed only when the answer has left
        self.seen = None

    def run(self):
        while True:
            ready = select.select(self.port.waits_for + self.keyboard, [], [], TICK)[0]
            self.listen(self.port.read(ready))
            if self.keyboard and self.keyboard[0] in ready:
                self.type(os.read(self.keyboard[0], 1024))
            now = time.monotonic()
            self.unit.tick(now)
            self.show(now)

    def listen(self, data):
        now = time.monotonic()
        if self.unit.hunts and self.port.baud() not in (None, self.unit.rate_in_use):
            return  # at another rate there is nothing but noise
        for byte in data:
            # Here bytes come all at once; on a real wire each of them takes its time.
            self.heard = max(self.heard, now) + self.unit.byte_time
            for body in self.deframer.feed(bytes([byte])):
                self.answer(body)

    def answer(self, body):
        answer = self.unit.receive(body, self.heard)
        if answer:
            begin = self.heard + self.unit.turnaround
            send(self.port, wire.frame(answer), begin, self.unit.byte_time)
            self.unit.answered(time.monotonic())

    def type(self, data):
        if not data:
            self.keyboard = []  # no terminal (any more): the unit goes on alone
        *lines, self.typed = (self.typed + data).split(b"\n")
        for line in lines:
            words = line.decode("utf-8", "replace").split()
            try:
                command(self.unit, words, time.monotonic())
            except (ValueError, KeyError, IndexError):
                print(HELP)
            if not words:
                self.seen = None  # print the sign again

    def show(self, now):
        """Prints what the unit said, and the sign when another face or page has come."""
        while self.said:
            print(self.said.pop(0), flush=True)
        sign = self.unit.sign
        face = sign.face
        seen = (face and face.since, face and sign.index(now), sign.tag, sign.silent)
        if seen == self.seen:
            return
        self.seen = seen
        if not sign.width:
            return
        lines = sign.look(now)
        style = face and face.pages[sign.index(now)].style
        notes = [f"tag {sign.tag}" if sign.tag else "silence face" if sign.silent else "dark"]
        notes += ["blinks"] if style and style.blink else []
        if face and face.pages[0].dots and not self.draw_pictures:
            lines = ["(a picture)".center(len(lines[0]))]
        print("+" + "-" * len(lines[0]) + "+", ", ".join(notes))
        print("\n".join(f"|{row}|" for row in lines), flush=True)


def command(unit, words, now):
    """One line of the person at the terminal."""
    if not words:
        return
    if words[-1] in KEYS:
        press(unit, words, now)
    elif words[0] == "rate" and 1 <= int(words[1]) <= 5:
        print("thank you" if unit.rate(int(words[1]), now) else "a long low beep")
    elif words[0] == "presence":
        state, quality, fault = SENSES[words[2]]
        unit.sense(int(words[1]), state, quality, fault, now)
    elif words[0] == "fault" and 1 <= int(words[1]) <= 6:
        unit.fault(int(words[1]), words[2:] != ["gone"], now)
    elif words[0] == "button":
        unit.button = words[1:] != ["up"]
    elif words[0] == "restart":
        unit.restart(now)
    else:
        raise ValueError(words)


def press(unit, words, now):
    digits = int(words[0]) if len(words) > 1 else None
    if "keypad" not in unit.parts or not 0 <= (digits or 0) <= 9999:
        raise ValueError(words)
    if not unit.press(KEYS[words[-1]], digits, now):
        print("a long low beep: too many keys wait")


def arguments():
    parser = argparse.ArgumentParser(description="A window unit made of software.", epilog=HELP,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    add = parser.add_argument
    add("--uid", type=bytes.fromhex, default="0102030405aa", help="12 hexadecimal digits")
    add("--address", type=int, default=0, help="1-250 from its switches, 0 none (default)")
    add("--name", default="Window unit in Python")
    add("--width", type=int, default=128, help="dots; 0: no sign")
    add("--height", type=int, default=32, help="dots")
    add("--lines", type=int, default=2, help="lines of text")
    add("--charset", choices=CHARSETS, default="gbk")
    add("--presence", type=int, default=1, help="presence channels, 0-8")
    add("--without", nargs="*", choices=PARTS, default=[], help="parts it does not have")
    add("--baud", type=int, choices=BAUDS, default=9600, help="as delivered")
    add("--key", metavar="FILE", help="32 hexadecimal digits; KEY writes them here")
    add("--state", metavar="FILE", help="what survives power loss")
    add("--listen", metavar="HOST:PORT", help="TCP on loopback instead of a pseudo-terminal")
    add("--art", action="store_true", help="draw pictures dot by dot")
    add("--hunt", action="store_true",
        help="hear only a controller that has set the unit's rate, and look for its rate")
    options = parser.parse_args()
    if not (0 <= options.address <= 250 and 0 <= options.presence <= 8
            and 0 <= options.width <= 0xFFFF and 1 <= options.height <= 255
            and 1 <= options.lines <= options.height):
        parser.error("a number is out of its range")
    return options


def window(options):
    memory = FileMemory(options.state, options.key, address=options.address, baud=options.baud)
    sign = Sign(options.width, options.height, options.lines, CHARSETS[options.charset])
    unit = Unit(options.uid, time.monotonic(), memory, sign,
                channels=[SUPERVISED_CONTACT] * options.presence,
                parts=set(PARTS) - set(options.without), name=options.name)
    unit.hunts = options.hunt
    port = Tcp(options.listen) if options.listen else Pty()
    print(port.name, flush=True)
    return Window(unit, port, options.art)


def main():
    options = arguments()
    try:
        window(options).run()
    except (OSError, ValueError) as error:
        sys.exit(f"window_unit.py: {error}")
    except KeyboardInterrupt:
        pass


if __name__ == "__main__":
    main()
