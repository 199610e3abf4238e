// SPDX-License-Identifier: Apache-2.0

import Wire

/// The requests that put a face on a unit's sign, and what of the face cannot be shown there.
///
/// Text goes as text where the unit's font has every character. Else it goes as dots, if the unit
/// takes any and has the memory; else as text with question marks.
struct BusFacePlan: Sendable {
    /// In order; empty if the unit has no sign.
    private(set) var requests: [BusRequest] = []
    /// Characters that are shown as a box or a question mark, or not at all.
    private(set) var missing: Set<Character> = []

    /// What the plan is made for.
    struct Sign: Sendable {
        var capabilities: BusCapabilities
        var font: BusFont
        var glyphs: GlyphSource
        /// Seconds.
        var keep: UInt8
        /// Whether a seal takes its part of each body.
        var isSealed: Bool

        /// Bytes of payload in a request.
        var room: Int {
            max(Int(capabilities.body), 80) - BusFrame.requestOverhead
                - (isSealed ? BusFrame.sealLength : 0)
        }
    }

    /// Dots per second of a line that is wider than the sign: two and a half characters.
    private static let scroll: UInt8 = 40
    /// Flashing that has a length must end.
    private static let longestBlink: Int64 = 254

    init(_ face: SignFace, tag: UInt16, on sign: Sign) {
        let can = sign.capabilities
        guard can.width > 0 else { return }
        var pages = face.pages.prefix(max(1, min(Int(can.pages), 16))).map {
            Self.text(of: $0, lines: Int(can.lines))
        }
        guard pages.contains(where: { !$0.allSatisfy(\.isWhitespace) }) else {
            requests = [.clear(tag: tag)]
            return
        }
        let look = Self.look(of: face, pages: pages.count, on: sign)
        let lacking = Set(pages.joined().filter { !sign.has($0) })
        let isTooLong = pages.contains { $0.utf8.count > sign.room - BusPage.overhead }
        if !lacking.isEmpty || isTooLong, let picture = Self.picture(face, tag, look, on: sign) {
            self = picture
            return
        }
        missing = lacking
        guard can.charset != .none, can.lines > 0 else {
            // Nothing is better than what stood there before.
            requests = [.clear(tag: tag)]
            return
        }
        for index in pages.indices {
            pages[index] = Self.cut(
                String(pages[index].map { sign.has($0) ? $0 : "?" }),
                to: sign.room - BusPage.overhead)
        }
        requests = pages.indices.map { index in
            var page = BusPage(tag: tag, text: pages[index])
            page.number = BusPageNumber(UInt8(index), of: UInt8(pages.count))
            page.look = look
            return .show(page)
        }
    }

    private init(requests: [BusRequest], missing: Set<Character>) {
        self.requests = requests
        self.missing = missing
    }

    /// The characters the unit itself must be asked about first.
    static func question(about face: SignFace, on sign: Sign) -> String? {
        let can = sign.capabilities
        guard can.width > 0, can.lines > 0 else { return nil }
        let pages = face.pages.prefix(max(1, min(Int(can.pages), 16)))
        return sign.font.question(
            about: pages.map { text(of: $0, lines: Int(can.lines)) }.joined())
    }

    private static func look(of face: SignFace, pages: Int, on sign: Sign) -> BusLook {
        var look = BusLook()
        if pages > 1 { look.turn = UInt8(clamping: max(1, face.pageMilliseconds / 100)) }
        look.blink = UInt8(min(max(face.flashMilliseconds + 99, 0) / 100, longestBlink))
        look.scroll = sign.capabilities.features.contains(.scrolls) ? scroll : 0
        look.keep = max(1, sign.keep)
        return look
    }

    /// A page's lines, joined to one where the sign has not as many.
    private static func text(of page: SignFace.Page, lines: Int) -> String {
        let clean = page.lines.map { WireText.clean($0, limit: BusFrame.bodyLimit) }
        return clean.joined(separator: clean.count <= max(1, lines) ? "\n" : " ")
    }

    private static func cut(_ text: String, to bytes: Int) -> String {
        var cut = text[...]
        while cut.utf8.count > bytes { cut = cut.dropLast() }
        return String(cut)
    }

    // MARK: Dots

    private static func picture(
        _ face: SignFace, _ tag: UInt16, _ look: BusLook, on sign: Sign
    ) -> BusFacePlan? {
        let can = sign.capabilities
        guard can.features.contains(.bitmaps), can.height > 0 else { return nil }
        var room = Int(can.memory)
        var missing: Set<Character> = []
        var pictures: [Picture] = []
        for page in face.pages.prefix(max(1, min(Int(can.pages), 16))) {
            let drawn = PageDrawing.picture(
                page, glyphs: sign.glyphs, width: Int(can.width), height: Int(can.height))
            room -= drawn.picture.packedRows.count
            // Fewer pages are shown than there are, but never none.
            guard room >= 0, drawn.picture.width <= 1024 else { break }
            missing.formUnion(drawn.missing)
            pictures.append(drawn.picture)
        }
        guard !pictures.isEmpty else { return nil }
        var requests: [BusRequest] = []
        var sum = CRC32()
        for (index, picture) in pictures.enumerated() {
            let number = BusPageNumber(UInt8(index), of: UInt8(pictures.count))
            requests += blocks(of: picture, tag, number, room: sign.room)
            sum.take(picture.packedRows)
        }
        var draw = BusDraw(tag: tag, sum: sum.value)
        draw.pages = UInt8(pictures.count)
        draw.look = look
        if pictures.count == 1 { draw.look.turn = 0 }
        return BusFacePlan(requests: requests + [.draw(draw)], missing: missing)
    }

    private static func blocks(
        of picture: Picture, _ tag: UInt16, _ number: BusPageNumber, room: Int
    ) -> [BusRequest] {
        let (encoding, bytes) = picture.encoded
        let start = BusDots.Start(width: UInt16(clamping: picture.width), encoding: encoding)
        var first = BusDots(
            tag: tag, start: start, data: Array(bytes.prefix(room - BusDots.overhead.first)))
        first.number = number
        var blocks = [BusRequest.dots(first)]
        var offset = first.data.count
        while offset < bytes.count {
            let data = Array(bytes[offset...].prefix(room - BusDots.overhead.others))
            var block = BusDots(tag: tag, offset: UInt16(clamping: offset), data: data)
            block.number = number
            blocks.append(.dots(block))
            offset += data.count
        }
        return blocks
    }
}

extension BusFacePlan.Sign {
    /// Whether the unit's font has a character; what it was not asked about it should not be sent.
    fileprivate func has(_ character: Character) -> Bool {
        character == "\n" || character.unicodeScalars.allSatisfy { font.has($0) == true }
    }
}
