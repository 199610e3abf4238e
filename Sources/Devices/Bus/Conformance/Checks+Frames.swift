// SPDX-License-Identifier: Apache-2.0

import Wire

// MARK: Good frames, however they come

extension Checks {
    static let frames = [
        ConformanceCheck("oneFrame", "4", .sign, hint: "framing", oneFrame),
        ConformanceCheck("zeros", "4", .sign, hint: "framing", zeros),
        ConformanceCheck("zeroBytes", "4", .sign, hint: "stuffing", zeroBytes),
        ConformanceCheck("noLeadingZero", "4", .sign, hint: "framing", noLeadingZero),
        ConformanceCheck("longest", "4", .sign, hint: "buffer", longest),
        ConformanceCheck("gaps", "3", .sign, hint: "gaps", gaps),
        ConformanceCheck("backToBack", "3", .sign, hint: "release", backToBack),
        ConformanceCheck("sequences", "6", .sign, hint: "head", sequences),
        ConformanceCheck("longerPayload", "13", .sign, hint: "length", longerPayload),
        ConformanceCheck("otherAddresses", "5", .sign, hint: "addresses", otherAddresses),
        ConformanceCheck("broadcast", "5", .sign, hint: "broadcast", broadcast),
        ConformanceCheck("broadcastOthers", "5", .sign, hint: "broadcast", broadcastOthers),
    ]

    private static func oneFrame(_ talk: inout BusTalk) throws(ConformanceStop) {
        for request in [BusRequest.identify, .capabilities, .status(ack: 0)] {
            let frame = talk.frame(request)
            let exchange = try talk.exchange(frame.wire)
            let answer = try talk.answer(in: exchange, to: frame)
            try talk.equal("bytes", expected: answer.wire.count, exchange.heard.count)
            try talk.equal(
                "bytes", expected: hexadecimal(answer.wire), hexadecimal(exchange.heard))
        }
    }

    private static func zeros(_ talk: inout BusTalk) throws(ConformanceStop) {
        let frame = talk.frame(.status(ack: 0))
        try talk.answer(in: talk.exchange([0, 0, 0] + frame.wire), to: frame)
        let next = talk.frame(.status(ack: 0))
        try talk.say([0, 0, 0])
        try talk.answer(to: next)
    }

    /// Zeros in all places of a payload: a string's end for whoever takes it as one.
    private static func zeroBytes(_ talk: inout BusTalk) throws(ConformanceStop) {
        for tag: UInt16 in [0x0100, 0x0001, 0xFF00, 0x00FF, 0x0101] {
            try talk.ok(.clear(tag: tag))
            try talk.shows(tag)
        }
    }

    private static func noLeadingZero(_ talk: inout BusTalk) throws(ConformanceStop) {
        try talk.status()
        let frame = talk.frame(.status(ack: 0))
        try talk.answer(in: talk.exchange(Array(frame.wire.dropFirst())), to: frame)
    }

    /// A body as long as the unit says it takes, most of which another version would know.
    private static func longest(_ talk: inout BusTalk) throws(ConformanceStop) {
        let limit = Int(talk.capabilities?.body ?? 80)
        for fill: UInt8 in [0x41, 0x00, 0xFF] {
            let padding = [UInt8](repeating: fill, count: limit - 2 - BusFrame.requestOverhead)
            try talk.ok(talk.frame(BusCommand.clear.rawValue, [0x22, 0x11] + padding))
            try talk.shows(0x1122)
        }
    }

    private static func gaps(_ talk: inout BusTalk) throws(ConformanceStop) {
        for milliseconds: Int64 in [2, 10, 25, 50] {
            try talk.answer(to: talk.frame(.status(ack: 0)), gap: milliseconds * 1_000_000)
        }
    }

    /// Each request two byte times after the answer before it.
    private static func backToBack(_ talk: inout BusTalk) throws(ConformanceStop) {
        for tag: UInt16 in 1...20 {
            try talk.ok(.clear(tag: tag))
            try talk.shows(tag)
        }
        for tag: UInt16 in 21...25 {
            try talk.say(talk.frame(.clear(tag: tag), sequence: 0, to: BusFrame.everyone).wire)
            try talk.shows(tag)
        }
    }

    private static func sequences(_ talk: inout BusTalk) throws(ConformanceStop) {
        for sequence: UInt8 in [0, 1, 2, 127, 128, 254, 255, 1, 0] {
            try talk.ok(.status(ack: 0), sequence: sequence)
        }
    }

    private static func longerPayload(_ talk: inout BusTalk) throws(ConformanceStop) {
        try talk.ok(talk.frame(BusCommand.clear.rawValue, [0x05, 0x00, 0xAA, 0xBB, 0xCC]))
        try talk.shows(5)
        try talk.ok(talk.frame(BusCommand.identify.rawValue, [1, 2, 3]))
        try talk.ok(talk.frame(BusCommand.capabilities.rawValue, [1, 2, 3]))
        try talk.ok(talk.frame(BusCommand.status.rawValue, [0, 0, 1, 2]))
        try talk.ok(talk.frame(BusCommand.brightness.rawValue, [100, 200]))
    }

    private static func otherAddresses(_ talk: inout BusTalk) throws(ConformanceStop) {
        let own = talk.address
        let others = [0, 1, own ^ 1, own ^ 0x80, own &+ 1, own &- 1, 250, 251, 252, 253, 254]
        for other in others where other != own && other != BusFrame.everyone {
            try talk.unanswered(talk.frame(.status(ack: 0), to: other).wire)
        }
        try talk.ok(.clear(tag: 1))
        try talk.unanswered(talk.frame(.clear(tag: 2), to: talk.neighbour).wire)
        try talk.shows(1)
    }

    private static func broadcast(_ talk: inout BusTalk) throws(ConformanceStop) {
        try talk.ok(.clear(tag: 1))
        let clear = talk.frame(.clear(tag: 2), sequence: 0, to: BusFrame.everyone)
        try talk.unanswered(clear.wire)
        try talk.shows(2)
        let brightness = talk.frame(.brightness(100), sequence: 0, to: BusFrame.everyone)
        try talk.unanswered(brightness.wire)
        try talk.unanswered(
            BusFrame(address: BusFrame.everyone, sequence: 0, command: 0x11, payload: []).wire)
        try talk.shows(2)
    }

    /// What may not be broadcast is not obeyed either.
    private static func broadcastOthers(_ talk: inout BusTalk) throws(ConformanceStop) {
        try talk.ok(.clear(tag: 3))
        let requests: [BusRequest] = [
            .identify, .capabilities, .status(ack: 0), .glyphs("A"),
            .show(BusPage(tag: 4, text: "A")), .statistics, .presence,
        ]
        for request in requests {
            try talk.unanswered(
                talk.frame(request, sequence: 0, to: BusFrame.everyone).wire)
        }
        let unknown = BusFrame(address: BusFrame.everyone, sequence: 0, command: 0x7E)
        try talk.unanswered(unknown.wire)
        try talk.shows(3)
    }
}
