// SPDX-License-Identifier: Apache-2.0

import Wire

// MARK: Discovery

extension Checks {
    static let finding = [
        ConformanceCheck("discover", "9.2", .unit, hint: "discovery", discover),
        ConformanceCheck("prefixes", "9.2", .unit, hint: "discovery", prefixes),
        ConformanceCheck("prefixRest", "9.2", .unit, hint: "discovery", prefixRest),
        ConformanceCheck("quiet", "9.3", .unit, hint: "discovery", quiet),
        ConformanceCheck("quietOthers", "9.3", .unit, hint: "discovery", quietOthers),
    ]

    private static func discover(_ talk: inout BusTalk) throws(ConformanceStop) {
        let uid = try talk.uid()
        try talk.found(begin: true, bits: 0, BusUID(0))
        try talk.found(begin: false, bits: 0, BusUID(0))
        try talk.found(begin: true, bits: 48, uid)
        try talk.isTrue(
            talk.ok(.discover(begin: true, bits: 0, prefix: uid)).starts(with: uid.bytes),
            "uid", expected: "\(uid)", hexadecimal(talk.last?.heard ?? []))
    }

    /// Each length, with the right last bit and with the wrong one.
    private static func prefixes(_ talk: inout BusTalk) throws(ConformanceStop) {
        let uid = try talk.uid()
        for bits in 1...48 {
            try talk.found(begin: bits == 1, bits: UInt8(bits), uid)
            let other = BusUID(uid.number ^ 1 << (48 - bits))
            try talk.unanswered(talk.discovery(begin: false, bits: UInt8(bits), other).wire)
        }
    }

    /// Bits of the prefix that do not count.
    private static func prefixRest(_ talk: inout BusTalk) throws(ConformanceStop) {
        let uid = try talk.uid()
        for bits in [0, 1, 3, 8, 13, 24, 31, 40, 47] {
            let rest = (1 as UInt64) << (48 - bits) - 1
            try talk.found(begin: false, bits: UInt8(bits), BusUID(uid.number ^ rest))
        }
    }

    private static func quiet(_ talk: inout BusTalk) throws(ConformanceStop) {
        let uid = try talk.uid()
        let frame = talk.frame(.quiet(uid), sequence: 0, to: BusFrame.everyone)
        let answer = try talk.answer(in: talk.exchange(frame.wire), to: frame)
        try talk.equal("payload", expected: hexadecimal(uid.bytes), hexadecimal(answer.payload))
        try talk.unanswered(talk.discovery(begin: false, bits: 0, uid).wire)
        try talk.unanswered(talk.discovery(begin: false, bits: 48, uid).wire)
        try talk.status()
        try talk.found(begin: true, bits: 0, uid)
        try talk.found(begin: false, bits: 1, uid)
    }

    private static func quietOthers(_ talk: inout BusTalk) throws(ConformanceStop) {
        let uid = try talk.uid()
        let other = BusUID(uid.number ^ 1)
        let frame = talk.frame(.quiet(other), sequence: 0, to: BusFrame.everyone)
        try talk.unanswered(frame.wire)
        try talk.found(begin: false, bits: 0, uid)
    }
}

extension BusTalk {
    func discovery(begin: Bool, bits: UInt8, _ prefix: BusUID) -> BusFrame {
        BusFrame(
            .discover(begin: begin, bits: bits, prefix: prefix), to: BusFrame.everyone,
            sequence: 0)
    }

    /// A discovery that the unit must answer with its UID, from its address.
    mutating func found(
        begin: Bool, bits: UInt8, _ prefix: BusUID
    ) throws(ConformanceStop) {
        let frame = discovery(begin: begin, bits: bits, prefix)
        let answer = try answer(in: exchange(frame.wire), to: frame)
        try equal("status", expected: 0, answer.status)
        try equal("payload", expected: hexadecimal(uid().bytes), hexadecimal(answer.payload))
    }
}
