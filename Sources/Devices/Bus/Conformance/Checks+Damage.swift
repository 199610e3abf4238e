// SPDX-License-Identifier: Apache-2.0

import Wire

// MARK: What is no frame

extension Checks {
    static let damage = [
        ConformanceCheck("garbageBefore", "4", .sign, hint: "framing", garbageBefore),
        ConformanceCheck("cut", "4", .sign, hint: "framing", cut),
        ConformanceCheck("wrongSum", "4", .sign, hint: "crc", wrongSum),
        ConformanceCheck("flips", "4", .sign, hint: "crc", flips),
        ConformanceCheck("bursts", "4", .sign, hint: "crc", bursts),
        ConformanceCheck("stuffing", "4", .sign, hint: "stuffing", stuffing),
        ConformanceCheck("tooShort", "4", .sign, hint: "length", tooShort),
        ConformanceCheck("tooLong", "4", .sign, hint: "buffer", tooLong),
        ConformanceCheck("version", "4", .sign, hint: "head", version),
        ConformanceCheck("reserved", "4", .sign, hint: "head", reserved),
        ConformanceCheck("answersHeard", "4", .sign, hint: "head", answersHeard),
        ConformanceCheck("noise", "3", .sign, hint: "robust", noise),
        ConformanceCheck("oddRequests", "13", .sign, hint: "robust", oddRequests),
    ]

    private static func garbageBefore(_ talk: inout BusTalk) throws(ConformanceStop) {
        let garbage: [[UInt8]] = [
            [0x55], [0xFF, 0x01, 0x02], [0, 0x03, 0x11], [0x11, 0, 0x22, 0],
        ]
        for bytes in garbage {
            let frame = talk.frame(.status(ack: 0))
            try talk.answer(in: talk.exchange(bytes + frame.wire), to: frame)
        }
    }

    /// Each frame is cut once behind every byte; the next must be heard.
    private static func cut(_ talk: inout BusTalk) throws(ConformanceStop) {
        try talk.ok(.clear(tag: 1))
        let wire = talk.frame(.clear(tag: 2)).wire
        // Without its last zero alone it would be whole: the next frame begins with one.
        for count in 1..<wire.count - 1 {
            let frame = talk.frame(.status(ack: 0))
            let answer = try talk.answer(
                in: talk.exchange(Array(wire.prefix(count)) + frame.wire), to: frame)
            let status = BusStatus(payload: answer.payload)
            try talk.equal("shown", expected: 1, status?.shown ?? 0)
        }
    }

    private static func wrongSum(_ talk: inout BusTalk) throws(ConformanceStop) {
        try talk.ok(.clear(tag: 1))
        let body = talk.frame(.clear(tag: 2)).body
        let sum = Array(body.suffix(4))
        let oneWrong = (0..<4).map { place in
            sum.enumerated().map { $0 == place ? ~$1 : $1 }
        }
        let sums: [[UInt8]] =
            oneWrong + [
                sum.reversed(), sum.map { ~$0 }, [0, 0, 0, 0], [0xFF, 0xFF, 0xFF, 0xFF],
                Array(sum.dropLast()), [],
            ]
        for sum in sums {
            try talk.unanswered([0] + COBS.encode(body.dropLast(4) + sum) + [0])
        }
        try talk.shows(1)
    }

    /// Every single bit on the wire, the zeros included.
    private static func flips(_ talk: inout BusTalk) throws(ConformanceStop) {
        try talk.ok(.clear(tag: 1))
        let wire = talk.frame(.clear(tag: 2)).wire
        for bit in 0..<wire.count * 8 {
            var broken = wire
            broken[bit / 8] ^= 1 << (bit % 8)
            try talk.unanswered(broken)
            // A unit that hears nothing good for seconds looks for another rate.
            if bit % 16 == 15 { try talk.shows(1) }
        }
    }

    private static func bursts(_ talk: inout BusTalk) throws(ConformanceStop) {
        try talk.ok(.clear(tag: 1))
        let wire = talk.frame(.clear(tag: 2)).wire
        for count in 0..<40 {
            if count % 10 == 0 { try talk.shows(1) }
            var broken = wire
            let start = Int(talk.draw(below: wire.count - 3)) + 1
            for index in start..<min(start + 3, wire.count - 1) {
                broken[index] ^= UInt8(talk.draw(below: 255)) + 1
            }
            try talk.unanswered(broken)
        }
        try talk.shows(1)
    }

    private static func stuffing(_ talk: inout BusTalk) throws(ConformanceStop) {
        let wire = talk.frame(.status(ack: 0)).wire
        try talk.unanswered([0, 0xFF, 0x11, 0x22, 0])
        try talk.unanswered([0, 0x02, 0])
        // A piece more than there is, behind a frame that is good up to there.
        try talk.unanswered(wire.dropLast() + [0x05, 0x11, 0])
        try talk.status()
    }

    private static func tooShort(_ talk: inout BusTalk) throws(ConformanceStop) {
        let head = talk.frame(.identify).body
        for count in 0..<4 {
            let body = Array(head.prefix(count))
            let sum = CRC32.of(body)
            let bytes = stride(from: 0, to: 32, by: 8).map { UInt8(truncatingIfNeeded: sum >> $0) }
            try talk.unanswered([0] + COBS.encode(body + bytes) + [0])
        }
        try talk.status()
    }

    private static func tooLong(_ talk: inout BusTalk) throws(ConformanceStop) {
        try talk.ok(.clear(tag: 1))
        for length in [251, 253, 300, 600] {
            let padding = [UInt8](repeating: 0x41, count: length - 2 - BusFrame.requestOverhead)
            try talk.unanswered(talk.frame(BusCommand.clear.rawValue, [2, 0] + padding).wire)
        }
        try talk.unanswered([0] + [UInt8](repeating: 0x07, count: 1500) + [0])
        try talk.shows(1)
    }

    private static func version(_ talk: inout BusTalk) throws(ConformanceStop) {
        for head: UInt8 in [0x00, 0x80, 0xC0] { try unheard(&talk, head: head) }
    }

    private static func reserved(_ talk: inout BusTalk) throws(ConformanceStop) {
        for head: UInt8 in [0x41, 0x42, 0x44, 0x48] { try unheard(&talk, head: head) }
    }

    private static func unheard(
        _ talk: inout BusTalk, head: UInt8
    ) throws(ConformanceStop) {
        try talk.ok(.clear(tag: 1))
        var body = Array(talk.frame(.clear(tag: 2)).body.dropLast(4))
        body[0] = head
        let sum = CRC32.of(body)
        body += stride(from: 0, to: 32, by: 8).map { UInt8(truncatingIfNeeded: sum >> $0) }
        try talk.unanswered([0] + COBS.encode(body) + [0])
        try talk.shows(1)
    }

    /// Other units answer too; so may this one's own answer come back from an adapter.
    private static func answersHeard(_ talk: inout BusTalk) throws(ConformanceStop) {
        try talk.ok(.clear(tag: 1))
        for address in [talk.address, talk.neighbour] {
            let answer = BusFrame(
                isAnswer: true, address: address, sequence: talk.nextSequence(),
                command: BusCommand.clear.rawValue, status: 0, payload: [2, 0])
            try talk.unanswered(answer.wire)
        }
        try talk.shows(1)
    }

    /// Random bytes for two seconds; after a second at most all is as before.
    private static func noise(_ talk: inout BusTalk) throws(ConformanceStop) {
        let end = talk.line.now + 2_000_000_000
        while talk.line.now < end {
            try talk.say((0..<48).map { _ in UInt8(talk.draw(below: 256)) })
        }
        try talk.say([0])
        try talk.rest(until: talk.line.now + 1_000_000_000)
        try talk.status()
    }

    /// Well-formed requests of random commands and payloads: whatever comes of them, the unit goes
    /// on. Not those that take its address, its key or its firmware away.
    private static func oddRequests(_ talk: inout BusTalk) throws(ConformanceStop) {
        let spared: Set<UInt8> = [0x23, 0x24, 0x25, 0x50, 0x52, 0x60, 0x61, 0x62]
        for _ in 0..<120 {
            let known = BusCommand.allCases.map(\.rawValue)
            let command =
                talk.draw(below: 4) == 0
                ? UInt8(talk.draw(below: 256)) : known[talk.draw(below: known.count)]
            guard !spared.contains(command) else { continue }
            let length = talk.draw(below: 60)
            let payload = (0..<length).map { _ in UInt8(talk.draw(below: 256)) }
            try talk.answer(to: talk.frame(command, payload))
        }
        try talk.status()
    }
}
