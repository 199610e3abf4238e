// SPDX-License-Identifier: Apache-2.0

import Wire

/// Tries every check on one unit and leaves the unit as it was.
package struct ConformanceRun {
    private let checks: [ConformanceCheck]
    private var results: [ConformanceResult] = []
    private var isHopeless = false
    /// Where the unit was found, to which it is brought back.
    private let home: UInt8
    private let homeRate: Int
    /// Whether it had a key when it was found.
    private var wasKeyed = false

    /// What is told of a run as it goes.
    package enum News {
        /// A check begins: its place among all, from 1.
        case begins(ConformanceCheck, Int, of: Int)
        case ended(ConformanceResult)
    }

    private init(_ talk: BusTalk, _ checks: [ConformanceCheck]) {
        self.checks = checks
        home = talk.address
        homeRate = talk.line.baud
    }

    /// Throws when the line is lost.
    package static func run(
        _ talk: inout BusTalk, checks: [ConformanceCheck] = Checks.all,
        news: (News) -> Void = { _ in }
    ) throws(ChannelError) -> ConformanceReport {
        var run = ConformanceRun(talk, checks)
        try run.quietly(&talk) { talk throws(ConformanceStop) in try talk.findEcho() }
        for (index, check) in checks.enumerated() {
            news(.begins(check, index + 1, of: checks.count))
            let result = try run.result(of: check, &talk)
            run.results.append(result)
            news(.ended(result))
        }
        try run.putBack(&talk)
        return ConformanceReport(
            results: run.results, identity: talk.identity, capabilities: talk.capabilities)
    }

    private mutating func result(
        of check: ConformanceCheck, _ talk: inout BusTalk
    ) throws(ChannelError) -> ConformanceResult {
        var result = ConformanceResult(check, .passed)
        if isHopeless {
            result.outcome = .skipped(.hopeless)
            return result
        }
        guard talk.hasPart(check.part) else {
            result.outcome = .skipped(.absent)
            return result
        }
        do throws(ConformanceStop) {
            try check.run(&talk)
        } catch {
            switch error {
            case .failed(let finding):
                result.outcome = .failed(finding)
                result.last = talk.last
            case .skipped(let reason): result.outcome = .skipped(reason)
            case .lost(let error): throw error
            }
        }
        if result.hasFailed || talk.address != home { try recover(&talk) }
        if check.name == "identify" { try unlock(&talk) }
        return result
    }

    /// After a failure: where the unit was, unkeyed, and answering. What cannot be said to it need
    /// not be tried.
    private mutating func recover(_ talk: inout BusTalk) throws(ChannelError) {
        for _ in 0..<4 {
            if try isAtHome(&talk) { return }
            try unlock(&talk)
            try fetch(&talk)
            try quietly(&talk) { talk throws(ConformanceStop) in
                try talk.wait(milliseconds: 700)
            }
        }
        isHopeless = try !isAtHome(&talk)
    }

    private func isAtHome(_ talk: inout BusTalk) throws(ChannelError) -> Bool {
        guard talk.capabilities != nil || talk.identity != nil else { return false }
        let address = home
        return try quietly(&talk) { talk throws(ConformanceStop) in
            talk.address = address
            try talk.ok(.status(ack: 0), sequence: 0)
        }
    }

    /// Takes the unit's key away for the time of the run, if it has the one that was given.
    private mutating func unlock(_ talk: inout BusTalk) throws(ChannelError) {
        guard let key = talk.options.key, talk.identity != nil else { return }
        let isUnlocked = try quietly(&talk) { talk throws(ConformanceStop) in
            try talk.refused(.status(ack: 0), .sealRequired)
            var session = try talk.opened(key)
            try talk.takeKey(&session)
        }
        if isUnlocked, results.count <= 2 { wasKeyed = true }
    }

    /// A unit that was left at another address or rate is found by its UID and called home.
    private func fetch(_ talk: inout BusTalk) throws(ChannelError) {
        guard let uid = talk.identity?.uid else { return }
        let rates = talk.capabilities?.bauds.rates.map(\.rate) ?? []
        for rate in [homeRate] + rates.filter({ $0 != homeRate }) {
            let (address, back) = (home, homeRate)
            let isThere = try quietly(&talk) { talk throws(ConformanceStop) in
                guard try talk.change(baud: rate) || rate == talk.line.baud else { return }
                var link = BusLink(uid)
                link.address = address == 0 ? 255 : address
                link.baud = rate == back ? nil : BusBaud(rate: back)
                let frame = talk.frame(.link(link), sequence: 0, to: BusFrame.everyone)
                let turn = try talk.exchange(frame.wire)
                _ = try talk.change(baud: back)
                guard !turn.heard.isEmpty else {
                    throw .failed(ConformanceFinding(kind: .noAnswer))
                }
            }
            if isThere { return }
        }
    }

    private func putBack(_ talk: inout BusTalk) throws(ChannelError) {
        guard !isHopeless, talk.identity != nil else { return }
        let key = wasKeyed ? talk.options.key : nil
        try quietly(&talk) { talk throws(ConformanceStop) in
            if talk.level > 1 { try talk.noEvents() }
            try talk.ok(.clear(tag: 1))
            if key != nil { _ = try talk.putKey() }
        }
    }

    /// False when it did not go well, which is no news here.
    @discardableResult private func quietly(
        _ talk: inout BusTalk, _ work: (inout BusTalk) throws(ConformanceStop) -> Void
    ) throws(ChannelError) -> Bool {
        do throws(ConformanceStop) {
            try work(&talk)
            return true
        } catch {
            if case .lost(let error) = error { throw error }
            return false
        }
    }
}

extension BusTalk {
    /// Whether the port hands back what is sent: bytes that nobody answers are.
    mutating func findEcho() throws(ConformanceStop) {
        let call: [UInt8] = [0, 0x7F, 0x33, 0x55, 0]
        try say(call)
        let heard = try overheard(milliseconds: 30 + patience / 1_000_000)
        expectsEcho = heard.starts(with: call)
    }

    func hasPart(_ part: ConformanceCheck.Part) -> Bool {
        switch part {
        case .sign: true
        case .unit: level > 1
        case .rating: level > 1 && has(.rating)
        case .keypad: level > 1 && has(.keypad)
        case .presence: level > 1 && has(.presence)
        case .bitmaps: has(.bitmaps)
        case .authentication: has(.authentication)
        case .firmware: has(.firmware)
        }
    }
}

extension ConformanceResult {
    init(_ check: ConformanceCheck, _ outcome: Outcome) {
        self.init(
            name: check.name, section: check.section, part: check.part, hint: check.hint,
            outcome: outcome)
    }
}
