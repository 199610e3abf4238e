// SPDX-License-Identifier: Apache-2.0

package import Facts

/// What another configuration does to a hall.
package struct ConfigurationChange: Codable, Sendable, Equatable {
    package var servicesAdded: [String] = []
    package var servicesRemoved: [String] = []
    package var windowsAdded: [String] = []
    package var windowsRemoved: [String] = []
    /// Whether rules, hours or what services and windows are like change.
    package var isOtherwise = false
    package var ticketsMoved = 0
    package var ticketsVoided = 0
    package var ticketsReturned = 0
    package var appointmentsMoved = 0
    package var appointmentsCancelled = 0
    package var linesOpened: [String] = []
    package var linesClosed: [String] = []
    /// Places in the file that take effect at the next start.
    package var needsRestart: [String] = []
    /// Why the system let some line not be opened.
    package var trouble: String?

    package init() {}

    /// - Parameter facts: what the hall says to it.
    package init(from old: HallStructure, to new: HallStructure, _ facts: [HallFact]) {
        servicesAdded = Self.names(
            new.services.map(\.id.text), without: old.services.map(\.id.text))
        servicesRemoved = Self.names(
            old.services.map(\.id.text), without: new.services.map(\.id.text))
        windowsAdded = Self.names(new.windows.map(\.id.text), without: old.windows.map(\.id.text))
        windowsRemoved = Self.names(
            old.windows.map(\.id.text), without: new.windows.map(\.id.text))
        let isSame =
            servicesAdded.isEmpty && servicesRemoved.isEmpty && windowsAdded.isEmpty
            && windowsRemoved.isEmpty
        isOtherwise = isSame && old != new
        for fact in facts {
            switch fact {
            case .ticketTransferred: ticketsMoved += 1
            case .ticketVoided: ticketsVoided += 1
            case .ticketReturned: ticketsReturned += 1
            case .appointmentBooked: appointmentsMoved += 1
            case .appointmentCancelled: appointmentsCancelled += 1
            default: break
            }
        }
    }

    /// The keys of the sentences that say it, with their values.
    var sentences: [(key: String, values: [String: String])] {
        let lists = [
            ("servicesAdded", servicesAdded), ("servicesRemoved", servicesRemoved),
            ("windowsAdded", windowsAdded), ("windowsRemoved", windowsRemoved),
            ("linesOpened", linesOpened), ("linesClosed", linesClosed),
            ("needsRestart", needsRestart), ("trouble", trouble.map { [$0] } ?? []),
        ]
        let counts = [
            ("ticketsMoved", ticketsMoved), ("ticketsVoided", ticketsVoided),
            ("ticketsReturned", ticketsReturned), ("appointmentsMoved", appointmentsMoved),
            ("appointmentsCancelled", appointmentsCancelled),
        ]
        return (isOtherwise ? [("change.otherwise", [:])] : [])
            + counts.filter { $0.1 > 0 }.map { ("change.\($0)", ["count": String($1)]) }
            + lists.filter { !$0.1.isEmpty }
            .map { ("change.\($0)", ["names": $1.joined(separator: ", ")]) }
    }

    private static func names(_ some: [String], without others: [String]) -> [String] {
        some.filter { !others.contains($0) }
    }
}

/// What came of having a hall take up another configuration, or would come of it.
package enum ReloadOutcome: Codable, Sendable, Equatable {
    case done(ConfigurationChange, revision: Int)
    case unsound(ConfigurationProblems)
    /// The hall as it stands does not accept it; the name of the problem and what its sentence
    /// needs.
    case refused(String, values: [String: String])
    /// Nothing can be written, or the hall is not up yet.
    case unavailable
}
