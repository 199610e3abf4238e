#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Lists where Python's GB 18030 (edition of 2005) and the C library's (of 2022) differ.

    tools/gb18030.py > table.md

Goes through every scalar of Unicode; docs/gb18030.md holds what it printed.
"""

import subprocess
import unicodedata


def c_library(scalars):
    """What iconv makes of each scalar, none where it has no code."""
    text = "\n".join(map(chr, scalars)).encode()
    run = subprocess.run(
        ["iconv", "-c", "-f", "UTF-8", "-t", "GB18030"], input=text, capture_output=True
    )
    return run.stdout.split(b"\n")


def main():
    scalars = [s for s in range(0x80, 0x110000) if not 0xD800 <= s <= 0xDFFF]
    print("| character | name | 2005 | 2022 |")
    print("|---|---|---|---|")
    for scalar, new in zip(scalars, c_library(scalars), strict=True):
        old = chr(scalar).encode("gb18030")
        if old != new:
            name = unicodedata.name(chr(scalar), "private use")
            codes = f"{old.hex().upper()} | {new.hex().upper() or 'none'}"
            print(f"| U+{scalar:04X} | {name} | {codes} |")


if __name__ == "__main__":
    main()
