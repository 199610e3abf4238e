# SPDX-License-Identifier: Apache-2.0
"""The sign of a window unit: texts, pictures, and when they go away (SPEC 7, 8 and 14)."""

import zlib
from collections import namedtuple

from wire import NO_GLYPH, PAGE, TEXT, VALUE, Refusal, u16, u32

DASHES = ("\u2014 \u2014", "- -")  # the second for a font without the first
FOR_EVER = 255
KEEP_BEFORE = 60  # seconds; what pad, light and rating are kept before the first face
CHARSETS = {"none": 0, "ascii": 1, "gb2312": 2, "gbk": 3}

Style = namedtuple("Style", "turn blink scroll colour")
Page = namedtuple("Page", "text dots style")  # either text, or dots (a Canvas)
Face = namedtuple("Face", "tag pages since")


def decode_text(octets, offset):
    """UTF-8 as SHOW wants it; `offset` is where the text begins in the payload."""
    try:
        text, end = octets.decode("utf-8"), None
    except UnicodeDecodeError as error:
        end = error.start
        text = octets[:end].decode("utf-8")
    for at, char in enumerate(text):
        if (char < " " and char != "\n") or char == "\x7f":
            raise Refusal(TEXT, bytes([offset + len(text[:at].encode("utf-8"))]))
    if end is not None:
        raise Refusal(TEXT, bytes([offset + end]))
    return text


def has_glyph(charset, char):
    if char == "\n":
        return True
    if "\x20" <= char <= "\x7e":
        return charset > 0
    if charset < 2:
        return False
    try:
        code = char.encode("gbk")
    except UnicodeEncodeError:
        return False
    if charset == 3:
        return True
    # GB 2312 is the part of GBK with both bytes from 0xA1, so that U+2014 and U+00B7 (which
    # other tables of GB 2312 give as U+2015 and U+30FB) mean the same in both.
    try:
        code.decode("gb2312")
    except UnicodeDecodeError:
        return False
    return min(code) >= 0xA1


def missing(charset, text):
    """The characters that the font lacks, each once, in the order of the text."""
    return [char for char in dict.fromkeys(text) if not has_glyph(charset, char)]


class Canvas:
    """One page of a picture while its blocks come in."""

    def __init__(self, width, height, packed):
        self.width = width
        self.row = (width + 7) // 8
        self.size = self.row * height
        self.received = 0  # encoded bytes
        self.dots = bytearray()
        self._packed = packed
        self._literal = 0
        self._repeat = 0

    def complete(self):
        return len(self.dots) == self.size

    def put(self, data):
        """Takes the next bytes; False if they go beyond the page."""
        self.received += len(data)
        if not self._packed:
            self.dots += data
            return len(self.dots) <= self.size
        return all(self._unpack(byte) for byte in data)

    def _unpack(self, byte):
        # A run may be cut by the end of a block, so its rest is remembered.
        if self._literal:
            self.dots.append(byte)
            self._literal -= 1
        elif self._repeat:
            self.dots += bytes([byte]) * self._repeat
            self._repeat = 0
        elif byte < 128:
            self._literal = byte + 1
        elif byte > 128:
            self._repeat = 257 - byte
        return len(self.dots) + self._literal + self._repeat <= self.size

    def rows(self, lit="#", dark="."):
        for at in range(0, self.size, self.row):
            bits = "".join(f"{byte:08b}" for byte in self.dots[at:at + self.row])
            yield bits[:self.width].replace("1", lit).replace("0", dark)


class Picture:
    def __init__(self, tag, count):
        self.tag = tag
        self.count = count
        self.pages = []
        self.drawn = False

    def announced(self, tag, count):
        return (self.tag, self.count) == (tag, count)

    def complete(self):
        return len(self.pages) == self.count and all(page.complete() for page in self.pages)

    def sum(self):
        return zlib.crc32(b"".join(bytes(page.dots) for page in self.pages))


class Sign:
    page_limit = 16
    memory = 8192  # bytes for a picture, all pages together
    colours = 1  # bits: 0 red, 1 green, 2 amber, 3 white

    def __init__(self, width=128, height=32, lines=2, charset=3):
        self.width = width
        self.height = height
        self.lines = lines
        self.charset = charset
        self.restart()

    def restart(self):
        self.face = None
        self.tag = 0
        self.keep = KEEP_BEFORE
        self.silent = True  # the silence face stands until the first face
        self.brightness = 0
        self._coming = []  # pages of a face whose last page has not come
        self._coming_name = None
        self._last = None  # the page that came last, if it may come again
        self._picture = None

    def abilities(self):
        """The sign's fields of CAPABILITIES, width to memory."""
        if not self.width:
            return bytes(9)
        return (u16(self.width) + bytes([self.height, self.lines, self.page_limit, self.charset,
                                         self.colours]) + u16(self.memory))

    # --- texts ---

    def show(self, tag, page, style, keep, octets, now):
        count, index = (page >> 4) + 1, page & 15
        name = (tag, page, style, keep, octets)
        if name == self._last:
            return  # its answer was lost
        if tag == 0:
            raise Refusal(VALUE, b"\0")
        if index >= count or count > self.page_limit:
            raise Refusal(PAGE)
        self._check_style(style, keep, count)
        text = self._check_text(octets, offset=8)
        if index == 0:
            self._coming_name = (tag, count)
            self._coming = []
            self._picture = None
        elif self._coming_name != (tag, count) or index != len(self._coming):
            raise Refusal(PAGE)
        self._coming.append(Page(text, None, style))
        if index == count - 1:
            self._appear(tag, self._coming, keep, now)
        self._last = name

    def interrupt(self):
        """Ends the face whose pages are coming, if there is one."""
        if self._coming:
            self._last = None
        self._coming = []
        self._coming_name = None

    def _check_style(self, style, keep, count):
        # Offsets 3 and 6 are the same in SHOW and DRAW.
        if count > 1 and style.turn == 0:
            raise Refusal(VALUE, b"\3")
        if keep == 0:
            raise Refusal(VALUE, b"\6")

    def _check_text(self, octets, offset):
        if octets.count(b"\n") >= self.lines:
            raise Refusal(VALUE, bytes([offset]))
        text = decode_text(octets, offset)
        absent = missing(self.charset, text)
        if absent:
            raise Refusal(NO_GLYPH, ord(absent[0]).to_bytes(3, "little"))
        return text

    def _appear(self, tag, pages, keep, now):
        self.interrupt()
        self._last = None
        self.face = Face(tag, pages, now)
        self.keep = keep
        self.tag = tag
        self.silent = False

    def clear(self, tag):
        if tag == 0:
            raise Refusal(VALUE, b"\0")
        self.interrupt()
        self._last = self._picture = None
        self.face = None
        self.tag = tag
        self.silent = False

    def silence(self):
        self._last = None
        self.face = None
        self.tag = 0
        self.silent = True

    # --- pictures ---

    def dots(self, tag, page, offset, width, encoding, data):
        count, index = (page >> 4) + 1, page & 15
        if tag == 0:
            raise Refusal(VALUE, b"\0")
        if index >= count or count > self.page_limit:
            self._out_of_order()
        if offset == 0 and not 1 <= width <= 1024:
            raise Refusal(VALUE, b"\5")
        if offset == 0 and encoding > 1:
            raise Refusal(VALUE, b"\7")
        if index == 0 and offset == 0:
            self._picture = Picture(tag, count)
        if not self._begun() or not self._picture.announced(tag, count):
            raise Refusal(PAGE, u32(0))
        canvas = self._canvas(index, offset, width, encoding)
        if not canvas.put(data):
            self._forget_picture()

    def _canvas(self, index, offset, width, encoding):
        pages = self._picture.pages
        if index == len(pages) and offset == 0 and (not pages or pages[-1].complete()):
            pages.append(Canvas(width, self.height, encoding == 1))
            if sum(page.size for page in pages) > self.memory:
                self._forget_picture()
        elif index != len(pages) - 1 or offset != pages[-1].received or pages[-1].complete():
            self._out_of_order(index)
        return pages[-1]

    def _out_of_order(self, index=None):
        pages = self._picture.pages if self._begun() else []
        begins = not pages or index == len(pages) and pages[-1].complete()
        raise Refusal(PAGE, u32(0 if begins else pages[-1].received))

    def _forget_picture(self):
        self._picture = None
        raise Refusal(PAGE, u32(0))

    def _begun(self):
        return self._picture and not self._picture.drawn

    def draw(self, tag, count, style, keep, total, now):
        if tag == 0:
            raise Refusal(VALUE, b"\0")
        if not 1 <= count <= 16:
            raise Refusal(VALUE, b"\2")
        self._check_style(style, keep, count)
        picture = self._picture
        if not picture or not picture.announced(tag, count) or not picture.complete() \
                or picture.sum() != total:
            raise Refusal(PAGE)
        self._appear(tag, [Page(None, canvas, style) for canvas in picture.pages], keep, now)
        picture.drawn = True

    # --- what a person sees ---

    def index(self, now):
        """Which page of the face stands now."""
        pages = self.face.pages
        if len(pages) == 1:
            return 0
        tenths = int((now - self.face.since) * 10) % sum(page.style.turn for page in pages)
        for index, page in enumerate(pages):
            tenths -= page.style.turn
            if tenths < 0:
                return index
        return 0

    def lit(self, now):
        """False in the dark halves of blinking."""
        blink = self.face.pages[self.index(now)].style.blink
        passed = now - self.face.since
        blinking = blink == FOR_EVER or passed * 10 < blink
        return not blinking or int(passed * 2) % 2 == 0

    def look(self, now):
        """The sign as lines of text, without blinking; bitmaps as dots."""
        if self.face is None:
            dashes = [text for text in DASHES if self.silent and not missing(self.charset, text)]
            return self._lines(dashes[0] if dashes else "", 0, 0)
        page = self.face.pages[self.index(now)]
        passed = now - self.face.since
        if page.dots is None:
            return self._lines(page.text, page.style.scroll, passed)
        return [_window(row, self.width, int(page.style.scroll * passed), ".")
                for row in page.dots.rows()]

    def _lines(self, text, scroll, passed):
        # A character is taken as half as wide as a line is high, others than ASCII as square.
        cell = max(1, self.height // self.lines // 2)
        shift = int(scroll * passed) // cell
        return [_window(_cells(line), self.width // cell, shift, " ").replace("\0", "")
                for line in text.split("\n")]


def _cells(line):
    """A line in which each character has as many places as it is wide."""
    return "".join(char if char <= "\x7e" else char + "\0" for char in line)


def _window(line, width, shift, blank):
    """What of a line is seen: in the middle if it fits, else cut or scrolled."""
    if len(line) <= width:
        return line.center(width, blank)
    if shift:
        line = line + blank * (width // 2)
        shift %= len(line)
        line = line[shift:] + line[:shift]
    return line[:width]
