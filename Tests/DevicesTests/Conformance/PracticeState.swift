// SPDX-License-Identifier: Apache-2.0

import Wire

/// What a practice unit remembers, and what time does to it.
struct PracticeState {
    var statistics = BusStatistics()
    var lastGood: Int64 = 0
    /// The last good frame to its own address.
    var lastOwn: Int64 = 0
    var lastHunt: Int64 = 0
    var boot: UInt16 = 1
    var isStarted = false
    var isSilent = true
    var shown: UInt16 = 0
    /// Nanoseconds after which the face comes down.
    var keep: Int64?
    var turnAround: UInt8 = 0
    var newBaud: Int?
    /// The address that a LINK is answered from.
    var oldAddress: UInt8?
    var baudChange: (at: Int64, rate: Int)?
    var kept: (sequence: UInt8, request: [UInt8], answer: BusFrame)?
    var isQuiet = false
    var events: [(number: UInt16, event: BusEvent, at: Int64)] = []
    var next: UInt16 = 1
    var rating: (ref: UInt8, until: Int64)?
    /// The face that is coming: its tag, its pages, the next.
    var face: (tag: UInt16, count: UInt8, next: UInt8)?
    /// The page that came last, if it may come again.
    var lastPage: BusPage?
    var picture = PracticePicture()
    var key = BusKey.none
    var session: BusSession?
    var fresh: BusSession?
    var nonce: UInt64 = 77

    var afterRestart: PracticeState {
        var next = PracticeState()
        next.boot = boot + 1
        next.turnAround = turnAround
        next.key = key
        next.nonce = nonce
        next.lastGood = lastGood
        next.lastOwn = lastOwn
        return next
    }

    func nextDeadline(_ unit: PracticeUnit) -> Int64? {
        let silence = unit.has(.staleFaces) ? nil : keep.map { lastOwn + $0 }
        return [silence, rating?.until].compactMap(\.self).min()
    }

    mutating func pass(to time: Int64, _ unit: PracticeUnit) {
        if let length = keep, lastOwn + length <= time, !unit.has(.staleFaces) {
            keep = nil
            shown = 0
            endComing()
            lastPage = nil
            isSilent = true
            if !unit.has(.ratingSurvivesSilence) { endRating(at: time, unit) }
        }
        if let rating, rating.until <= time {
            if unit.has(.ratingNeverEnds) {
                self.rating = nil
            } else {
                endRating(at: time, unit)
            }
        }
    }

    mutating func endRating(at time: Int64, _ unit: PracticeUnit) {
        guard let open = rating else { return }
        rating = nil
        let event = BusEvent(.rating, code: 0, value: UInt16(open.ref))
        for _ in 0..<(unit.has(.doublesEvents) ? 2 : 1) {
            events.append((next, event, time))
            next = BusEvent.number(after: next)
        }
    }

    /// Something else than its next page came.
    mutating func endComing() {
        if face != nil { lastPage = nil }
        face = nil
    }

    mutating func show(_ tag: UInt16, keep seconds: UInt8?) {
        shown = tag
        lastPage = nil
        isSilent = false
        keep = seconds.map { Int64($0) * 1_000_000_000 }
    }

    mutating func acknowledge(_ number: UInt16, _ unit: PracticeUnit) {
        if unit.has(.anyAckTakesAll), number != 0 { events = [] }
        guard let place = events.firstIndex(where: { $0.number == number }) else { return }
        if unit.has(.ackTakesOne) {
            events.remove(at: place)
        } else {
            events.removeFirst(place + 1)
        }
    }

    mutating func status(at time: Int64, _ unit: PracticeUnit) -> BusStatus {
        var status = BusStatus()
        status.shown = shown
        if !isStarted { status.flags.insert(.notStarted) }
        if isSilent { status.flags.insert(.silence) }
        guard isStarted else { return status }
        let told = events.prefix(8)
        if events.count > told.count { status.flags.insert(.moreEvents) }
        status.first = told.first?.number ?? 0
        status.events = told.map { _, event, at in
            var event = event
            event.age = UInt8(min((time - at) / 100_000_000, 255))
            return event
        }
        if unit.has(.tellsOnce) { events.removeFirst(told.count) }
        return status
    }
}

/// A picture as it comes.
struct PracticePicture {
    var tag: UInt16 = 0
    var pageCount: UInt8 = 0
    /// Bytes of each page's encoded form, with its width and form.
    var pages: [(start: BusDots.Start, data: [UInt8])] = []
    var isBroken = true

    private static func size(_ width: UInt16, _ height: UInt8) -> Int {
        (Int(width) + 7) / 8 * Int(height)
    }

    /// What a unit answers to DOTS.
    mutating func take(_ dots: BusDots, _ unit: PracticeUnit) throws(BusError) {
        if let start = dots.start {
            if dots.number.index == 0 {
                self = PracticePicture()
                tag = dots.tag
                pageCount = dots.number.count
                isBroken = false
            }
            guard !isBroken, dots.tag == tag, dots.number.index == pages.count else {
                isBroken = true
                throw .page(expected: nil)
            }
            pages.append((start, []))
        }
        guard !isBroken, dots.tag == tag, Int(dots.number.index) == pages.count - 1 else {
            throw .page(expected: 0)
        }
        let page = pages.count - 1
        if !unit.has(.anyOffset), Int(dots.offset) != pages[page].data.count {
            throw .page(expected: UInt32(pages[page].data.count))
        }
        let limit = Self.size(pages[page].start.width, unit.capabilities.height)
        // Of packed data the length counts what is still to come.
        let isComplete = pages[page].start.encoding == .raw && pages[page].data.count == limit
        if isComplete, !unit.has(.endlessData) {
            throw .page(expected: UInt32(pages[page].data.count))
        }
        pages[page].data += dots.data
        let rooms = pages.reduce(0) { $0 + Self.size($1.start.width, unit.capabilities.height) }
        let isTooMuch =
            Self.length(pages[page]) > limit || rooms > Int(unit.capabilities.memory)
        if isTooMuch, !unit.has(.endlessData) {
            isBroken = true
            throw .page(expected: nil)
        }
    }

    func draw(_ draw: BusDraw, _ unit: PracticeUnit) throws(BusError) {
        guard !isBroken, draw.tag == tag else { throw .page(expected: nil) }
        if unit.has(.drawsUnfinished) { return }
        guard draw.pages == pageCount, pages.count == Int(pageCount) else {
            throw .page(expected: nil)
        }
        var decoded: [UInt8] = []
        for page in pages {
            let width = unit.has(.firstBlockCounts) ? pages[0].start.width : page.start.width
            guard
                let picture = Picture(
                    width: width, height: UInt16(unit.capabilities.height),
                    encoding: page.start.encoding, bytes: page.data)
            else { throw .page(expected: nil) }
            decoded += picture.bytes
        }
        if unit.has(.runsEndWithRows), pages[0].start.encoding == .packBits { decoded.reverse() }
        if unit.has(.firstBlockCounts) { decoded = Array(decoded.prefix(128)) }
        guard unit.has(.anySum) || CRC32.of(decoded) == draw.sum else {
            throw .page(expected: nil)
        }
    }

    /// Bytes that a page's data decode to so far.
    private static func length(_ page: (start: BusDots.Start, data: [UInt8])) -> Int {
        guard page.start.encoding == .packBits else { return page.data.count }
        var length = 0
        var index = 0
        while index < page.data.count {
            let head = page.data[index]
            length += head < 128 ? Int(head) + 1 : 257 - Int(head)
            index += head < 128 ? Int(head) + 2 : 2
        }
        return length
    }
}
