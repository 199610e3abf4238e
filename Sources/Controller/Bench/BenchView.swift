// SPDX-License-Identifier: Apache-2.0

package import Simulators
import Wire

/// What the technician's bench page shows of the virtual devices.
package struct BenchView: Encodable, Sendable {
    package struct Faults: Encodable, Sendable, Equatable {
        package var paperOut: Bool
        package var coverOpen: Bool
        package var cutterJam: Bool
        /// It prints but never answers.
        package var mute: Bool
        package var headHot: Bool
        /// An error that only switching it off and on ends.
        package var broken: Bool
        /// Without power.
        package var off: Bool

        package init(_ printer: VirtualPrinter) {
            paperOut = printer.paperMillimetres == 0
            coverOpen = printer.status.coverOpen
            cutterJam = printer.isCutterJammed
            mute = printer.isMute
            headHot = printer.status.headHot
            broken = printer.status.unrecoverableError
            off = printer.isOff
        }
    }

    package struct Slip: Encodable, Sendable, Equatable {
        /// 1 for the printer's first slip since the start.
        package var index: Int
        package var text: [String]
        package var href: String
    }

    package struct Printer: Encodable, Sendable, Equatable {
        package var id: String
        package var name: String
        package var line: String
        package var faults: Faults
        package var unplugged: Bool
        package var noise: Double
        package var paperMillimetres: Int
        /// The last ones, the newest at the end.
        package var slips: [Slip]
    }

    package struct Sign: Encodable, Sendable, Equatable {
        package var id: String
        package var line: String
        package var address: UInt8
        package var window: String
        package var text: String
        package var flashing: Bool
        package var href: String
    }

    package struct Keypad: Encodable, Sendable, Equatable {
        package var id: String
        package var line: String
        package var address: UInt8
        package var window: String
        /// Nil while the digits are dark.
        package var waiting: Int?
        /// The three digits of the number in hand; nil while they are dark.
        package var number: String?
        /// Beeps so far.
        package var beeps: Int
        /// Presses that nobody acknowledged.
        package var lost: Int
    }

    /// A window unit; its sign and its keypad are among the others.
    package struct Unit: Encodable, Sendable, Equatable {
        package var id: String
        package var line: String
        package var address: UInt8
        package var window: String
        /// Twelve hexadecimal digits.
        package var uid: String
        package var unplugged: Bool
        /// Its program stands still.
        package var stuck: Bool
        /// It sends without end.
        package var babbling: Bool
        /// Whether the citizen is asked for a grade.
        package var rating: Bool
        /// Events that nobody took yet.
        package var waiting: Int
        package var restarts: Int
    }

    package struct Line: Encodable, Sendable, Equatable {
        package var id: String
        package var kind: String
        package var unplugged: Bool
        /// The share of bytes spoilt on the way, 0 to 1.
        package var noise: Double
    }

    /// Whether the shapes of characters were found; without them boxes are drawn.
    package var glyphs: Bool
    package var printers: [Printer]
    package var signs: [Sign]
    package var keypads: [Keypad]
    package var units: [Unit]
    package var lines: [Line]
}

/// The ids of devices that look different than before; absent where none does.
package struct BenchChange: Encodable, Sendable, Equatable {
    package var printers: Set<String>?
    package var signs: Set<String>?
    package var keypads: Set<String>?
    package var units: Set<String>?

    package var isEmpty: Bool {
        printers == nil && signs == nil && keypads == nil && units == nil
    }
}

/// What somebody does to a window unit; nil leaves it as it is.
package struct UnitWish: Sendable, Equatable {
    package var unplugged: Bool?
    package var stuck: Bool?
    package var babbling: Bool?
    /// Its power is cut for a moment.
    package var restart = false
    /// Another unit of the same kind, fresh from the factory, takes its place.
    package var swap = false
    /// The citizen presses one of five, 5 the best.
    package var grade: Int?
    /// Whether somebody sits on the mat.
    package var present: Bool?
    /// The mat's cable is cut.
    package var cableCut: Bool?

    package init() {}
}

/// What somebody does to a printer; nil leaves it as it is.
package struct PrinterWish: Sendable, Equatable {
    /// `false` puts a new roll in.
    package var paperOut: Bool?
    package var coverOpen: Bool?
    /// `false` mends the cutter, for which the cover is open for a few seconds if it had failed.
    package var cutterJam: Bool?
    package var mute: Bool?
    /// Anything else that can happen to a printer.
    package var fault: VirtualPrinter.Fault?

    package init(
        paperOut: Bool? = nil, coverOpen: Bool? = nil, cutterJam: Bool? = nil, mute: Bool? = nil
    ) {
        self.paperOut = paperOut
        self.coverOpen = coverOpen
        self.cutterJam = cutterJam
        self.mute = mute
    }
}

/// What somebody does to a line; nil leaves it as it is.
package struct LineWish: Sendable, Equatable {
    package var unplugged: Bool?
    /// The share of bytes spoilt on the way, brought into 0 to 1.
    package var noise: Double?

    package init(unplugged: Bool? = nil, noise: Double? = nil) {
        self.unplugged = unplugged
        self.noise = noise
    }
}
