// SPDX-License-Identifier: Apache-2.0

package import Facts

/// What is known of a ticket's paper.
package enum PrintState: String, Hashable, Sendable, CaseIterable {
    /// No paper was asked for.
    case none
    case queued
    case printing
    case confirmed
    case unconfirmed
    case held
    case failed

    /// Whether an attempt's end is still to come.
    var isOpen: Bool { self == .printing || self == .held }
}

/// A ticket's way onto paper.
package struct Paper: Hashable, Sendable {
    package internal(set) var state: PrintState
    package internal(set) var reason: String?
    /// Where its slip was last asked for.
    package internal(set) var printer: PrinterID?
    /// Who prints it or printed it last.
    package internal(set) var printsOn: PrinterID?
    /// Attempts that were started.
    package internal(set) var attempts = 0
    /// Attempts of which something may be on paper.
    package internal(set) var slips = 0
    /// Attempts of which it is known whether a slip is out.
    package internal(set) var certain: Set<Int> = []
    /// How a person saw to it that the holder has the number.
    package internal(set) var settled: PaperSettled.Way?

    init(printer: PrinterID?) {
        self.printer = printer
        state = printer == nil ? .none : .queued
    }

    /// A slip is to be printed, the first or one that says something new.
    mutating func ask(on printer: PrinterID) {
        state = .queued
        reason = nil
        settled = nil
        self.printer = printer
    }

    mutating func begin(_ fact: PrintStarted) {
        attempts = fact.attempt
        slips += 1
        state = .printing
        reason = nil
        printsOn = fact.printer
    }

    /// An earlier attempt that turns out to be on paper ends what was still to come, but not what
    /// is under way.
    mutating func end(_ outcome: PrintOutcome, isUnderWay: Bool) {
        if outcome.attempt > 0, outcome.result == .confirmed || outcome.isWithoutPaper {
            let isNews = certain.insert(outcome.attempt).inserted
            if isNews, outcome.isWithoutPaper { slips -= 1 }
        }
        guard outcome.attempt == attempts || !isUnderWay else { return }
        state = PrintState(outcome.result)
        reason = outcome.reason
    }
}

extension PrintOutcome {
    /// Whether it says that nothing of the attempt was sent.
    fileprivate var isWithoutPaper: Bool {
        result == .failed || result == .held && inPrinter == false
    }

    /// Whether the attempt goes on.
    var isOpen: Bool { result == .held && inPrinter != false }
}

extension PrintState {
    fileprivate init(_ result: PrintOutcome.Result) {
        self =
            switch result {
            case .confirmed: .confirmed
            case .unconfirmed: .unconfirmed
            case .held: .held
            case .failed: .failed
            }
    }
}

extension Ticket {
    /// What is known of its paper.
    package var print: PrintState { paper.state }
    package var printReason: String? { paper.reason }
    /// Where its slip was last asked for.
    package var printer: PrinterID? { paper.printer }
    /// Attempts to print that were started.
    package var attempts: Int { paper.attempts }

    /// Whether its holder may still need a slip.
    var needsPaper: Bool {
        switch state {
        case .waiting, .called, .held, .deferred: true
        case .serving, .done, .noShow, .givenUp, .void: false
        }
    }

    /// Whether the holder may be without paper and still needs one.
    package var lacksPaper: Bool {
        needsPaper && paper.settled == nil && print != .none && print != .confirmed
    }

    /// Whether a slip is still to be printed: none is known of, and the citizen still needs it.
    package var isPaperDue: Bool {
        needsPaper && paper.settled == nil && (print == .queued || print == .held)
    }
}
