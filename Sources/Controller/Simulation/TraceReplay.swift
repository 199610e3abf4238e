// SPDX-License-Identifier: Apache-2.0

import Engine
import Facts
import Foundation
import Hall
import Store

/// How far a trace and the journal agree.
package struct TraceOutcome: Sendable, Equatable {
    package var inputs = 0
    /// Facts of the inputs that came to the same.
    package var agreedFacts = 0
    package var differences = 0
    /// Inputs that came to something after the journal's last fact, as in an older copy of it.
    package var beyond = 0
    package var isCutOff = false
}

/// Lives through a traced day once more, by the rules of this release.
package enum TraceReplay {
    /// - Parameters:
    ///   - data: a data directory nobody uses, or a backup.
    ///   - tell: hears each difference, in order.
    package static func run(
        _ path: String, data: String, tell: (TraceDifference) -> Void
    ) throws(TraceProblem) -> TraceOutcome {
        let trace = try Trace(path: path)
        guard FileManager.default.fileExists(atPath: data + "/journal.sqlite") else {
            throw .noJournal(directory: data)
        }
        let outcome: TraceOutcome?
        do throws(JournalError) {
            outcome = try replay(trace, data: data, tell)
        } catch {
            throw .journal(error)
        }
        guard let outcome else {
            throw .otherJournal(epoch: trace.header.epoch, sequence: trace.header.sequence)
        }
        return outcome
    }

    private static func replay(
        _ trace: Trace, data: String, _ tell: (TraceDifference) -> Void
    ) throws(JournalError) -> TraceOutcome? {
        // A backup must stay as it is; all else is this program's alone while it is locked.
        guard !BackupManifest.isThere(in: data) else {
            return try replay(trace, JournalReader.openBackup(data), tell)
        }
        let directory = try DataDirectory(data)
        defer { withExtendedLifetime(directory) {} }
        return try replay(trace, JournalReader.open(in: directory), tell)
    }

    /// Nil when the journal has no place where the trace begins.
    static func replay(
        _ trace: Trace, _ reader: JournalReader, _ tell: (TraceDifference) -> Void
    ) throws(JournalError) -> TraceOutcome? {
        let header = trace.header
        guard let opened = try reader.opened(at: header.sequence, of: header.epoch) else {
            return nil
        }
        var outcome = TraceOutcome(isCutOff: trace.isCutOff)
        guard let start = trace.entries.first?.what.moment else { return outcome }
        var engine = try Engine(opened, from: reader, boot: header.boot, at: start)
        var past = TracePast(
            reader, after: header.sequence, of: header.epoch,
            known: Set(trace.entries.map(\.what.cause)))
        for entry in trace.entries {
            let then = try past.facts(of: entry.what.cause)
            for stranger in then.strangers {
                engine.replay(stranger)
                outcome.differences += 1
                tell(TraceDifference(stranger, in: engine.state))
            }
            let now = engine.turn(entry.what)
            outcome.inputs += 1
            if now.count == then.own.count, zip(now, then.own).allSatisfy({ $0.agrees(with: $1) }) {
                outcome.agreedFacts += now.count
            } else if then.own.isEmpty, try past.isOver() {
                outcome.beyond += 1
            } else {
                outcome.differences += 1
                tell(TraceDifference(entry, then: then.own, now: now, in: engine.state))
            }
        }
        return outcome
    }
}

extension Engine where A == Hall {
    fileprivate mutating func turn(_ line: TraceLine) -> [Recorded<HallFact>] {
        switch line {
        case .header: []
        case .input(let input, let given): turn([input], given: given ?? Conditions()).records
        case .clock(let cause, let moment): turn(at: moment, cause: cause).records
        }
    }
}

extension Recorded<HallFact> {
    /// The sequence is not looked at: after the first difference it may be another one.
    fileprivate func agrees(with other: Self) -> Bool {
        fact == other.fact && envelope.actor == other.envelope.actor
            && envelope.date == other.envelope.date && envelope.moment == other.envelope.moment
    }
}
