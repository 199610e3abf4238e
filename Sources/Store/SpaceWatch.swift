// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Tells early that the disk is filling up, so that new tickets are refused while what is under
/// way can still be written.
package struct SpaceWatch: Sendable {
    package enum State: String, Sendable {
        case ok
        case low
    }

    /// How it stood at the last look.
    package private(set) var state = State.ok
    private let lowBytes: Int64
    private let okBytes: Int64
    private let freeBytes: @Sendable () -> Int64?

    /// - Parameters:
    ///   - lowBytes: below this space is low.
    ///   - okBytes: only at this it is well again, so that the hall does not waver around one
    ///     figure; a half more than `lowBytes` if nil.
    ///   - freeBytes: how much a process without privileges may still write; nil when that cannot
    ///     be told, which changes nothing.
    package init(
        lowBytes: Int64 = 64 << 20, okBytes: Int64? = nil,
        freeBytes: @escaping @Sendable () -> Int64?
    ) {
        self.lowBytes = lowBytes
        self.okBytes = max(lowBytes, okBytes ?? lowBytes + lowBytes / 2)
        self.freeBytes = freeBytes
    }

    /// Watches the disk that holds a directory.
    package init(directory: String, lowBytes: Int64 = 64 << 20, okBytes: Int64? = nil) {
        self.init(lowBytes: lowBytes, okBytes: okBytes) { Self.freeBytes(at: directory) }
    }

    /// How much a process without privileges may still write where a directory is.
    @Sendable package static func freeBytes(at directory: String) -> Int64? {
        var status = statvfs()
        guard statvfs(directory, &status) == 0 else { return nil }
        let (bytes, overflow) = UInt64(status.f_bavail).multipliedReportingOverflow(
            by: UInt64(status.f_frsize))
        return overflow ? .max : Int64(clamping: bytes)
    }

    /// Looks again.
    package mutating func look() -> State {
        guard let free = freeBytes() else { return state }
        switch state {
        case .ok where free < lowBytes: state = .low
        case .low where free >= okBytes: state = .ok
        default: break
        }
        return state
    }
}
