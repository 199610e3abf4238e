// SPDX-License-Identifier: Apache-2.0

import Devices
package import Facts
import Wire

/// What is known of a window unit, for whoever mends it.
package struct UnitReport: Sendable, Encodable {
    package enum State: String, Sendable, Encodable, CaseIterable {
        case away
        case comingUp = "coming-up"
        case live
        case incompatible
        case duplicate
        case babbling
        case unproven
    }

    package var address: UInt8
    /// Whose sign or keypad it is.
    package var window: WindowID?
    package var state: State
    /// Twelve hexadecimal digits; this and all that follows only once it has said so.
    package var uid: String?
    package var name: String?
    package var firmware: String?
    package var level: UInt8?
    /// The maker's number in `vendors.csv`, and the maker's own of the kind.
    package var vendor: UInt16?
    package var model: UInt16?
    /// Whether it speaks of another version's fields than this program.
    package var isOtherVersion: Bool?
    package var hasFault: Bool
    package var restarts: UInt16?
    /// Frames it has heard broken.
    package var brokenFrames: UInt32?
    /// Characters of the sign's face that it has no shape for, as `U+E000`.
    package var missing: [String]?

    init(_ address: UInt8, window: WindowID?, in register: UnitRegister) {
        let unit = register.units[address] ?? BusUnitState()
        self.address = address
        self.window = window
        state = State(unit.condition)
        uid = unit.identity?.uid.description
        name = unit.identity.map { WireText.clean($0.name, limit: 24) }
        firmware = unit.identity?.firmware.description
        vendor = unit.identity?.vendor
        model = unit.identity?.model
        level = unit.capabilities?.level
        isOtherVersion = unit.capabilities.map { $0.schema != BusCapabilities.knownSchema }
        hasFault = unit.hasFault
        let statistics = register.statistics[address]
        restarts = statistics?.restarts
        brokenFrames = statistics?.broken
        missing = register.missing[address].map { Ports.codes(of: Set($0)) }
    }
}

extension UnitReport.State {
    fileprivate init(_ condition: BusCondition) {
        self =
            switch condition {
            case .away: .away
            case .comingUp: .comingUp
            case .live: .live
            case .incompatible: .incompatible
            case .duplicate: .duplicate
            case .babbling: .babbling
            case .unproven: .unproven
            }
    }
}
