// SPDX-License-Identifier: Apache-2.0

/// Finds strip frames in what a bus carries, whatever else it carries. Holds at most one
/// frame's worth of bytes.
package struct QTStripDecoder: Sendable {
    /// Frames that began well but broke off, were too long or failed their sum.
    package private(set) var badFrames = 0

    private let checksum: QTStrip.Checksum
    private var buffer: [UInt8] = []

    package init(checksum: QTStrip.Checksum = .body) {
        self.checksum = checksum
    }

    /// Whether a frame may have begun and not ended.
    package var isMidFrame: Bool { !buffer.isEmpty }

    /// Takes bytes as they come, in pieces of any size, and gives the frames they complete.
    package mutating func feed(_ bytes: some Sequence<UInt8>) -> [QTStrip.Frame] {
        var frames: [QTStrip.Frame] = []
        for byte in bytes {
            buffer.append(byte)
            search(&frames, lineIsSilent: false)
        }
        return frames
    }

    /// Gives up waiting for the rest of a broken frame; what came after its start is searched
    /// again. Call when the line has been silent for some tens of milliseconds.
    package mutating func lineSilent() -> [QTStrip.Frame] {
        var frames: [QTStrip.Frame] = []
        search(&frames, lineIsSilent: true)
        return frames
    }

    private mutating func search(_ frames: inout [QTStrip.Frame], lineIsSilent: Bool) {
        while !buffer.isEmpty {
            switch examine() {
            case .frame(let frame, let length):
                frames.append(frame)
                buffer.removeFirst(length)
            case .notAFrame:
                buffer.removeFirst()
            case .broken:
                badFrames += 1
                buffer.removeFirst()
            case .incomplete:
                guard lineIsSilent else { return }
                badFrames += buffer.count >= Self.head ? 1 : 0
                buffer.removeFirst()
            }
        }
    }

    private enum Finding {
        case frame(QTStrip.Frame, length: Int)
        case incomplete
        case notAFrame
        case broken
    }

    // AA addr BB and two command bytes.
    private static let head = 5
    // Sum and five attributes, any of which (the sum) may be FF.
    private static let textStart = 11

    private func examine() -> Finding {
        guard buffer[0] == 0xAA else { return .notAFrame }
        if buffer.count > 2, buffer[2] != 0xBB { return .notAFrame }
        guard buffer.count >= Self.head else { return .incomplete }
        switch (buffer[3], buffer[4]) {
        case (0x4F, 0x4E):
            return .frame(QTStrip.Frame(address: buffer[1], .on), length: Self.head)
        case (0x4F, 0x46):
            return .frame(QTStrip.Frame(address: buffer[1], .off), length: Self.head)
        case (0x51, 0x54):
            return examineMessage()
        default:
            return .notAFrame
        }
    }

    private func examineMessage() -> Finding {
        guard buffer.count > Self.textStart else { return .incomplete }
        guard let end = buffer[Self.textStart...].firstIndex(of: 0xFF) else {
            return buffer.count > Self.textStart + QTStrip.textLimit ? .broken : .incomplete
        }
        let body = Array(buffer[6..<end])
        guard QTStrip.sum(body, checksum) == buffer[5] else { return .broken }
        let message = QTStrip.Message(
            Array(body[5...]), mode: QTStrip.Mode(rawValue: body[0]), speed: body[1],
            stay: body[2], colour: body[3], valid: body[4])
        return .frame(QTStrip.Frame(address: buffer[1], .show(message)), length: end + 1)
    }
}
