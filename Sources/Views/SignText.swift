// SPDX-License-Identifier: Apache-2.0

package import Facts
package import Hall

/// What the sign over a window says, before it is put into words.
package struct SignText: Hashable, Sendable {
    package enum Meaning: Hashable, Sendable {
        case closed
        /// Closed when its hours were over, or as good as over.
        case offDuty
        case welcome
        /// Helps another service out 潮汐窗口.
        case tidal(LocalizedText?)
        /// Why, the hour it is meant to end, as 14:30, and the window to go to meanwhile.
        case paused(Reason?, until: String?, other: String?)
        case hallPaused(Reason)
        /// `recall` counts how often it was called again.
        case call(number: String, recall: Int)
        case serving(number: String)
    }

    /// Why something pauses.
    package struct Reason: Hashable, Sendable {
        package var key: String
        /// What the hall calls it, where its file says so.
        package var names: LocalizedText?

        package init(_ key: String, names: LocalizedText? = nil) {
            self.key = key
            self.names = names
        }
    }

    package var meaning: Meaning
    /// What is painted over the window.
    package var window: String

    /// Minutes before the end of a window's hours from which closing it is for the day.
    private static let lastMinutes = 30

    package init(_ window: Window, in hall: Hall) {
        self.window = window.definition.number
        if let ticket = window.ticket.flatMap({ hall.tickets[$0] }) {
            switch ticket.state {
            case .serving: meaning = .serving(number: ticket.number)
            default: meaning = .call(number: ticket.number, recall: ticket.recalls)
            }
        } else if let paused = hall.paused, window.state != .closed {
            meaning = .hallPaused(Reason(paused.reason, names: hall.words(for: paused.reason)))
        } else {
            meaning = Self.meaning(ofIdle: window, in: hall)
        }
    }

    /// Whether it may change though nothing happens at its own window.
    package var dependsOnOthers: Bool {
        switch meaning {
        case .paused, .offDuty: true
        default: false
        }
    }

    private static func meaning(ofIdle window: Window, in hall: Hall) -> Meaning {
        switch window.state {
        case .closed: return isOffDuty(window, in: hall) ? .offDuty : .closed
        case .open, .serving:
            guard let helped = window.tidal.first else { return .welcome }
            return .tidal(hall.services[helped]?.definition.name)
        case .paused:
            let row = hall.pauseRow(of: window)
            let until = row?.until.map { wall in
                Moment(wall: wall, monotonic: 0, utcOffset: hall.utcOffset).clockText
            }
            return .paused(
                row?.reason.map { Reason($0, names: row?.names) }, until: until,
                other: substitute(for: window, in: hall))
        }
    }

    private static func isOffDuty(_ window: Window, in hall: Hall) -> Bool {
        guard let end = hall.hoursToday?.bands(of: window.id).last?.to else { return false }
        let closed = Moment(wall: window.since, monotonic: 0, utcOffset: hall.utcOffset)
        return closed.date == hall.businessDate && closed.minute >= end - lastMinutes
    }

    /// The lowest number of an open window that serves all this one does. Not the one with the
    /// shortest queue: the sign would change while people walk.
    private static func substitute(for window: Window, in hall: Hall) -> String? {
        hall.windows.values.filter { other in
            (other.state == .open || other.state == .serving) && other.paused == nil
                && window.definition.services.allSatisfy(other.services.contains)
        }
        .map(\.definition.number).min { ($0.count, $0) < ($1.count, $1) }
    }
}
