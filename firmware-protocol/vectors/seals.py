# SPDX-License-Identifier: Apache-2.0
"""Vectors of sessions and sealed frames."""

import window_bus as bus
from answers import UNIT_NONCE
from commands import KEY, NONCE, text
from frames import UID, frame


def seals():
    key, uid = bytes.fromhex(KEY), bytes.fromhex(UID)
    ours, theirs = bytes.fromhex(NONCE), bytes.fromhex(UNIT_NONCE)
    session = bus.session_key(key, uid, ours, theirs)
    first = bus.request("status", 5, 1, seal=(session, 1), ack=0)
    shown = bus.request("show", 5, 2, seal=(session, 2), **text())
    yield {
        "name": "session",
        "why": "what OPEN makes of key, uid and nonces",
        "key": KEY,
        "uid": UID,
        "controllerNonce": NONCE,
        "unitNonce": theirs.hex(),
        "proof": bus.proof(key, uid, ours, theirs).hex(),
        "sessionKey": session.hex(),
        "installationProof": bus.proof(key, uid, bytes(8), bytes(8), label=4).hex(),
    }
    for name, why, made in [
        ("the first request", "counter 1", first),
        (
            "its answer",
            "the counter of the request",
            bus.answer(first, seal=(session, 1), flags=0, shown=0),
        ),
        ("a call", "the counter grows", shown),
        ("done", "an answer without payload", bus.answer(shown, seal=(session, 2))),
        (
            "an error, sealed",
            "errors of the command are sealed too",
            bus.answer(shown, seal=(session, 2), status=5, detail=b"\xae\x4d\0"),
        ),
        (
            "the last counter",
            "then a new session must come",
            bus.request("status", 5, 9, seal=(session, 0xFFFFFFFF), ack=65535),
        ),
    ]:
        yield frame(name, why, made) | {"sessionKey": session.hex(), "sealIsRight": True}
    for name, why, bad in [
        (
            "another key",
            "the MAC of a stranger",
            bus.request("clear", 5, 3, seal=(bytes(16), 3), tag=9),
        )
    ]:
        yield frame(name, why, bad) | {"sessionKey": session.hex(), "sealIsRight": False}
    moved = bus.Frame(6, 2, first.command, first.payload, seal=(session, 1))
    moved.signed = moved.signed[:-8] + first.mac
    moved.mac = first.mac
    yield frame("another address under the same MAC", "the head is under the MAC too", moved) | {
        "sessionKey": session.hex(),
        "sealIsRight": False,
    }
