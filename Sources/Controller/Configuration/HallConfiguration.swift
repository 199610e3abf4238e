// SPDX-License-Identifier: Apache-2.0

package import Devices
package import Facts
package import Hall
package import Views
package import Wire

/// All that `hall.yaml` says: the structure the rules work with, and what the edge needs to reach
/// devices and browsers.
package struct HallConfiguration: Sendable, Equatable {
    /// Where a device's bytes go.
    package enum Wiring: Sendable, Equatable {
        /// A device made of software, for demonstration and training.
        case virtual
        case real(DeviceAddress)
    }

    /// One port with something at its far end.
    package struct Line: Sendable, Equatable {
        package enum Kind: String, Sendable, Equatable {
            /// LED strips that speak the QT protocol, by address.
            case qtStrip = "qt-strip"
            /// Keypads that speak the FF 68 protocol, by address.
            case keypadFF68 = "keypad-ff68"
            /// One ESC/POS printer.
            case escPos = "esc-pos"
            /// Window units, sign and keypad in one, that speak Window Bus, by address.
            case windowBus = "window-bus"
        }

        package var id: String
        package var kind: Kind
        package var wiring: Wiring
        /// How the port is set, where it is a serial one.
        package var serial: SerialSettings
        /// What kind of printer is at its far end, if one is.
        package var profile: PrinterProfile?
        /// Where the key of its pairing lies, if another computer shares it; a window bus's: the
        /// secret that its units' keys are made of, if they have keys.
        package var keyFile: String?
        /// The grade of each score key of its pads, counted from key 0, 0 for none; nil:
        /// `usualGrades`.
        package var grades: [Int]?

        /// Four keys, of the first four grades: what those pads in use are labelled. No document
        /// says how they count, so a hall tries each key once and writes down what comes.
        package static let usualGrades = [5, 4, 3, 2]

        package init(
            id: String, kind: Kind, wiring: Wiring, serial: SerialSettings,
            profile: PrinterProfile? = nil, keyFile: String? = nil, grades: [Int]? = nil
        ) {
            self.grades = grades
            self.id = id
            self.kind = kind
            self.wiring = wiring
            self.serial = serial
            self.profile = profile
            self.keyFile = keyFile
        }
    }

    package struct Printer: Sendable, Equatable {
        package var id: PrinterID
        package var line: Line

        package var profile: PrinterProfile { line.profile ?? .generic80 }
    }

    /// Something with an address on a line, belonging to a window.
    package struct Mount: Sendable, Equatable {
        package var window: WindowID
        package var line: String
        package var address: UInt8
        /// What fits on it, if it is a sign.
        package var shape: SignShape

        package init(
            window: WindowID, line: String, address: UInt8, shape: SignShape = SignShape()
        ) {
            self.window = window
            self.line = line
            self.address = address
            self.shape = shape
        }
    }

    package struct Listening: Sendable, Equatable {
        package var address = "127.0.0.1"
        package var port: UInt16 = 8080
        package var hostNames: Set<String> = []
        package var insecureLAN = false
    }

    /// How long what is not for ever is kept.
    package struct Retention: Sendable, Equatable {
        /// Days by kind of personal text; the day it was written is not counted.
        package var days = ["name": 1, "note": 365]
        /// Days the trace of inputs is kept.
        package var traceDays = 7

        package init() {}
    }

    /// Copies made while the hall runs.
    package struct Backups: Sendable, Equatable {
        package var directory: String
        package var everyMinutes = 60
        /// How many are kept; the oldest goes first.
        package var keep = 48
    }

    package var structure = HallStructure.empty
    /// What becomes of tickets at things the structure no longer has.
    package var retired = Retirement()
    package var retention = Retention()
    /// Nil: nobody copies by itself.
    package var backups: Backups?
    /// The zone's name in the system's zone files: `Asia/Shanghai`.
    package var zone = "Asia/Shanghai"
    /// Shows that nothing here is real, and lets this machine act without signing in.
    package var demo = false
    package var listening = Listening()
    package var lines: [Line] = []
    package var printers: [Printer] = []
    /// What stands on slips.
    package var slip = SlipTemplate.standard
    package var signs: [Mount] = []
    package var keypads: [Mount] = []
    /// What fits on a sign that says nothing of its own.
    package var signShape = SignShape()
    /// The officer who opens each window when a demo starts.
    package var demoOfficers: [WindowID: OfficerID] = [:]
    /// Where citizens' phones reach the hall; slips carry a QR code only if this is set.
    package var publicURL: String?
    /// Below this much free space new tickets are refused.
    package var minimumFreeMegabytes = 64

    package init() {}

    /// All ports: printers' lines, and those with several devices.
    package var everyLine: [Line] { printers.map(\.line) + lines }

    /// The name a sign has among the hall's devices.
    package static func signID(_ window: WindowID) -> DeviceID { DeviceID("sign-\(window)") }

    /// The name a keypad has among the hall's devices.
    package static func keypadID(_ window: WindowID) -> DeviceID { DeviceID("keypad-\(window)") }
}
