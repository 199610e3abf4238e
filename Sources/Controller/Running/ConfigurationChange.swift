// SPDX-License-Identifier: Apache-2.0

package import Facts
import Views
import Wire

/// What another configuration does to a hall.
package struct ConfigurationChange: Codable, Sendable, Equatable {
    /// Things of one kind, by their ids.
    package struct Difference: Codable, Sendable, Equatable {
        package var added: [String] = []
        package var removed: [String] = []
        package var changed: [String] = []

        init() {}

        init<Item: Equatable>(from old: [Item], to new: [Item], id: (Item) -> String) {
            let before = Dictionary(old.map { (id($0), $0) }, uniquingKeysWith: { one, _ in one })
            let after = Set(new.map(id))
            added = new.map(id).filter { before[$0] == nil }
            removed = old.map(id).filter { !after.contains($0) }
            changed = new.filter { item in before[id(item)].map { $0 != item } ?? false }.map(id)
        }
    }

    package var services = Difference()
    package var windows = Difference()
    /// Printers, signs and keypads.
    package var devices = Difference()
    /// Whether anything else changes.
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
        services = Difference(from: old.services, to: new.services) { $0.id.text }
        windows = Difference(from: old.windows, to: new.windows) { $0.id.text }
        var rest = new
        if services != Difference() { rest.services = old.services }
        if windows != Difference() { rest.windows = old.windows }
        isOtherwise = rest != old
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
        let things = [("services", services), ("windows", windows), ("devices", devices)]
        let lists =
            things.flatMap { kind, difference in
                [
                    ("\(kind)Added", difference.added), ("\(kind)Removed", difference.removed),
                    ("\(kind)Changed", difference.changed),
                ]
            } + [
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
}

extension HallConfiguration {
    /// A printer, sign or keypad: where it is, and what is made for it.
    struct Device: Equatable {
        let id: DeviceID
        let line: String
        var address: UInt8?
        var shape: SignShape?
        var profile: PrinterProfile?
    }

    var everyDevice: [Device] {
        printers.map { Device(id: DeviceID($0.id.text), line: $0.line.id, profile: $0.profile) }
            + signs.map {
                Device(
                    id: Self.signID($0.window), line: $0.line, address: $0.address,
                    shape: $0.shape)
            }
            + keypads.map {
                Device(id: Self.keypadID($0.window), line: $0.line, address: $0.address)
            }
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
