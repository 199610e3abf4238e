# SPDX-License-Identifier: Apache-2.0
"""The emulated machine with true serial ports, its plugs, and the printer behind them."""

import datetime
import json
import os
import re
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path


def eventually(what, look, seconds=20):
    """The first answer of `look` that is something, awaited."""
    deadline = time.monotonic() + seconds
    while not (found := look()):
        assert time.monotonic() < deadline, f"waited {seconds} s: {what}"
        time.sleep(0.05)
    return found


class Lines:
    """Whatever a program says, kept line by line."""

    def __init__(self, stream):
        self.all = []
        self._thread = threading.Thread(target=self._read, args=(stream,), daemon=True)
        self._thread.start()

    def _read(self, stream):
        for line in stream:
            self.all.append(line.decode(errors="replace").strip())
        stream.close()

    def end(self):
        self._thread.join(10)


class Printer:
    """The simulated printer, waiting to be plugged in."""

    def __init__(self, program, directory, *options):
        self.path = str(directory / "printer")
        Path(self.path).unlink(missing_ok=True)
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(self.path)
            listener.listen(1)
            number = listener.fileno()
            self._process = subprocess.Popen(
                [program, "--listener", str(number), *options], pass_fds=[number],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self._looks = Lines(self._process.stdout)

    def let(self, fault):
        """Has one of the words of `VirtualPrinter.Fault` happen."""
        self._process.stdin.write(f"{fault}\n".encode())
        self._process.stdin.flush()

    @property
    def look(self):
        return json.loads(eventually("the printer says how it looks", lambda: self._looks.all)[-1])

    @property
    def slips(self):
        """The lines of each slip it cut."""
        return self.look["slips"]

    @property
    def is_idle(self):
        return self.look["buffered"] == 0

    def end(self):
        self._process.stdin.close()
        self._process.wait(10)
        self._looks.end()


class Refused(Exception):
    """QEMU does not do that, or not yet."""


class Monitor:
    """QEMU's own line (QMP)."""

    def __init__(self, path):
        self._socket = socket.socket(socket.AF_UNIX)
        eventually("QEMU answers", lambda: self._socket.connect_ex(path) == 0)
        self._socket.settimeout(20)
        self._file = self._socket.makefile("rb")
        self._read()
        self("qmp_capabilities")

    def __call__(self, command, **arguments):
        request = {"execute": command, "arguments": arguments}
        self._socket.sendall(json.dumps(request).encode())
        while True:
            answer = self._read()
            if "error" in answer:
                raise Refused(f"{command} {arguments}: {answer['error']['desc']}")
            if "return" in answer:
                return answer["return"]

    def close(self):
        self._file.close()
        self._socket.close()

    def _read(self):
        return json.loads(self._file.readline())


class Machine:
    """A machine in software emulation, with the hall running in it."""

    def __init__(self, disk, directory):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.address = f"http://127.0.0.1:{port}"
        self._plugs = {}
        self._facts = []
        begun = time.monotonic()
        # In software alone: where this runs there may be no hardware for it, or it may hang.
        self._process = subprocess.Popen(
            ["qemu-system-x86_64", "-machine", "accel=tcg", "-cpu", "max", "-smp", "2",
             "-m", "1024", "-nodefaults", "-no-user-config", "-no-reboot", "-display", "none",
             "-kernel", disk / "vmlinuz", "-initrd", disk / "initramfs",
             "-append", "console=ttyS0 loglevel=7 panic=-1",
             "-serial", "stdio",
             "-serial", f"unix:{directory}/sign,server=on,wait=off",
             "-device", "qemu-xhci,id=usb",
             "-netdev", f"user,id=net,restrict=on,hostfwd=tcp:127.0.0.1:{port}-:8000",
             "-device", "e1000,netdev=net",
             "-qmp", f"unix:{directory}/monitor,server=on,wait=off"],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
        self.console = Lines(self._process.stdout)
        try:
            self._monitor = Monitor(f"{directory}/monitor")
            self.sign = socket.socket(socket.AF_UNIX)
            self.sign.connect(f"{directory}/sign")
            eventually("the hall in the machine is ready", self._is_ready, 180)
        except BaseException:
            print("\n".join(self.console.all))
            self._process.kill()
            self._process.wait(20)
            raise
        self.seconds_to_boot = time.monotonic() - begun
        # The time of day was looked at just before it was said: no delay looks shorter than it was.
        said = self._said(r"\[ *([\d.]+)\] time of day: ([-\d]+ [\d:.]{15})")[0]
        day = datetime.datetime.fromisoformat(said[2]).replace(tzinfo=datetime.timezone.utc)
        self._boot_time = day.timestamp() - float(said[1])

    def stop(self):
        self._monitor("quit")
        self._monitor.close()
        self.sign.close()
        self._process.wait(20)
        self.console.end()

    # Plugs

    def plug(self, name, printer=None, hub_port=1):
        """Puts a USB adapter of this serial number in; with a printer behind it, or nothing."""
        self._plugs[name] = plug = f"{name}-{len(self.console.all)}"
        behind = {"type": "null", "data": {}} if printer is None else {
            "type": "socket", "data": {
                "addr": {"type": "unix", "data": {"path": printer.path}}, "server": False}}
        self._monitor("chardev-add", id=f"{plug}-line", backend=behind)
        self._monitor(
            "device_add", driver="usb-serial", id=plug, chardev=f"{plug}-line", bus="usb.0",
            port=str(hub_port), serial=name, **{"always-plugged": printer is None})

    @property
    def last_port(self):
        """The port the kernel gave to the adapter plugged in last."""
        return self._said(r"now attached to (ttyUSB\d+)")[-1][1]

    def pull(self, name):
        """Pulls it; returns when, by the clock of the machine, its kernel knew."""
        plug = self._plugs.pop(name)
        known = len(self._said(DISCONNECT))
        self._monitor("device_del", id=plug)
        eventually("the adapter is gone", lambda: self._let_go(f"{plug}-line"))
        said = eventually("the kernel knows", lambda: self._said(DISCONNECT)[known:])
        return self._boot_time + float(said[0][1])

    def pull_all(self):
        for name in list(self._plugs):
            self.pull(name)

    def _let_go(self, line):
        try:
            self._monitor("chardev-remove", id=line)
        except Refused:
            return False
        return True

    def _said(self, pattern):
        return [found for line in list(self.console.all) if (found := re.search(pattern, line))]

    # The hall

    def ask(self, path, body=None):
        """What the API answers; a body makes it a POST."""
        request = urllib.request.Request(
            f"{self.address}/api/v1{path}", headers={"Content-Type": "application/json"},
            data=None if body is None else json.dumps(body).encode())
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return json.loads(answer.read() or b"null")
        except urllib.error.HTTPError as error:
            raise AssertionError(f"{path}: {error.code} {error.read().decode()}") from error

    @property
    def facts(self):
        """The whole journal so far."""
        while True:
            after = self._facts[-1]["sequence"] if self._facts else 0
            fresh = self.ask(f"/facts?after={after}&limit=1000")["facts"]
            self._facts += fresh
            if not fresh:
                return self._facts

    def _is_ready(self):
        assert self._process.poll() is None, "the machine ended"
        try:
            return urllib.request.urlopen(
                f"{self.address}/readyz", timeout=5).status == 200
        except (OSError, urllib.error.URLError):
            return False


DISCONNECT = r"\[ *([\d.]+)\] usb [-\d.]+: USB disconnect"
