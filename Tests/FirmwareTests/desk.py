# SPDX-License-Identifier: Apache-2.0
"""The product's own line thread and driver at a line, and what it says of the units there."""

import json
import subprocess
import threading

from boards import eventually


class Desk:
    """`bus-desk`, from when it is put at a line until it is closed."""

    def __init__(self, program, device, *units):
        self.reports = []
        self._process = subprocess.Popen(
            [program, device, *map(str, units)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def order(self, *words):
        self._process.stdin.write((" ".join(map(str, words)) + "\n").encode())
        self._process.stdin.flush()

    def show(self, address, *lines):
        """Waits until the unit has confirmed that it shows them."""
        before = len(self.reports)
        self.order("show", address, "|".join(lines))
        self.await_report("shown", address, " ".join(lines), since=before)

    def await_report(self, kind, address, what, since=0):
        def look():
            return [report for report in self.reports[since:] if report["kind"] == kind
                    and report["address"] == address and report["what"] == what]
        return eventually(f"unit {address}: {kind} {what}", look)

    def events(self, address):
        """What happened at a unit so far, each as (number, what)."""
        return [(report["number"], report["what"]) for report in self.reports
                if report["kind"] == "event" and report["address"] == address]

    def close(self):
        self._process.stdin.close()
        self._process.wait(20)
        self._thread.join(10)
        self._process.stdout.close()

    def _read(self):
        for line in self._process.stdout:
            self.reports.append(json.loads(line))
