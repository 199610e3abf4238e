// SPDX-License-Identifier: Apache-2.0

/// The answer to START (SPEC.md section 10.1).
package struct BusStart: Sendable, Hashable {
    /// Tells the unit's restarts apart.
    package var boot: UInt16
    /// The number that the next new event will have.
    package var next: UInt16

    package init(boot: UInt16, next: UInt16) {
        self.boot = boot
        self.next = next
    }

    /// Nil if it is too short.
    package init?(payload: [UInt8]) {
        guard payload.count >= 4 else { return nil }
        self.init(boot: payload.littleEndian(at: 0), next: payload.littleEndian(at: 2))
    }

    package var payload: [UInt8] { .littleEndian(boot) + .littleEndian(next) }
}

/// The answer to STATISTICS (SPEC.md section 10.3). Counters wrap.
package struct BusStatistics: Sendable, Hashable {
    /// Seconds.
    package var uptime: UInt32 = 0
    package var restarts: UInt16 = 0
    /// Good frames heard, of any address.
    package var good: UInt32 = 0
    package var broken: UInt32 = 0
    /// Requests that were repeats.
    package var repeats: UInt32 = 0
    /// Events for which there was no room.
    package var lost: UInt16 = 0
    /// Bit 1 for `BusFault` 1, and so on.
    package var faultBits: UInt16 = 0
    /// The highest, °C.
    package var temperature: Int?
    /// Tenths of a volt.
    package var supply: Int?

    package init() {}

    package var faults: [BusFault] {
        BusFault.allCases.filter { faultBits >> UInt16($0.rawValue) & 1 == 1 }
    }

    private static let length = 24

    /// Nil if it is too short.
    package init?(payload: [UInt8]) {
        guard payload.count >= Self.length else { return nil }
        var reader = BusPayloadReader(payload)
        uptime = reader.next()
        restarts = reader.next()
        good = reader.next()
        broken = reader.next()
        repeats = reader.next()
        lost = reader.next()
        faultBits = reader.next()
        let heat: UInt8 = reader.next()
        temperature = heat == 0 ? nil : Int(heat) - 40
        let volts: UInt8 = reader.next()
        supply = volts == 0 ? nil : Int(volts)
    }

    package var payload: [UInt8] {
        var payload = [UInt8].littleEndian(uptime) + .littleEndian(restarts)
        payload += .littleEndian(good) + .littleEndian(broken) + .littleEndian(repeats)
        payload += .littleEndian(lost) + .littleEndian(faultBits)
        let heat = temperature.map { UInt8(clamping: max($0, -39) + 40) } ?? 0
        return payload + [heat, supply.map { UInt8(clamping: max($0, 1)) } ?? 0]
    }
}

/// A presence channel, of which PRESENCE answers one after the other (SPEC.md section 10.9).
package struct BusChannel: Sendable, Hashable {
    package enum Kind: UInt8, Sendable, CaseIterable {
        case contact = 1
        /// With a resistor, so that a cut cable is seen.
        case supervisedContact = 2
        case infrared = 3
        case radar = 4
        case mat = 5
        /// So is one of a later version.
        case other = 6
    }

    package enum State: UInt8, Sendable, CaseIterable {
        case unknown = 0
        case nobody = 1
        case somebody = 2
    }

    package enum Fault: UInt8, Sendable, CaseIterable {
        case none = 0
        case cableCut = 1
        case shortCircuit = 2
        case silent = 3
        case stuck = 4
        case outOfRange = 5
        /// Of a later version.
        case other = 255

        package init(rawValue: UInt8) {
            self = Self.allCases.first { $0.rawValue == rawValue } ?? .other
        }
    }

    package var kind: Kind
    /// Unknown as long as there is a fault, whatever was sent.
    package var state: State
    /// How sure the sensor is, 0 to 100.
    package var quality: UInt8
    package var fault: Fault
    /// Seconds since the state last changed; nil: longer than can be told, or unknown.
    package var age: UInt16?

    package init(_ kind: Kind, _ state: State, quality: UInt8, fault: Fault = .none, age: UInt16?) {
        self.kind = kind
        self.state = fault == .none ? state : .unknown
        self.quality = quality
        self.fault = fault
        self.age = age
    }

    private static let length = 6

    /// The channels of an answer's payload; one cut off is none.
    package static func channels(payload: [UInt8]) -> [BusChannel] {
        var reader = BusPayloadReader(payload)
        return (0..<payload.count / length).map { _ in BusChannel(&reader) }
    }

    private init(_ reader: inout BusPayloadReader) {
        let kind = Kind(rawValue: reader.next()) ?? .other
        let state = State(rawValue: reader.next()) ?? .unknown
        let quality: UInt8 = reader.next()
        let fault = Fault(rawValue: reader.next())
        let age: UInt16 = reader.next()
        self.init(kind, state, quality: quality, fault: fault, age: age == .max ? nil : age)
    }

    package var payload: [UInt8] {
        [kind.rawValue, state.rawValue, quality, fault.rawValue] + .littleEndian(age ?? .max)
    }
}

/// The answer to GLYPHS: characters that the unit's font lacks (SPEC.md section 8.4).
package enum BusGlyphs {
    /// What is no character is left out.
    package static func missing(payload: [UInt8]) -> [Unicode.Scalar] {
        var reader = BusPayloadReader(payload)
        return (0..<payload.count / 3).compactMap { _ in Unicode.Scalar(reader.next24()) }
    }

    package static func payload(missing: [Unicode.Scalar]) -> [UInt8] {
        missing.flatMap { [UInt8].littleEndian24($0.value) }
    }
}
