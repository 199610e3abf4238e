// SPDX-License-Identifier: Apache-2.0

/// Finds frames in what the Window Bus carries, whatever else it carries (SPEC.md section 4). Holds
/// at most one frame's worth of bytes, and needs no silence.
package struct BusFrameDecoder: Sendable {
    /// What stood between two zeros.
    package enum Heard: Sendable, Hashable {
        case frame(BusFrame)
        case broken(BusFrame.Fault)
    }

    // Stuffing makes a body of this size one byte longer.
    private static let limit = BusFrame.bodyLimit + 1

    private var buffer: [UInt8] = []
    private var isTooLong = false

    package init() {
        buffer.reserveCapacity(Self.limit)
    }

    /// Whether something has begun and its closing zero has not come.
    package var isMidFrame: Bool { !buffer.isEmpty }

    /// Forgets what has begun.
    package mutating func reset() {
        buffer.removeAll(keepingCapacity: true)
        isTooLong = false
    }

    /// Takes bytes as they come, in pieces of any size, and gives what they complete.
    package mutating func feed(_ bytes: some Sequence<UInt8>) -> [Heard] {
        bytes.compactMap { feed(byte: $0) }
    }

    /// Takes one byte; gives something only if it is the zero that completes it.
    package mutating func feed(byte: UInt8) -> Heard? {
        guard byte == 0 else {
            if buffer.count < Self.limit {
                buffer.append(byte)
            } else {
                isTooLong = true
            }
            return nil
        }
        guard !buffer.isEmpty else { return nil }
        defer { reset() }
        if isTooLong { return .broken(.tooLong) }
        guard COBS.unstuff(&buffer) else { return .broken(.stuffing) }
        do {
            return .frame(try BusFrame(body: buffer))
        } catch {
            return .broken(error)
        }
    }
}
