// SPDX-License-Identifier: Apache-2.0

package import Devices
package import Facts

/// What is known of one line, for the API and for whoever mends it.
package struct LineReport: Sendable, Encodable {
    package enum State: String, Sendable, Encodable { case connecting, up, lost }

    /// The device at the far end, where it has an identity of its own.
    package struct Device: Sendable, Encodable {
        package var name: String
        /// `VVVV:PPPP`, hexadecimal; nil where it is not on USB.
        package var model: String?
        package var serial: String?
        /// The node it was found at first.
        package var path: String
        /// The socket it was found in first.
        package var place: String
    }

    package struct Counters: Sendable, Encodable {
        package var bytesIn: Int
        package var bytesOut: Int
        package var reconnects: Int
        package var errors: Int
    }

    package struct Fault: Sendable, Encodable {
        /// Names the sentence `reason.…`.
        package var reason: String
        /// What exactly happened, in English.
        package var detail: String
        /// Milliseconds since 1970, UTC.
        package var at: Int64
    }

    package var id: String
    package var kind: String
    /// As configured: `virtual`, or where the device is reached.
    package var address: String
    package var device: Device?
    package var state: State
    /// Since when it is up or is not, in milliseconds since 1970, UTC.
    package var since: Int64
    package var counters: Counters
    /// The last failed attempt or loss; stays when the line is up again.
    package var lastError: Fault?
    /// A printer's: characters that neither it nor any font has, of slips since the start, as
    /// `U+E000`; a replacement was printed for them. Nil when there were none.
    package var unprintable: [String]?
    /// A window bus's: its units, by address.
    package var units: [UnitReport]?
    /// A window bus's: units on its wire that are at no place of it.
    package var strangers: [String]?
    /// A window bus's: how much of the time its wire carries what was answered, in percent.
    package var usefulShare: Int?
    /// A window bus's: somebody speaks unasked, and it is not known who.
    package var isBabbling: Bool?

    package init(_ line: HallConfiguration.Line, _ status: PortStatus, at now: Moment) {
        id = line.id
        kind = line.kind.rawValue
        address = line.wiring.description
        device = status.identity.map { Device($0.entry) }
        state =
            switch status.line {
            case .connecting: .connecting
            case .up: .up
            case .lost: .lost
            }
        func wall(_ monotonic: Int64) -> Int64 { now.wall - (now.monotonic - monotonic) }
        since = wall(status.since)
        counters = Counters(
            bytesIn: status.counters.bytesIn, bytesOut: status.counters.bytesOut,
            reconnects: status.counters.reconnects, errors: status.counters.errors)
        lastError = status.lastError.map { error, at in
            Fault(reason: error.code.rawValue, detail: error.detail, at: wall(at))
        }
    }
}

extension LineReport.Device {
    fileprivate init(_ entry: PortEntry) {
        name = entry.name
        model = entry.usb.map { "\($0.vendor):\($0.product)" }
        serial = entry.usb?.serial
        path = entry.path
        place = entry.place
    }
}

extension HallConfiguration.Wiring: CustomStringConvertible {
    /// As it is written in `hall.yaml`.
    package var description: String {
        switch self {
        case .virtual: "virtual"
        case .real(let address): address.description
        }
    }
}
