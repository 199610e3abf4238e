// SPDX-License-Identifier: Apache-2.0

import Facts
package import Hall
package import Wire

/// What the sign over a window says, before it is put into words.
package struct SignText: Hashable, Sendable {
    package enum Meaning: Hashable, Sendable {
        case closed
        case welcome
        /// Helps another service out 潮汐窗口.
        case tidal
        /// Why, in the hall's words or as a reason key, and the hour it is meant to end: 14:30.
        case paused(reason: String?, until: String?)
        case hallPaused(reason: String)
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
        } else if let paused = hall.paused, window.state != .closed {
            meaning = .hallPaused(
                reason: hall.words(for: paused.reason)?.zhHans ?? paused.reason)
        } else {
            meaning = Self.meaning(ofIdle: window, in: hall)
        }
    }

    private static func meaning(ofIdle window: Window, in hall: Hall) -> Meaning {
        switch window.state {
        case .closed: return .closed
        case .open, .serving: return window.tidal.isEmpty ? .welcome : .tidal
        case .paused:
            let row = hall.pauseRow(of: window)
            let until = row?.until.map { wall in
                Moment(wall: wall, monotonic: 0, utcOffset: hall.utcOffset).clockText
            }
            return .paused(reason: row?.names?.zhHans ?? row?.reason, until: until)
        }
    }

    /// The whole sentence, for people who read a page.
    package func sentence(_ phrases: Phrases) -> String {
        phrases(key, values(phrases))
    }

    /// What a sign `columns` wide shows (a Chinese character takes two): the whole sentence, or
    /// the short one where that does not fit.
    package func face(_ phrases: Phrases, columns: Int) -> SignFace {
        var text = sentence(phrases)
        if text.reduce(0, { $0 + ($1.isASCII ? 1 : 2) }) > columns {
            text = phrases(key + ".short", values(phrases))
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
        case .tidal: "sign.tidal"
        case .paused(nil, nil): "sign.paused"
        case .paused(_?, nil): "sign.paused.reason"
        case .paused(nil, _?): "sign.paused.until"
        case .paused(_?, _?): "sign.paused.reason.until"
        case .hallPaused: "sign.hall-paused"
        case .call: "sign.call"
        case .serving: "sign.serving"
        }
    }

    private func values(_ phrases: Phrases) -> [String: String] {
        var values = ["window": window]
        switch meaning {
        case .closed, .welcome, .tidal: break
        case .paused(let reason, let until):
            values["reason"] = reason.map { Self.words(for: $0, phrases) }
            values["until"] = until
        case .hallPaused(let reason): values["reason"] = Self.words(for: reason, phrases)
        case .call(let number, _), .serving(let number): values["number"] = number
        }
        return values
    }

    /// The usual reasons have words in every language; any other is shown as the hall wrote it.
    private static func words(for reason: String, _ phrases: Phrases) -> String {
        let key = "pause.reason.\(reason)"
        let words = phrases(key)
        return words == key ? reason : words
    }
}
