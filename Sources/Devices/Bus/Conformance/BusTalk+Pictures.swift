// SPDX-License-Identifier: Apache-2.0

import Wire

// MARK: Pictures for a unit's sign

extension BusTalk {
    /// A picture as wide as the sign: noise, or runs that end anywhere in a row.
    mutating func picture(runs: Bool = false) throws(ConformanceStop) -> Picture {
        guard let capabilities, capabilities.width > 0 else { throw .skipped(.absent) }
        var picture = Picture(
            width: min(Int(capabilities.width), 1024), height: Int(capabilities.height))
        guard picture.bytes.count <= Int(capabilities.memory) else { throw .skipped(.absent) }
        var isLit = false
        var left = 0
        for y in 0..<picture.height {
            for x in 0..<picture.width {
                if left == 0 {
                    isLit.toggle()
                    left = runs ? 5 + draw(below: 120) : 1 + draw(below: 4)
                }
                left -= 1
                picture[x, y] = isLit
            }
        }
        return picture
    }

    /// Brings a page in blocks of so many bytes at most.
    mutating func send(
        _ picture: Picture, tag: UInt16, _ encoding: BitmapEncoding, block: Int,
        _ number: BusPageNumber = BusPageNumber()
    ) throws(ConformanceStop) {
        let data = encoding == .raw ? picture.bytes : PackBits.packed(picture.bytes)
        let room = Int(capabilities?.body ?? 80) - BusFrame.requestOverhead
        let first = Array(data.prefix(min(block, room - BusDots.overhead.first)))
        let start = BusDots.Start(width: UInt16(picture.width), encoding: encoding)
        var dots = BusDots(tag: tag, start: start, data: first)
        dots.number = number
        try ok(.dots(dots))
        try sendRest(of: data, from: first.count, tag: tag, block: block, number)
    }

    mutating func sendRest(
        of data: [UInt8], from start: Int, tag: UInt16, block: Int,
        _ number: BusPageNumber = BusPageNumber()
    ) throws(ConformanceStop) {
        let room = Int(capabilities?.body ?? 80) - BusFrame.requestOverhead
        let step = min(block, room - BusDots.overhead.others)
        for offset in stride(from: start, to: data.count, by: step) {
            var dots = BusDots(
                tag: tag, offset: UInt16(offset), data: Array(data[offset...].prefix(step)))
            dots.number = number
            try ok(.dots(dots))
        }
    }

    /// What makes these pages appear.
    func drawing(_ pages: [Picture], tag: UInt16) -> BusDraw {
        var draw = BusDraw(tag: tag, sum: CRC32.of(pages.flatMap(\.bytes)))
        draw.pages = UInt8(pages.count)
        draw.look.keep = 60
        draw.look.turn = pages.count > 1 ? 10 : 0
        return draw
    }
}
