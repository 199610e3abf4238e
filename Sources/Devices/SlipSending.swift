// SPDX-License-Identifier: Apache-2.0

import Wire

/// Hands a slip to the line no faster than the printer takes it.
///
/// A printer that can say "wait" only in the byte stream gets the slip in small pieces, each when
/// the one before is through the wire, and none after `XOFF`: the system's own handling of it
/// would hold back our questions too. One that cannot say it at all gets no more at once than its
/// memory holds.
struct SlipSending: Sendable {
    /// Bytes handed over so far.
    private(set) var given = 0
    /// Since when the printer has wanted us to wait.
    private(set) var stoppedSince: Int64?
    /// When the next piece may go.
    private(set) var nextAt: Int64
    private let bytes: [UInt8]
    private let boundaries: [Int]
    private let profile: PrinterProfile
    private let timing: PrinterDriver.Timing

    init(
        _ bytes: [UInt8], _ profile: PrinterProfile, _ timing: PrinterDriver.Timing, now: Int64
    ) {
        self.bytes = bytes
        self.profile = profile
        self.timing = timing
        boundaries = bytes.count > Self.pieceLimit(profile) ? EscPos.boundaries(of: bytes) : []
        nextAt = now
    }

    var isDone: Bool { given == bytes.count }

    /// Whether a question would not get into the middle of a command's data.
    var isBetweenCommands: Bool { isDone || boundaries.contains(given) }

    var deadline: Int64? { isDone || stoppedSince != nil ? nil : nextAt }

    /// The next piece, if one may go now.
    mutating func next(_ now: Int64) -> ArraySlice<UInt8>? {
        guard !isDone, stoppedSince == nil, nextAt <= now else { return nil }
        let end = pieceEnd
        defer {
            nextAt = now + pause(after: end - given)
            given = end
        }
        return bytes[given..<end]
    }

    mutating func stop(_ now: Int64) {
        if !isDone, stoppedSince == nil { stoppedSince = now }
    }

    mutating func goOn() { stoppedSince = nil }

    /// What kept the printer is mended: from now on it should say so.
    mutating func waitAnew(_ now: Int64) {
        if stoppedSince != nil { stoppedSince = now }
    }

    /// Ends where a command ends, if one does within a piece.
    private var pieceEnd: Int {
        let limit = Self.pieceLimit(profile)
        guard bytes.count - given > limit else { return bytes.count }
        return boundaries.last { $0 > given && $0 <= given + limit } ?? given + limit
    }

    /// Half the memory, so that what is printed slowly, like the text before a picture, still has
    /// room while the next piece comes.
    private static func pieceLimit(_ profile: PrinterProfile) -> Int {
        switch profile.flowControl {
        case .rtscts: .max
        case .xonxoff: min(128, max(profile.bufferBytes / 8, 16))
        case .none: max(profile.bufferBytes / 2, 16)
        }
    }

    private func pause(after count: Int) -> Int64 {
        let printing = profile.flowControl == .none ? profile.millisecondsToPrint(count) : 0
        return max(timing.transmission(of: count), printing, 1)
    }
}

extension PrinterProfile {
    /// How long a picture of so many bytes takes.
    fileprivate func millisecondsToPrint(_ count: Int) -> Int64 {
        let rows = count * 8 / max(dots, 8) + 1
        let rowsPerSecond = max(millimetresPerSecond * dotsPerInch * 10 / 254, 1)
        return Int64(rows * 1000 / rowsPerSecond)
    }
}
