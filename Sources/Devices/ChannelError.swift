// SPDX-License-Identifier: Apache-2.0

import Glibc
package import Machine

/// Why a channel could not be opened or is no longer usable, for the log and the command line.
///
/// Pages show their own sentence for `code`.
package struct ChannelError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The kind of fault; the raw value is stable and names the sentence pages show.
    package enum Code: String, Sendable, CaseIterable {
        case badAddress = "bad-address"
        case notFound = "device-not-found"
        case busy = "device-busy"
        case permissionDenied = "device-permission-denied"
        case notADevice = "not-such-a-device"
        case unsupportedSetting = "unsupported-setting"
        case unreachable = "device-unreachable"
        case interrupted = "opening-interrupted"
        case otherDevice = "device-is-another"
        case notPaired = "not-paired"
        case pairingRefused = "pairing-refused"
        case lost = "line-lost"
        case system = "system-error"
    }

    /// What kind of fault it is.
    package let code: Code
    /// The device address or path concerned, as configured.
    package let subject: String
    /// What exactly happened, in English.
    package let detail: String

    package init(_ code: Code, _ subject: String, _ detail: String) {
        self.code = code
        self.subject = subject
        self.detail = detail
    }

    /// What the person who runs the machine can do about it, in English.
    package var remedy: String {
        switch code {
        case .badAddress:
            "write it as /dev/…, usblp:/dev/usb/lp0, pty:PATH, tcp://HOST:PORT or share://HOST:PORT"
        case .notFound:
            "plug the device in, or correct its address in the configuration"
        case .busy:
            "stop the other program that holds it; two devices must not share one address"
        case .permissionDenied:
            "let this user open it, usually by adding the user to the group dialout"
        case .notADevice:
            "give the address of the right kind of device"
        case .unsupportedSetting:
            "choose a setting that both the port and the device support"
        case .unreachable:
            "switch the device on and check its address, cable and network"
        case .interrupted:
            "nothing; the program was stopping"
        case .otherDevice:
            "plug the right device in; if this one is to take its place, reload the configuration"
        case .notPaired:
            "pair the two computers with `hallkeeper port-share pair` and `enter`"
        case .pairingRefused:
            "pair the two computers anew; both must have the key of the same pairing"
        case .lost:
            "check power and cable; the line comes back by itself"
        case .system:
            "look at the system's log"
        }
    }

    package var description: String { "\(subject): \(detail) (\(code.rawValue)): \(remedy)" }
}

extension ChannelError {
    /// The error for a failed system call, told by its `errno`.
    init(errno number: Int32, _ subject: String, _ action: String) {
        let code: Code =
            switch number {
            case ENOENT, ENODEV, ENXIO, ENOTDIR: .notFound
            case EBUSY, EWOULDBLOCK: .busy
            case EACCES, EPERM: .permissionDenied
            case ENOTTY: .notADevice
            case ECONNREFUSED, EHOSTUNREACH, ENETUNREACH, ETIMEDOUT: .unreachable
            default: .system
            }
        self.init(code, subject, "\(action): \(String(cString: strerror(number)))")
    }

    /// The system has no thread left.
    package init(_ unavailable: JoinableThread.Unavailable) {
        self.init(errno: unavailable.code, "thread", "cannot be started")
    }

    static func lost(_ subject: String, errno number: Int32) -> ChannelError {
        ChannelError(.lost, subject, String(cString: strerror(number)))
    }

    static func hungUp(_ subject: String) -> ChannelError {
        ChannelError(.lost, subject, "the other side hung up")
    }
}
