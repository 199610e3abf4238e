# SPDX-License-Identifier: Apache-2.0
"""The two emulated boards: their line, what is on their panel, and their keys."""

import os
import socket
import subprocess
import threading
import time
from pathlib import Path

from pair import Pair
from picture import Picture


def eventually(what, look, seconds=20):
    """The first answer of `look` that is something, awaited."""
    deadline = time.monotonic() + seconds
    while not (found := look()):
        assert time.monotonic() < deadline, f"waited {seconds} s: {what}"
        time.sleep(0.01)
    return found


class Bench:
    """Where the panel is seen and keys are pressed: pictures come, single bytes go."""

    CONTACT = ("open", "closed", "cut", "short")
    # The keys, in the order of their numbers on the wire.
    FUNCTIONS = ("call", "recall", "no-show", "start", "finish", "pause", "transfer", "hold",
                 "call-back", "ask", "give-up", "help")
    BUTTON, DIGIT, GRADE = 12, 16, 25

    def __init__(self, path):
        self._socket = socket.socket(socket.AF_UNIX)
        eventually("the bench is there", lambda: self._socket.connect_ex(str(path)) == 0)
        self.pictures = []
        self._lines = self._socket.makefile()
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()
        self.send("?")

    @property
    def picture(self):
        """The newest."""
        return eventually("there is a picture", lambda: self.pictures)[-1]

    def since(self, picture):
        """What was to be seen after that; all, if that was seen elsewhere."""
        seen = self.pictures
        return seen[seen.index(picture) + 1:] if picture in seen else seen

    @property
    def light(self):
        return self.picture.notes["light"] == "1"

    @property
    def buzzer(self):
        return self.picture.notes["buzzer"] == "1"

    @property
    def brightness(self):
        return int(self.picture.notes["brightness"])

    @property
    def pad(self):
        """The pad's eight digits; a blank one is `_`, a point follows the digit it is lit at."""
        return self.picture.notes["pad"]

    def hold(self, key):
        self.send(f"+{key}")

    def release(self, key):
        self.send(f"-{key}")

    def press(self, key):
        """Presses a key of the officer's by its name, or a digit; long enough to be believed."""
        number = self.DIGIT + key if isinstance(key, int) else self.FUNCTIONS.index(key)
        self._tap(number)

    def rate(self, grade):
        """Presses one of the citizen's, 1 to 5."""
        self._tap(self.GRADE + grade)

    def set_contact(self, state):
        self.send(f"={self.CONTACT.index(state)}")

    def send(self, order):
        self._socket.sendall(f"{order}\n".encode())

    def _tap(self, number):
        self.hold(number)
        time.sleep(0.2)
        self.release(number)
        time.sleep(0.2)

    def _read(self):
        # What was under way when this end came has no beginning, and none but a new one follows
        # what the failing power cut short.
        begun = None
        for line in self._lines:
            if line == "P1\n":
                begun = []
            elif begun is not None:
                begun.append(line)
                if Picture.is_whole(begun):
                    self.pictures.append(Picture(*begun))
                    begun = None

    def close(self):
        self._socket.shutdown(socket.SHUT_RDWR)
        self._thread.join(10)
        self._lines.close()
        self._socket.close()


class Board:
    """A board that is switched on."""

    def __init__(self, firmware, directory, uid=bytes.fromhex("02ab00c10001")):
        self._firmware = firmware
        self._directory = Path(directory)
        # The factory's part: memory that keeps, empty but for the UID at its end.
        kept = b"\xff" * (128 - len(uid)) + uid
        self._kept.write_bytes(kept)
        os.truncate(self._kept, self.kept_size)
        self.switch_on()

    def switch_on(self):
        """Gives it power, and waits until it shows that it is there."""
        self._start()
        eventually("something is lit", lambda: not self.bench.picture.is_dark)

    @property
    def _kept(self):
        return self._directory / "kept"

    def switch_off(self):
        """Cuts the power: what the firmware did not keep is gone."""
        self.bench.close()
        self._process.kill()
        self._process.wait(10)
        if self._process.stdin:
            self._process.stdin.close()


class CortexBoard(Board):
    """QEMU's mps2-an385. Its line is a TCP port; bytes take no time there."""

    name = "mps2-an385"
    kept_size = 16 * 2**20

    def _start(self):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.port = port
        bench = self._directory / "bench"
        bench.unlink(missing_ok=True)
        self._process = subprocess.Popen(
            ["qemu-system-arm", "-machine", f"{self.name},memory-backend=kept",
             "-object", f"memory-backend-file,id=kept,mem-path={self._kept},size=16M,share=on",
             "-display", "none", "-no-user-config",
             "-monitor", f"unix:{self._directory}/monitor,server=on,wait=off",
             "-nic", "user,model=lan9118,restrict=on",
             "-kernel", self._firmware / f"{self.name}.elf",
             "-serial", f"tcp:127.0.0.1:{port},server=on,wait=off,nodelay=on",
             "-serial", f"unix:{bench},server=on,wait=off"],
            stdin=subprocess.DEVNULL)
        self.bench = Bench(bench)

    def connect(self, cleanups, baud=9600):
        """Where the product finds its line, until `cleanups` (an ExitStack) are done."""
        pair = Pair(self, baud=baud)
        cleanups.callback(pair.close)
        return pair.device

    def open_line(self):
        """The line as a file object, for who wants to speak on it himself."""
        with socket.create_connection(("127.0.0.1", self.port)) as line:
            return line.makefile("rwb", buffering=0)

    def cut_power(self):
        """Its line stays where it is, as a wire does."""
        self._tell_emulator("stop")

    def restore_power(self):
        self._tell_emulator("system_reset")
        self._tell_emulator("cont")

    def _tell_emulator(self, order):
        with socket.socket(socket.AF_UNIX) as monitor:
            monitor.connect(f"{self._directory}/monitor")
            heard = monitor.recv(4096)
            monitor.sendall(f"{order}\n".encode())
            # The second prompt comes when it is done.
            while heard.count(b"(qemu)") < 2:
                heard += monitor.recv(4096)


class AVRBoard(Board):
    """simavr's ATmega328P with a panel and keys around it; its line has its true speed."""

    name = "atmega328p"
    kept_size = 2**10

    def _start(self):
        line, bench = self._directory / "line", self._directory / "bench"
        bench.unlink(missing_ok=True)
        self._process = subprocess.Popen(
            [self._firmware / f"{self.name}-machine", self._firmware / f"{self.name}.elf",
             self._kept, line, bench],
            stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
        self.bench = Bench(bench)

    def connect(self, cleanups, baud=9600):
        """Where the product finds its line; its rate is the unit's own."""
        return f"pty:{self._directory}/line"

    def open_line(self):
        """The line as a file object, for who wants to speak on it himself."""
        return open(self._directory / "line", "rb+", buffering=0)

    def cut_power(self):
        """Its line stays where it is, as a wire does."""
        self.bench.send("!0")
        eventually("nothing is lit", lambda: self.bench.picture.is_dark)

    def restore_power(self):
        self.bench.send("!1")
