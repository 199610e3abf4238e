# SPDX-License-Identifier: Apache-2.0
"""Writes the vectors as lines that vectors.c reads: a verb and its arguments, `-` for none."""

import json
import sys
import zlib
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2]
VECTORS = FOLDER / "vectors"
# Faults that a unit notices after the sum was found right.
LATER = {"head"}
UNIT = {
    "address": 5, "boot": 1, "key": None, "nonces": ["1112131415161718"], "presence": [2, 4],
    "identify": {"uid": "02a1b2c3d4e5", "vendor": 65535, "model": 1, "hardware": 1,
                 "firmware": "1.0.0", "name": "vectors"},
    "capabilities": {"level": 3, "schema": 0, "features": 4095, "needs": 0, "width": 192,
                     "height": 32, "lines": 2, "pages": 16, "charset": 3, "colours": 7,
                     "bauds": 1, "presence": 2},
}


def of(name):
    return json.loads((VECTORS / f"{name}.json").read_text())["vectors"]


def say(*words):
    print(*("-" if word is None or word == "" else word for word in words))


def unit(what):
    who, can = what["identify"], what["capabilities"]
    kinds = what["presence"]
    say("identity", who["uid"], who["vendor"], who["model"], who["hardware"],
        *who["firmware"].split("."), who["name"].encode().hex())
    say("abilities", can["level"], can["schema"], can["features"], can["needs"], can["width"],
        can["height"], can["lines"], can["pages"], can["charset"], can["colours"], can["bauds"])
    say("channels", bytes(kinds).hex())
    say("memory", what["address"], what["boot"] - 1, what["key"], "".join(what["nonces"]))


def step(one):
    match one["do"]:
        case "ask":
            say("ask", one["bytes"], one["answer"], one["status"])
        case "wait":
            say("wait", one["ms"])
        case "press":
            say("press", one["key"], 0xFFFF if one["digits"] is None else one["digits"])
        case "rate":
            say("rate", one["grade"])
        case "sense":
            say("sense", one["channel"], one["state"], one["quality"], one["fault"])
        case "restart":
            say("restart")
        case other:
            sys.exit(f"unknown step {other}")


def pictures():
    for number, one in enumerate(of("packbits"), 1):
        say("name", "packbits:", one["name"])
        plain = one["plain"]
        total = zlib.crc32(bytes.fromhex(plain)) if plain is not None else 0
        say("packed", one["size"], one["packed"], total, int(plain is not None))


def main():
    say("schema", zlib.crc32((FOLDER / "schema.txt").read_bytes()))
    for one in of("crc"):
        say("name", "crc:", one["name"])
        say("crc", one["plain"], one["crc"])
    for theme in ("requests", "answers", "events", "longer", "refused"):
        for one in of(theme):
            say("name", f"{theme}:", one["name"])
            say("frame", one["bytes"], one["body"])
    for one in of("framing"):
        say("name", "framing:", one["name"])
        say("hears", one["bytes"], *(("!" if it[0] == "!" else it) for it in one["hears"]))
    for one in of("siphash"):
        say("name", "siphash:", one["name"])
        say("siphash", one["key"], one["message"], one["mac"])
    for one in of("seals")[1:]:
        say("name", "seals:", one["name"])
        say("seal", one["sessionKey"], one["body"], int(one["sealIsRight"]))
    unit(UNIT)
    for one in of("malformed"):
        say("name", "malformed:", one["name"])
        say("on")
        say("broken", one["bytes"])
    for one in of("refused"):
        say("name", "refused:", one["name"])
        say("on")
        say("refused", one["bytes"], one["error"]["status"], one["error"]["payload"])
    pictures()
    for one in of("conversations"):
        say("name", "conversations:", one["name"])
        unit(one["unit"])
        say("on")
        for each in one["steps"]:
            say("name", "conversations:", f"{one['name']}: {each['why']}")
            step(each)


main()
