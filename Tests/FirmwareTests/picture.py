# SPDX-License-Identifier: Apache-2.0
"""Pictures of a panel, and what should be in them."""

import functools
import struct
import zlib
from pathlib import Path


@functools.cache
def font():
    """The rows of each glyph, as the package has them from which the firmware's font was made."""
    glyphs = {}
    for line in Path("/usr/share/unifont/unifont.hex").read_text().splitlines():
        code, shape = line.split(":")
        columns = len(shape) // 4
        glyphs[chr(int(code, 16))] = [
            f"{int(shape[at:at + columns // 4], 16):0{columns}b}"
            for at in range(0, len(shape), columns // 4)]
    return glyphs


def lettering(text):
    """The 16 rows of one line."""
    return ["".join(rows) for rows in zip(*(font()[character] for character in text))]


class Picture:
    """What is on the panel, and what the board says beside it."""

    def __init__(self, notes, size, *lines):
        """Reads the lines of a plain PBM that follow its first."""
        self.notes = dict(note.split("=") for note in notes.strip("#\n ").split())
        self.width, self.height = map(int, size.split())
        dots = "".join(line.strip() for line in lines)
        self.rows = [dots[at:at + self.width] for at in range(0, len(dots), self.width)]

    @staticmethod
    def is_whole(lines):
        """Whether these lines are all of it: there are 64 dots in each."""
        if len(lines) < 2:
            return False
        width, height = map(int, lines[1].split())
        return len(lines) == 2 + width * height // 64

    def canvas(self, *lines):
        """The rows of a panel of this size with these lines in the middle."""
        rows = [row for line in lines for row in lettering(line)]
        above = (self.height - len(rows)) // 2
        rows = [""] * above + rows + [""] * (self.height - len(rows) - above)
        return [row.center(self.width, "0") for row in rows]

    def shows(self, text):
        """Whether a line has this in it, wherever it stands."""
        first, *others = lettering(text)
        for top in range(0, self.height - 15):
            left = self.rows[top].find(first)
            while left >= 0:
                if all(self.rows[top + at][left:left + len(row)] == row
                       for at, row in enumerate(others, 1)):
                    return True
                left = self.rows[top].find(first, left + 1)
        return False

    @property
    def is_dark(self):
        return not any("1" in row for row in self.rows)

    def write_png(self, path, dot=6):
        """The lamps as red squares on black, for people to look at."""
        lines = b""
        for row in self.rows:
            line = b"".join((bytes((255, 48, 16)) if lamp == "1" else bytes((40, 12, 8)))
                            * (dot - 1) + bytes(3) for lamp in row)
            lines += (b"\0" + line) * (dot - 1) + b"\0" + bytes(len(line))
        size = struct.pack(">IIBBBBB", self.width * dot, self.height * dot, 8, 2, 0, 0, 0)
        chunks = ((b"IHDR", size), (b"IDAT", zlib.compress(lines)), (b"IEND", b""))
        Path(path).write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(
            struct.pack(">I", len(data)) + name + data
            + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks))
