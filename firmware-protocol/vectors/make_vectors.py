#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the vectors, and section 16 of SPEC.md; with --check only compares."""

import json
import pathlib
import sys

sys.dont_write_bytecode = True
import answers
import commands
import conversations
import frames
import seals
import worked_trace

HERE = pathlib.Path(__file__).resolve().parent
SPEC = HERE.parent / "SPEC.md"
THEMES = {
    "crc": frames.crc,
    "cobs": frames.cobs,
    "framing": frames.framing,
    "malformed": frames.malformed,
    "requests": commands.good_requests,
    "longer": commands.longer_requests,
    "refused": commands.refused_requests,
    "answers": answers.answers,
    "events": answers.events,
    "packbits": frames.packbits,
    "siphash": frames.siphash,
    "seals": seals.seals,
    "conversations": conversations.conversations,
}


def wanted():
    for theme, make in THEMES.items():
        vectors = list(make())
        names = [vector["name"] for vector in vectors]
        assert len(names) == len(set(names)), f"{theme}: a name twice"
        text = json.dumps({"theme": theme, "vectors": vectors}, ensure_ascii=False, indent=1)
        yield HERE / f"{theme}.json", text + "\n"
    before = SPEC.read_text(encoding="utf-8").split("\n## 16. ")[0].rstrip("\n")
    yield SPEC, f"{before}\n\n{worked_trace.section()}"


def main():
    check = sys.argv[1:] == ["--check"]
    other = []
    for path, text in wanted():
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        other.append(path.name)
        if not check:
            path.write_text(text, encoding="utf-8")
    if other:
        print(("other than this script writes: " if check else "written: ") + ", ".join(other))
    return 1 if check and other else 0


if __name__ == "__main__":
    sys.exit(main())
