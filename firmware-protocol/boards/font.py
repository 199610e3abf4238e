# SPDX-License-Identifier: Apache-2.0
"""Makes a unit's font out of GNU Unifont's hex file: font.py HEX CHARSET > font_data.c

The glyphs are not part of this repository: Debian's package `unifont` has them.
"""

import sys

# Beside its charset a unit has the dash of its silence face.
DASH = 0x2014


def gb2312():
    for high in range(0xA1, 0xF8):
        for low in range(0xA1, 0xFF):
            try:
                yield ord(bytes([high, low]).decode("gb2312"))
            except UnicodeDecodeError:
                pass


def table(name, glyphs, size):
    print(f"const uint16_t FLASH font_{name}_codes[] = {{")
    for code in glyphs:
        print(f"    0x{code:04X},")
    print(f"}};\nconst uint16_t font_{name}_count = {len(glyphs)};")
    print(f"const uint8_t FLASH font_{name}_rows[][{size}] = {{")
    for rows in glyphs.values():
        print("    {" + ", ".join(f"0x{byte:02X}" for byte in rows) + "},")
    print("};")


def main(path, charset):
    wanted = {DASH, *range(0x20, 0x7F)} | (set(gb2312()) if charset == "gb2312" else set())
    narrow, wide = {}, {}
    for line in open(path):
        code, rows = line.split(":")
        if int(code, 16) in wanted:
            shape = bytes.fromhex(rows)
            (narrow if len(shape) == 16 else wide)[int(code, 16)] = shape
    print("// Made by font.py out of GNU Unifont.\n#include \"font_data.h\"")
    table("narrow", narrow, 16)
    # C knows no empty table; no character has this number.
    table("wide", wide or {0xFFFF: bytes(32)}, 32)


main(*sys.argv[1:])
