// SPDX-License-Identifier: Apache-2.0

/// The name of one thing of one kind: stable, never reused, compared byte for byte.
///
/// The kind is part of the type, so that a window can't be passed where a service is meant.
/// On the wire and in the journal an identifier is its text alone.
package struct Identifier<Kind>: Hashable, Sendable, Comparable, Codable,
    ExpressibleByStringLiteral, CustomStringConvertible
{
    /// The text people and files use for it.
    package let text: String

    package init(_ text: String) {
        self.text = text
    }

    package init(stringLiteral value: String) {
        self.text = value
    }

    package init(from decoder: any Decoder) throws {
        self.text = try decoder.singleValueContainer().decode(String.self)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }

    package static func < (left: Self, right: Self) -> Bool { left.text < right.text }

    package var description: String { text }
}

/// What kinds of things have identifiers.
package enum Kinds {
    package enum Service {}
    package enum Window {}
    package enum Ticket {}
    package enum Kiosk {}
    package enum Printer {}
    package enum Officer {}
    package enum Device {}
    package enum Input {}
    package enum Epoch {}
    package enum Appointment {}
}

/// A service 业务 citizens queue for.
package typealias ServiceID = Identifier<Kinds.Service>
/// A window 窗口, the place.
package typealias WindowID = Identifier<Kinds.Window>
/// A ticket 号票; random, so that nobody can guess another citizen's.
package typealias TicketID = Identifier<Kinds.Ticket>
/// A place where citizens take tickets.
package typealias KioskID = Identifier<Kinds.Kiosk>
/// A ticket printer.
package typealias PrinterID = Identifier<Kinds.Printer>
/// An officer 窗口工作人员.
package typealias OfficerID = Identifier<Kinds.Officer>
/// Anything at the end of a wire: a printer, a sign, a keypad, a line.
package typealias DeviceID = Identifier<Kinds.Device>
/// One input to the engine.
package typealias InputID = Identifier<Kinds.Input>
/// One unbroken life of a journal; a restored journal gets a new one.
package typealias EpochID = Identifier<Kinds.Epoch>
/// An appointment 预约; its text is what the citizen shows or types.
package typealias AppointmentID = Identifier<Kinds.Appointment>
