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

    private init(_ talk: BusTalk, _ checks: [ConformanceCheck]) {
        self.checks = checks
        home = talk.address
        homeRate = talk.line.baud
    }

    /// Throws when the line is lost. `told` hears each result as soon as it is there.
    package static func run(
        _ talk: inout BusTalk, checks: [ConformanceCheck] = Checks.all,
        told: (ConformanceResult) -> Void = { _ in }
    ) throws(ChannelError) -> ConformanceReport {
        var run = ConformanceRun(talk, checks)
        _ = try talk.attempt { talk throws(ConformanceStop) in try talk.findEcho() }
        for check in checks {
            let result = try run.result(of: check, &talk)
            run.results.append(result)
            told(result)
        }
        try run.putBack(&talk)
        return ConformanceReport(
            results: run.results, identity: talk.identity, capabilities: talk.capabilities,
            isWhole: checks.count == Checks.all.count)
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
        result.outcome = try outcome(of: check, &talk)
        if result.hasLostSomething {
            try recover(&talk)
            result.isSecondTry = true
            result.outcome = isHopeless ? result.outcome : try outcome(of: check, &talk)
        }
        if result.hasFailed { result.last = talk.last }
        if result.hasFailed || talk.address != home { try recover(&talk) }
        if check.name == "identify" { try unlock(&talk) }
        return result
    }

    private func outcome(
        of check: ConformanceCheck, _ talk: inout BusTalk
    ) throws(ChannelError) -> ConformanceResult.Outcome {
        do throws(ConformanceStop) {
            try check.run(&talk)
            return .passed
        } catch {
            switch error {
            case .failed(let finding): return .failed(finding)
            case .skipped(let reason): return .skipped(reason)
            case .lost(let error): throw error
            }
        }
    }

    /// After a failure: where the unit was, unkeyed, and answering. What cannot be said to it need
    /// not be tried.
    private mutating func recover(_ talk: inout BusTalk) throws(ChannelError) {
        for _ in 0..<4 {
            if try isAtHome(&talk) { return }
            try unlock(&talk)
            try fetch(&talk)
            _ = try talk.attempt { talk throws(ConformanceStop) in
                try talk.wait(milliseconds: 700)
            }
        }
        isHopeless = try !isAtHome(&talk)
    }

    private func isAtHome(_ talk: inout BusTalk) throws(ChannelError) -> Bool {
        let address = home
        let payload = try talk.attempt { talk throws(ConformanceStop) in
            talk.address = address
            return try talk.ok(.status(ack: 0), sequence: 0)
        }
        return payload != nil
    }

    /// Takes the unit's key away for the time of the run, if it has the one that was given.
    private mutating func unlock(_ talk: inout BusTalk) throws(ChannelError) {
        guard let key = talk.options.key, talk.identity != nil else { return }
        let isUnlocked: Void? = try talk.attempt { talk throws(ConformanceStop) in
            try talk.refused(.status(ack: 0), .sealRequired)
            var session = try talk.opened(key)
            try talk.takeKey(&session)
        }
        if isUnlocked != nil, results.count <= 2 { wasKeyed = true }
    }

    /// A unit that was left at another address or rate is found by its UID and called home.
    private func fetch(_ talk: inout BusTalk) throws(ChannelError) {
        guard let uid = talk.identity?.uid else { return }
        let rates = talk.capabilities?.bauds.rates.map(\.rate) ?? []
        for rate in [homeRate] + rates.filter({ $0 != homeRate }) {
            let (address, back) = (home, homeRate)
            let isThere: Void? = try talk.attempt { talk throws(ConformanceStop) in
                guard try talk.change(baud: rate) || rate == talk.line.baud else {
                    throw .skipped(.fixed)
                }
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
            if isThere != nil { return }
        }
    }

    private func putBack(_ talk: inout BusTalk) throws(ChannelError) {
        guard !isHopeless, talk.identity != nil else { return }
        let key = wasKeyed ? talk.options.key : nil
        _ = try talk.attempt { talk throws(ConformanceStop) in
            if talk.level > 1 { try talk.noEvents() }
            try talk.ok(.clear(tag: 1))
            if key != nil { _ = try talk.putKey() }
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
    /// What a wire can do as well as a unit.
    var hasLostSomething: Bool {
        guard case .failed(let finding) = outcome else { return false }
        return finding.kind == .noAnswer || finding.kind == .broken
    }

    package init(_ check: ConformanceCheck, _ outcome: Outcome) {
        self.init(
            name: check.name, section: check.section, part: check.part, hint: check.hint,
            outcome: outcome)
    }
}
