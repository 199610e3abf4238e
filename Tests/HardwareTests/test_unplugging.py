# SPDX-License-Identifier: Apache-2.0
"""The hall on a machine with true serial ports, of which the plugs are pulled."""

import json
import os
import socket
import tempfile
import unittest
from pathlib import Path

from machine import Machine, Printer, eventually

DISK = Path(os.environ["HALLKEEPER_MACHINE"])
SOCKET_PRINTER = os.environ["HALLKEEPER_SOCKET_PRINTER"]


def setUpModule():
    global directory, machine
    directory = tempfile.TemporaryDirectory()
    unittest.addModuleCleanup(directory.cleanup)
    machine = Machine(DISK, Path(directory.name))
    unittest.addModuleCleanup(machine.stop)
    unittest.addModuleCleanup(keep_records)
    print(f"\nready {machine.seconds_to_boot:.1f} s after the machine was switched on")


def keep_records():
    """Leaves beside the disk what whoever looks for a fault wants to read."""
    (DISK / "console.log").write_text("\n".join(machine.console.all))
    (DISK / "facts.log").write_text("\n".join(
        json.dumps([fact["at"], fact["name"], fact["payload"]], ensure_ascii=False)
        for fact in machine.facts))


class Unplugging(unittest.TestCase):
    def setUp(self):
        self.first = machine.facts[-1]["sequence"]
        self.tickets = []

    def tearDown(self):
        # So that no slip of this test comes out in the next.
        for ticket in self.tickets:
            machine.ask(f"/tickets/{ticket['id']}/paper", {"way": "handed"})
        machine.pull_all()
        for name in ("P1", "P2"):
            self.await_printer("lost", name=name)

    # What is done

    def printer(self, *options):
        printer = Printer(SOCKET_PRINTER, Path(directory.name), *options)
        self.addCleanup(printer.end)
        return printer

    def plugged_printer(self, *options, name="P1"):
        printer = self.printer(*options)
        self.plug(printer, name)
        return printer

    def plug(self, printer, name="P1"):
        machine.plug(name, printer)
        self.await_printer("ok", name=name)

    def take(self, kiosk="K1"):
        self.tickets.append(machine.ask("/tickets", {"service": "general", "kiosk": kiosk}))
        return self.tickets[-1]

    # What is known of it

    def facts(self, name, ticket=None):
        """Facts since the test began, newest last."""
        return [
            fact for fact in machine.facts if fact["sequence"] > self.first
            and fact["name"] == name
            and (ticket is None or fact["payload"]["ticket"] == ticket["id"])]

    def await_printer(self, state, reason=None, name="P1"):
        def look():
            rows = machine.ask("/printers")["printers"]
            row = [row for row in rows if row["id"] == name][0]
            return row.get("state") == state and reason in (None, row.get("reason"))
        eventually(f"{name} is {state} ({reason or 'for any reason'})", look)

    def await_outcome(self, ticket, result, seconds=30):
        def look():
            return [fact["payload"] for fact in self.facts("printOutcome", ticket)
                    if fact["payload"]["result"] == result]
        return eventually(f"{ticket['number']} is {result}", look, seconds)[-1]

    def losses(self):
        return [fact for fact in self.facts("deviceChanged")
                if fact["payload"].get("reason") == "line-lost"]

    def attempts(self, ticket):
        return len(self.facts("printStarted", ticket))

    def assert_slips(self, printer, *expected):
        """These slips came out, in this order: tickets, and whether the slip says 补打.

        Blank paper is none: where the end of a slip may still have been on the wire, what is out
        of it is cut off before the next.
        """
        found = [" ".join(lines) for lines in printer.slips if any(lines)]
        self.assertEqual(len(found), len(expected), found)
        for slip, (ticket, is_again) in zip(found, expected):
            self.assertIn(ticket["number"], slip)
            self.assertEqual("补打" in slip, is_again, slip)

    def read_sign(self, text, heard=bytearray()):
        """All that came over the sign's line, once `text` is among it."""
        try:
            heard += machine.sign.recv(65536, socket.MSG_DONTWAIT)
        except BlockingIOError:
            pass
        return text.encode() in heard and bytes(heard)

    # What must hold

    def test_a_slip_is_printed_and_proved_over_a_true_adapter(self):
        printer = self.plugged_printer()
        ticket = self.take()
        self.await_outcome(ticket, "confirmed")
        self.assertEqual(len(printer.slips), 1)
        self.assertIn(ticket["number"], " ".join(printer.slips[0]))
        self.assertEqual(machine.ask(f"/tickets/{ticket['id']}")["print"], "confirmed")

    def test_a_window_sign_on_a_true_serial_port_is_written_to(self):
        self.take()
        number = machine.ask("/windows/W01/call", {})["ticket"]["number"]
        shown = eventually("the sign has the number", lambda: self.read_sign(number))
        self.assertIn(bytes.fromhex("AA 01 BB 51 54"), shown)
        machine.ask("/windows/W01/finish", {})

    def test_unplugged_while_idle_it_is_missed_within_a_second_and_comes_back_by_itself(self):
        printer = self.plugged_printer()
        pulled = machine.pull("P1")
        missed = eventually("it is missed", self.losses)[0]["at"] / 1000 - pulled
        print(f"missed after {missed * 1000:.0f} ms ... ", end="", flush=True)
        self.assertLess(missed, 1)
        self.plug(printer)
        ticket = self.take()
        self.await_outcome(ticket, "confirmed")
        self.assertEqual(len(printer.slips), 1)

    def test_unplugged_while_printing_it_is_in_doubt_and_only_a_person_has_it_printed_again(self):
        # A slip takes some seconds, and the printer has all of it when the plug is pulled.
        printer = self.plugged_printer("--speed", "20")
        first = self.take()
        eventually("the slip is under way", lambda: printer.look["buffered"] > 100)
        machine.pull("P1")
        self.assertEqual(self.await_outcome(first, "unconfirmed")["reason"], "line-lost")
        self.assertEqual(machine.ask(f"/tickets/{first['id']}")["print"], "unconfirmed")
        eventually("the printer is through", lambda: printer.is_idle)
        self.plug(printer)
        second = self.take()
        self.await_outcome(second, "confirmed")
        self.assertEqual(self.attempts(first), 1)
        machine.ask(f"/tickets/{first['id']}/reprint", {})
        self.await_outcome(first, "confirmed")
        self.assertEqual(self.attempts(first), 2)
        self.assert_slips(printer, (first, False), (second, False), (first, True))

    def test_unplugged_with_half_a_slip_sent_no_other_slip_grows_on_it(self):
        printer = self.plugged_printer(name="P2")
        before = printer.look["received"]
        first = self.take("K2")
        eventually("half the slip is sent", lambda: printer.look["received"] > before + 100)
        machine.pull("P2")
        self.assertEqual(self.await_outcome(first, "unconfirmed")["reason"], "line-lost")
        self.plug(printer, "P2")
        second = self.take("K2")
        self.await_outcome(second, "confirmed")
        self.assertEqual(self.attempts(first), 1)
        half, whole = [" ".join(lines) for lines in printer.slips]
        self.assertIn(first["number"], half)
        self.assertNotIn(first["number"], whole)
        self.assertIn(second["number"], whole)

    def test_unplugged_when_the_paper_had_ended_in_the_slip_one_paper_comes_of_it(self):
        printer = self.plugged_printer("--speed", "20")
        first = self.take()
        eventually("the slip is under way", lambda: printer.look["buffered"] > 100)
        printer.let("out")
        self.assertEqual(self.await_outcome(first, "held")["reason"], "paper-out")
        machine.pull("P1")
        self.assertEqual(self.await_outcome(first, "unconfirmed")["reason"], "line-lost")
        machine.plug("P1", printer)
        self.await_printer("fault", "paper-out")
        printer.let("reload")
        self.await_printer("ok")
        second = self.take()
        self.await_outcome(second, "confirmed")
        self.await_outcome(first, "confirmed")
        self.assertEqual((self.attempts(first), self.attempts(second)), (1, 1))
        self.assert_slips(printer, (first, False), (second, False))

    def test_a_slip_printed_while_nobody_listened_is_not_printed_again_by_itself(self):
        printer = self.plugged_printer("--speed", "20")
        first = self.take()
        eventually("the slip is under way", lambda: printer.look["buffered"] > 100)
        printer.let("out")
        self.await_outcome(first, "held")
        machine.pull("P1")
        self.await_outcome(first, "unconfirmed")
        printer.let("reload")
        eventually("the printer is through", lambda: printer.is_idle)
        self.plug(printer)
        second = self.take()
        self.await_outcome(second, "confirmed")
        row = machine.ask(f"/tickets/{first['id']}/paper", {"way": "found"})["ticket"]
        self.assertEqual((row["print"], row["paperSettled"]), ("unconfirmed", "found"))
        self.assertEqual(self.attempts(first), 1)
        self.assert_slips(printer, (first, False), (second, False))

    def test_unplugged_without_paper_and_with_a_ticket_waiting_it_prints_once_both_are_mended(self):
        printer = self.plugged_printer()
        printer.let("out")
        self.await_printer("fault", "paper-out")
        ticket = self.take()
        self.await_outcome(ticket, "held")
        machine.pull("P1")
        self.await_printer("lost")
        printer.let("reload")
        machine.plug("P1", printer)
        self.await_outcome(ticket, "confirmed")
        self.assert_slips(printer, (ticket, False))

    def test_replugged_under_another_number_it_is_found_by_its_serial_number(self):
        printer = self.plugged_printer()
        machine.pull("P1")
        self.await_printer("lost")
        machine.plug("stranger", hub_port=2)
        self.await_printer("lost", "device-is-another")
        self.plug(printer)
        self.assertEqual(machine.last_port, "ttyUSB1")
        machine.pull("stranger")
        ticket = self.take()
        self.await_outcome(ticket, "confirmed")
        self.assert_slips(printer, (ticket, False))

    def test_another_device_under_its_number_is_refused_and_told_of(self):
        self.plugged_printer()
        machine.pull("P1")
        stranger = self.printer()
        machine.plug("stranger", stranger)
        self.await_printer("lost", "device-is-another")
        line = [line for line in machine.ask("/lines")["lines"] if line["id"] == "P1"][0]
        self.assertIn("serial number stranger is there", line["lastError"]["detail"])
        ticket = self.take()
        self.assertEqual(self.await_outcome(ticket, "held")["reason"], "offline")
