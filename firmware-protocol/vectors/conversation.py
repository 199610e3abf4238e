# SPDX-License-Identifier: Apache-2.0
"""What is said to a unit from its power-up on, and what it must answer."""

import window_bus as bus
from answers import UNIT_NONCE, capabilities, event
from commands import text
from frames import UID

ADDRESS = 5
UNIT_NONCES = [UNIT_NONCE, "2122232425262728"]


class Conversation:
    """A unit from its power-up on. Time stands still but in `wait`."""

    def __init__(self, name, why, key=None, started=False, **traits):
        self.vector = {
            "name": name,
            "why": why,
            "unit": {
                "address": ADDRESS,
                "boot": 7,
                "key": key,
                "nonces": UNIT_NONCES,
                "identify": {
                    "uid": UID,
                    "vendor": 0xFFFF,
                    "model": 1,
                    "hardware": 1,
                    "firmware": "1.0.0",
                    "name": "vectors",
                },
                "capabilities": capabilities(bauds=1, **traits),
                "presence": [2, 4],
            },
            "steps": [],
        }
        self.sequence = 0
        if started:
            self.ask("start", "the controller meets the unit", sequence=0, uid=UID)
            self.answer(boot=7, next=1)

    def step(self, do, why, **more):
        self.vector["steps"].append({"do": do, "why": why, **more})

    def send(self, made, why):
        self.asked = made
        self.step("ask", why, bytes=made.wire.hex(), answer=None, status=None)

    def ask(self, name, why, address=ADDRESS, sequence=None, seal=None, **fields):
        if sequence is None:
            sequence = 0 if address == bus.EVERYONE else self.sequence % 255 + 1
            self.sequence = sequence or self.sequence
        self.send(bus.request(name, address, sequence, seal=seal, **fields), why)

    def again(self, why):
        """The same frame once more, and the same answer."""
        before = [step for step in self.vector["steps"] if step["do"] == "ask"][-1]
        self.vector["steps"].append({**before, "why": why})

    def answer(self, **fields):
        address = fields.pop("at", None)
        if address is None:
            address = ADDRESS if self.asked.address == bus.EVERYONE else self.asked.address
        made = bus.answer(self.asked, address=address, **fields)
        self.vector["steps"][-1].update(answer=made.wire.hex(), status=made.status)

    def refuse(self, status, detail=""):
        self.answer(status=status, detail=bytes.fromhex(detail))

    def any_answer(self, status=0):
        """Only the status is known beforehand."""
        self.vector["steps"][-1]["status"] = status

    def poll(self, why, ack=0, flags=0, shown=0, first=None, events=None, **more):
        self.ask("status", why, ack=ack, **more)
        told = {"first": first, "event": events} if events else {}
        self.answer(flags=flags, shown=shown, **told)

    def show(self, why, *args, **look):
        self.ask("show", why, **text(*args, **look))
        self.answer()

    def wait(self, ms, why="time goes by"):
        self.step("wait", why, ms=ms)

    def press(self, key, digits=None, why="the officer presses"):
        self.step("press", why, key=key, digits=digits)


def key_event(code, digits=0xFFFF, age=0):
    return event(1, age, code, digits)
