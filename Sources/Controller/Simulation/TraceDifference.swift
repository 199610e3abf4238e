// SPDX-License-Identifier: Apache-2.0

import Engine
import Facts
import Hall
import Store

/// An input that came to something else than the journal holds.
package struct TraceDifference: Sendable, Equatable {
    /// In the trace, from 1; nil for facts whose input it does not have.
    package var line: Int?
    /// In the hall's zone: 09:05.
    package var clock: String
    /// Who asked for what.
    package var input: String
    /// The facts the journal holds for it.
    package var then: [String]
    /// The facts it comes to by this release's rules.
    package var now: [String]
}

extension TraceDifference {
    init(
        _ entry: Trace.Entry, then: [Recorded<HallFact>], now: [Recorded<HallFact>], in hall: Hall
    ) {
        self.init(
            line: entry.line, clock: entry.what.moment?.clockText ?? "", input: entry.what.text,
            then: then.map { $0.fact.text(in: hall) }, now: now.map { $0.fact.text(in: hall) })
    }

    /// A fact whose input the trace does not have.
    init(_ stranger: Recorded<HallFact>, in hall: Hall) {
        let envelope = stranger.envelope
        self.init(
            line: nil, clock: envelope.moment.clockText,
            input: "\(envelope.actor.kind) \(envelope.actor.id)",
            then: [stranger.fact.text(in: hall)], now: [])
    }
}

extension TraceLine {
    /// Who asked for what.
    fileprivate var text: String {
        guard case .input(let input, _) = self else { return "\(Actor.controller.kind)" }
        return "\(input.actor.kind) \(input.actor.id): \(json(input.command))"
    }
}

extension HallFact {
    /// Its name, the numbers of its tickets as people know them, and all it says.
    fileprivate func text(in hall: Hall) -> String {
        let json = json(payload)
        let numbers = hall.tickets.values.filter { json.contains("\"\($0.id)\"") }.map(\.number)
        return ([type(of: payload).name] + numbers.sorted() + [json]).joined(separator: " ")
    }
}

private func json(_ value: some Encodable) -> String {
    (try? CanonicalJSON().bytes(of: value)).map { String(decoding: $0, as: UTF8.self) } ?? "?"
}
