// SPDX-License-Identifier: Apache-2.0

/// Finds keypad frames in what a bus carries, whatever else it carries. Holds at most one
/// frame's worth of bytes.
package struct KeypadDecoder: Sendable {
    /// Bytes that belonged to no whole frame.
    package private(set) var skippedBytes = 0

    private var buffer: [UInt8] = []

    package init() {}

    /// Whether a frame may have begun and not ended.
    package var isMidFrame: Bool { !buffer.isEmpty }

    /// Takes bytes as they come, in pieces of any size, and gives the frames they complete.
    package mutating func feed(_ bytes: some Sequence<UInt8>) -> [KeypadFrame] {
        var frames: [KeypadFrame] = []
        for byte in bytes {
            buffer.append(byte)
            search(&frames, lineIsSilent: false)
        }
        return frames
    }

    /// Gives up waiting for the rest of a broken frame; what came after its start is searched
    /// again. Call when the line has been silent for some tens of milliseconds.
    package mutating func lineSilent() -> [KeypadFrame] {
        var frames: [KeypadFrame] = []
        search(&frames, lineIsSilent: true)
        return frames
    }

    private mutating func search(_ frames: inout [KeypadFrame], lineIsSilent: Bool) {
        while !buffer.isEmpty {
            switch examine() {
            case .frame(let frame, let length):
                frames.append(frame)
                buffer.removeFirst(length)
            case .incomplete where !lineIsSilent:
                return
            case .incomplete, .notAFrame:
                buffer.removeFirst()
                skippedBytes += 1
            }
        }
    }

    private enum Finding {
        case frame(KeypadFrame, length: Int)
        case incomplete
        case notAFrame
    }

    private func examine() -> Finding {
        let count = buffer.count
        if buffer[0] != 0xFF || (count > 1 && buffer[1] != 0x68) { return .notAFrame }
        if count > 2, !(2...2 + KeypadFrame.dataLimit).contains(Int(buffer[2])) {
            return .notAFrame
        }
        if count > 3, buffer[3] != buffer[2] { return .notAFrame }
        if count > 4, buffer[4] != 0x68 { return .notAFrame }
        guard count > 5 else { return .incomplete }
        let length = Int(buffer[2])
        guard count >= length + 7 else { return .incomplete }
        let body = buffer[5..<5 + length]
        guard body.reduce(0, &+) == buffer[5 + length], buffer[6 + length] == 0x16 else {
            return .notAFrame
        }
        let frame = KeypadFrame(
            address: body[5], function: body[6], data: Array(body.dropFirst(2)))
        return .frame(frame, length: length + 7)
    }
}
