// SPDX-License-Identifier: Apache-2.0

/// The answer to a poll (SPEC.md section 8.3).
package struct BusStatus: Sendable, Hashable {
    package struct Flags: OptionSet, Sendable, Hashable {
        package let rawValue: UInt8
        package init(rawValue: UInt8) { self.rawValue = rawValue }

        /// No START has come since power-up, so that no events are told.
        package static let notStarted = Flags(rawValue: 1 << 0)
        /// The controller was silent; what the sign shows is the unit's own.
        package static let silence = Flags(rawValue: 1 << 1)
        /// STATISTICS says which.
        package static let fault = Flags(rawValue: 1 << 2)
        package static let moreEvents = Flags(rawValue: 1 << 3)
        /// Since START.
        package static let eventsLost = Flags(rawValue: 1 << 4)
        package static let busyWithFirmware = Flags(rawValue: 1 << 5)
    }

    /// The most events of one answer.
    package static let eventLimit = 8

    package var flags: Flags = []
    /// The tag of what is on the sign; 0: it is not the controller's.
    package var shown: UInt16 = 0
    /// The number of the first event; each other has the number after (`BusEvent.number(after:)`).
    package var first: UInt16 = 0
    package var events: [BusEvent] = []

    package init() {}

    private static let length = 3

    /// Nil if it is too short; an event cut off is no event.
    package init?(payload: [UInt8]) {
        guard payload.count >= Self.length else { return nil }
        var reader = BusPayloadReader(payload)
        flags = Flags(rawValue: reader.next())
        shown = reader.next()
        let count = min((payload.count - Self.length - 2) / BusEvent.length, Self.eventLimit)
        guard count > 0 else { return }
        first = reader.next()
        events = (0..<count).map { _ in BusEvent(&reader) }
    }

    package var payload: [UInt8] {
        let head = [flags.rawValue] + .littleEndian(shown)
        if events.isEmpty { return head }
        return head + .littleEndian(first) + events.prefix(Self.eventLimit).flatMap(\.bytes)
    }

    /// The events with their numbers.
    package var numberedEvents: [(number: UInt16, event: BusEvent)] {
        var number = first
        return events.map { event in
            defer { number = BusEvent.number(after: number) }
            return (number, event)
        }
    }
}

/// What happened at a unit (SPEC.md section 10.2).
package struct BusEvent: Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
        case key
        case rating
        case presence
        case fault
        /// Of a later version.
        case other(UInt8)

        package init(rawValue: UInt8) {
            self =
                switch rawValue {
                case 1: .key
                case 2: .rating
                case 3: .presence
                case 4: .fault
                default: .other(rawValue)
                }
        }

        package var rawValue: UInt8 {
            switch self {
            case .key: 1
            case .rating: 2
            case .presence: 3
            case .fault: 4
            case .other(let number): number
            }
        }
    }

    package var kind: Kind
    /// When it was sent, in 0.1 s; 255: 25.5 s or more.
    package var age: UInt8
    package var code: UInt8
    package var value: UInt16

    package init(_ kind: Kind, age: UInt8 = 0, code: UInt8, value: UInt16) {
        self.kind = kind
        self.age = age
        self.code = code
        self.value = value
    }

    /// Events are numbered 1 to 65535 and over again.
    package static func number(after number: UInt16) -> UInt16 { max(number &+ 1, 1) }

    static let length = 5

    fileprivate init(_ reader: inout BusPayloadReader) {
        kind = Kind(rawValue: reader.next())
        age = reader.next()
        code = reader.next()
        value = reader.next()
    }

    fileprivate var bytes: [UInt8] {
        [kind.rawValue, age, code] + .littleEndian(value)
    }
}
