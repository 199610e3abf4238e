// SPDX-License-Identifier: Apache-2.0

package import Wire

/// Keeps the LED strips on one line showing what they should.
///
/// Strips never answer, so `sent` is all that can be said: every face is sent anew when the line
/// comes back and once a minute, in case a strip missed it or was switched off.
package struct SignBusDriver: LineDriver {
    package enum Command: Sendable, Equatable {
        /// The face a strip should show from now on; the face it already has changes nothing.
        case show(address: UInt8, SignFace)
        /// Flashes the strip's face again, as for a recall.
        case flashAgain(address: UInt8)
    }

    package enum Report: Sendable, Equatable {
        /// The face went out to the strip, for the first time since it was asked for or since the
        /// line came back. Nothing proves that it is seen.
        case sent(address: UInt8, SignFace)
    }

    private struct Strip {
        var face: SignFace
        var dueAt: Int64
        var flashes: Bool
        var isReported = false

        /// A text that runs cannot flash: whoever is called must see it at once.
        var mode: QTStrip.Mode {
            flashes ? .flash : face.isTooWide ? .left : .immediate
        }
    }

    /// Milliseconds after which a face is sent again.
    private static let refresh: Int64 = 60_000

    /// In the middle, since makers count from either end.
    private static let runningSpeed: UInt8 = 3

    private let charset: Charset
    private let checksum: QTStrip.Checksum
    private let serial: SerialSettings
    private var strips: [UInt8: Strip] = [:]
    private var isUp = false
    private var lineFreeAt: Int64 = .min

    package init(
        charset: Charset = .gb2312, checksum: QTStrip.Checksum = .body,
        serial: SerialSettings = SerialSettings()
    ) {
        self.charset = charset
        self.checksum = checksum
        self.serial = serial
    }

    package var nextDeadline: Int64? {
        guard isUp, let first = strips.values.map(\.dueAt).min() else { return nil }
        return max(first, lineFreeAt)
    }

    package mutating func lineUp(now: Int64) -> [LineAction<Report>] {
        isUp = true
        for address in strips.keys {
            strips[address]?.dueAt = now
            strips[address]?.isReported = false
        }
        return sendNext(now)
    }

    package mutating func lineLost(unsent: Int, now: Int64) -> [LineAction<Report>] {
        isUp = false
        return []
    }

    /// Strips do not speak; whatever comes in is noise.
    package mutating func received(_ bytes: [UInt8], now: Int64) -> [LineAction<Report>] { [] }

    package mutating func perform(_ command: Command, now: Int64) -> [LineAction<Report>] {
        switch command {
        case .show(let address, let face):
            guard strips[address]?.face != face else { return [] }
            strips[address] = Strip(face: face, dueAt: now, flashes: face.flashMilliseconds > 0)
        case .flashAgain(let address):
            guard let face = strips[address]?.face else { return [] }
            strips[address] = Strip(face: face, dueAt: now, flashes: face.flashMilliseconds > 0)
        }
        return sendNext(now)
    }

    package mutating func deadlineReached(now: Int64) -> [LineAction<Report>] { sendNext(now) }

    /// Sends one frame if the line is free: to the strip that has waited longest.
    private mutating func sendNext(_ now: Int64) -> [LineAction<Report>] {
        guard isUp, now >= lineFreeAt,
            let (address, strip) = strips.filter({ $0.value.dueAt <= now })
                .min(by: { ($0.value.dueAt, $0.key) < ($1.value.dueAt, $1.key) })
        else { return [] }
        let frame = QTStrip.frame(
            address: address, text: strip.face.text, mode: strip.mode, charset: charset,
            checksum: checksum, speed: strip.mode == .left ? Self.runningSpeed : 0
        ).bytes
        lineFreeAt = now + serial.transmissionMilliseconds(of: frame.count) + QTStrip.pause
        let next = now + (strip.flashes ? strip.face.flashMilliseconds : Self.refresh)
        strips[address] = Strip(face: strip.face, dueAt: next, flashes: false, isReported: true)
        let send = LineAction<Report>.send(frame)
        return strip.isReported
            ? [send] : [send, .report(.sent(address: address, strip.face))]
    }
}
