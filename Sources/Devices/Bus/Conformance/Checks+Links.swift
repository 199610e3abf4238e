// SPDX-License-Identifier: Apache-2.0

import Wire

// MARK: Address, rate and turn-around

extension Checks {
    static let links = [
        ConformanceCheck("linkAddress", "9.4", .unit, hint: "link", linkAddress),
        ConformanceCheck("linkNoAddress", "9.4", .unit, hint: "link", linkNoAddress),
        ConformanceCheck("linkOthers", "9.4", .unit, hint: "link", linkOthers),
        ConformanceCheck("linkValues", "9.4", .unit, hint: "link", linkValues),
        ConformanceCheck("linkTurnAround", "9.4", .unit, hint: "turnAround", linkTurnAround),
        ConformanceCheck("linkBaud", "9.4", .unit, hint: "link", linkBaud),
    ]

    private static func linkAddress(_ talk: inout BusTalk) throws(ConformanceStop) {
        let own = talk.address
        for (isBroadcast, other) in [(true, talk.neighbour), (false, 250), (true, 1)]
        where other != own {
            try talk.move(to: other, isBroadcast: isBroadcast)
            try talk.status()
            try talk.unanswered(talk.frame(.status(ack: 0), to: own).wire)
            try talk.found(begin: true, bits: 0, BusUID(0))
            try talk.move(to: own, isBroadcast: isBroadcast)
            try talk.unanswered(talk.frame(.status(ack: 0), to: other).wire)
            try talk.status()
        }
    }

    private static func linkNoAddress(_ talk: inout BusTalk) throws(ConformanceStop) {
        let own = talk.address
        try talk.move(to: 255, isBroadcast: true)
        try talk.status()
        try talk.found(begin: true, bits: 0, BusUID(0))
        try talk.move(to: own, isBroadcast: true)
        try talk.status()
    }

    private static func linkOthers(_ talk: inout BusTalk) throws(ConformanceStop) {
        let uid = try talk.uid()
        var link = BusLink(BusUID(uid.number ^ 1))
        link.address = talk.neighbour
        try talk.unanswered(talk.frame(.link(link), sequence: 0, to: BusFrame.everyone).wire)
        try talk.refused(.link(link), .wrongUnit(uid))
        let all = BusLink(.everyone)
        try talk.unanswered(talk.frame(.link(all), sequence: 0, to: BusFrame.everyone).wire)
        try talk.status()
    }

    /// Nothing changes where one value is wrong.
    private static func linkValues(_ talk: inout BusTalk) throws(ConformanceStop) {
        let uid = try talk.uid().bytes
        let link = BusCommand.link.rawValue
        let wrong: [(values: [UInt8], offset: UInt8)] = [
            ([251, 0, 0], 6), ([254, 0, 0], 6), ([talk.neighbour, 6, 0], 7),
            ([talk.neighbour, 255, 0], 7), ([talk.neighbour, 0, 91], 8), ([251, 6, 91], 6),
        ]
        for (values, offset) in wrong {
            try talk.refused(talk.frame(link, uid + values), .value(offset: offset))
        }
        let rates = talk.capabilities?.bauds.rates ?? []
        if let lacking = BusBaud.allCases.first(where: { !rates.contains($0) }) {
            let values = [talk.neighbour, lacking.rawValue, 0]
            try talk.refused(talk.frame(link, uid + values), .value(offset: 7))
        }
        try talk.refused(talk.frame(link, uid + [0, 0]), .length)
        try talk.status()
    }

    private static func linkTurnAround(_ talk: inout BusTalk) throws(ConformanceStop) {
        var link = BusLink(try talk.uid())
        link.turnAround = 80
        try talk.ok(.link(link))
        let found = try talk.turnAround(of: .status(ack: 0), tries: 5)
        link.turnAround = 1
        try talk.ok(.link(link))
        // Two byte times never count, however short a turn-around is wanted.
        let back = try talk.turnAround(of: .status(ack: 0), tries: 5)
        try talk.isNotBefore(8_000_000, found)
        try talk.isNotLate(found, turnAround: 8_000_000)
        try talk.isNotBefore(2 * talk.byteTime, back)
    }

    /// To every rate that both have, and back.
    private static func linkBaud(_ talk: inout BusTalk) throws(ConformanceStop) {
        guard let home = BusBaud(rate: talk.line.baud) else { throw .skipped(.fixed) }
        let rates = (talk.capabilities?.bauds.rates ?? []).filter { $0 != home }
        guard !rates.isEmpty else { throw .skipped(.absent) }
        guard try talk.change(baud: home.rate) else { throw .skipped(.fixed) }
        for other in rates {
            try talk.move(rate: other)
            try talk.status()
            try talk.move(rate: home)
            try talk.status()
        }
    }
}

extension BusTalk {
    /// Has the unit take another address, and goes on with it there. 255 takes it away.
    mutating func move(
        to other: UInt8, isBroadcast: Bool
    ) throws(ConformanceStop) {
        var link = BusLink(try uid())
        link.address = other
        let frame =
            isBroadcast
            ? frame(.link(link), sequence: 0, to: BusFrame.everyone) : frame(.link(link))
        let answer = try answer(in: exchange(frame.wire), to: frame)
        try equal("status", expected: 0, answer.status)
        try equal("payload", expected: hexadecimal(link.uid.bytes), hexadecimal(answer.payload))
        address = other == 255 ? BusFrame.nobody : other
        try settle()
    }

    /// Has the unit take another rate, and goes on with it there.
    mutating func move(rate: BusBaud) throws(ConformanceStop) {
        var link = BusLink(try uid())
        link.baud = rate
        try ok(.link(link))
        try settle()
        _ = try change(baud: rate.rate)
    }

    /// A unit has 10 ms to change.
    private mutating func settle() throws(ConformanceStop) {
        try rest(until: line.now + Self.answerLimit)
    }
}
