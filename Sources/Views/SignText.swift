// SPDX-License-Identifier: Apache-2.0

import Facts
package import Hall
package import Wire

/// What the sign over a window says, before it is put into words.
package struct SignText: Hashable, Sendable {
    package enum Meaning: Hashable, Sendable {
        case closed
        case welcome
        case paused
        /// `recall` counts how often it was called again.
        case call(number: String, recall: Int)
        case serving(number: String)
    }

    package var meaning: Meaning
    /// What is painted over the window.
    package var window: String

    /// How long a call flashes before it stands still.
    package static let flashMilliseconds: Int64 = 3000

    package init(_ window: Window, in hall: Hall) {
        self.window = window.definition.number
        if let ticket = window.ticket.flatMap({ hall.tickets[$0] }) {
            switch ticket.state {
            case .serving: meaning = .serving(number: ticket.number)
            default: meaning = .call(number: ticket.number, recall: ticket.recalls)
            }
            return
        }
        switch window.state {
        case .closed: meaning = .closed
        case .paused: meaning = .paused
        case .open, .serving: meaning = .welcome
        }
    }

    /// The whole sentence, for people who read a page.
    package func sentence(_ phrases: Phrases) -> String {
        phrases(key, values)
    }

    /// What a sign `columns` wide shows (a Chinese character takes two): the whole sentence, or
    /// the short one where that does not fit.
    package func face(_ phrases: Phrases, columns: Int) -> SignFace {
        var text = sentence(phrases)
        if text.reduce(0, { $0 + ($1.isASCII ? 1 : 2) }) > columns {
            text = phrases(key + ".short", values)
        }
        if case .call = meaning {
            return SignFace(text: text, flashMilliseconds: Self.flashMilliseconds)
        }
        return SignFace(text: text)
    }

    private var key: String {
        switch meaning {
        case .closed: "sign.closed"
        case .welcome: "sign.welcome"
        case .paused: "sign.paused"
        case .call: "sign.call"
        case .serving: "sign.serving"
        }
    }

    private var values: [String: String] {
        switch meaning {
        case .closed, .welcome, .paused: ["window": window]
        case .call(let number, _), .serving(let number):
            ["window": window, "number": number]
        }
    }
}
