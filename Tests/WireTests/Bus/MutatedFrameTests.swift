// SPDX-License-Identifier: Apache-2.0

import Foundation
import Simulators
import Testing

@testable import Wire

/// What gets through when frames are damaged on the wire. `make bus-campaign` runs both long, by
/// HALLKEEPER_FRAMES.
@Suite struct MutatedFrameTests {
    private static let environment = ProcessInfo.processInfo.environment
    private static let seed = environment["HALLKEEPER_FRAME_SEED"].flatMap(UInt64.init) ?? 1
    /// How often a frame is damaged before another comes; few, so that the damage differs.
    private static let roundsOfFrame = 8
    private static let frames = environment["HALLKEEPER_FRAMES"].flatMap(Int.init)

    @Test func `no damaged frame is taken for another`() {
        var random = SeededRandom(seed: Self.seed)
        var frame = BusFrame.random(&random)
        var wire = frame.wire
        var decoder = BusFrameDecoder()
        var tally = Tally()
        for round in 0..<(Self.frames ?? 100_000) {
            if round.isMultiple(of: Self.roundsOfFrame) {
                frame = BusFrame.random(&random)
                wire = frame.wire
            }
            var bytes = wire
            Damage.any(&random).strike(&bytes, &random)
            bytes.append(0)
            tally.frames += 1
            if bytes.dropLast() == wire { tally.unharmed += 1 }
            for byte in bytes {
                switch decoder.feed(byte: byte) {
                case nil: break
                case .frame(frame): tally.right += 1
                case .broken: tally.refused += 1
                case .frame(let other):
                    tally.undetected += 1
                    Issue.record("seed \(Self.seed), round \(round): \(other) of \(wire)")
                }
            }
        }
        #expect(tally.undetected == 0)
        report("damaged frames", tally)
    }

    /// Why the sum has 32 bits: the same damage, with other sums behind the same stuffing.
    @Test(arguments: [Damage.bit, .burst], [Sum.ccitt16, .modbus16, .crc32])
    func `sums of sixteen bits let more through than the one of thirty-two`(
        _ damage: Damage, _ sum: Sum
    ) {
        var random = SeededRandom(seed: Self.seed)
        var body: [UInt8] = []
        var wire: [UInt8] = []
        var tally = Tally()
        for round in 0..<(Self.frames ?? 100_000) / 5 {
            if round.isMultiple(of: Self.roundsOfFrame) {
                let signed = Array(BusFrame.random(&random).body.dropLast(4))
                body = signed + sum.bytes(signed)
                wire = [0] + COBS.encode(body) + [0]
            }
            var bytes = wire
            damage.strike(&bytes, &random)
            tally.frames += 1
            for var piece in bytes.split(separator: 0).map(Array.init) {
                if !COBS.unstuff(&piece) || !sum.isRight(piece) {
                    tally.refused += 1
                } else if piece == body {
                    tally.right += 1
                } else {
                    tally.undetected += 1
                }
            }
        }
        if sum == .crc32 { #expect(tally.undetected == 0) }
        report("\(damage) behind \(sum)", tally)
    }

    private struct Tally {
        var frames = 0
        /// The damage put back what was there.
        var unharmed = 0
        /// Read as it was sent.
        var right = 0
        /// Pieces between zeros that were refused.
        var refused = 0
        var undetected = 0
    }

    private func report(_ what: String, _ tally: Tally) {
        guard Self.frames != nil else { return }
        FileHandle.standardError.write(Data("\(what), seed \(Self.seed): \(tally)\n".utf8))
    }
}

/// What happens to bytes on a wire.
enum Damage: CaseIterable, Sendable {
    case bit, twoBits, burst, byte, zero, lost, doubled, inserted, swapped, cut

    static func any(_ random: inout SeededRandom) -> Damage {
        allCases[Int.random(in: 0..<allCases.count, using: &random)]
    }

    func strike(_ bytes: inout [UInt8], _ random: inout SeededRandom) {
        let index = Int.random(in: 0..<bytes.count, using: &random)
        let other = Int.random(in: 0..<bytes.count, using: &random)
        let drawn = random.next()
        let noise = UInt8(truncatingIfNeeded: drawn)
        switch self {
        case .bit: bytes[index] ^= 1 << (noise & 7)
        case .twoBits:
            bytes[index] ^= 1 << (noise & 7)
            bytes[other] ^= 1 << (noise >> 3 & 7)
        case .burst: burst(&bytes, from: index * 8 + Int(noise & 7), drawn >> 8)
        case .byte: bytes[index] = noise
        case .zero: bytes[index] = 0
        case .lost: bytes.remove(at: index)
        case .doubled: bytes.insert(bytes[index], at: index)
        case .inserted: bytes.insert(noise, at: index)
        case .swapped: bytes.swapAt(index, other)
        case .cut: bytes.removeLast(index)
        }
    }

    /// Two to sixteen bits in a row, of which the first and the last are wrong and those between
    /// perhaps.
    private func burst(_ bytes: inout [UInt8], from start: Int, _ drawn: UInt64) {
        let length = 2 + Int(drawn & 0xFF) % 15
        for place in 0..<length {
            let isWrong = place == 0 || place == length - 1 || drawn >> (16 + place) & 1 == 1
            let bit = start + place
            if isWrong, bit / 8 < bytes.count { bytes[bit / 8] ^= 1 << UInt8(bit % 8) }
        }
    }
}

/// Sums that a frame could end with.
enum Sum: Sendable {
    /// Polynomial 0x1021, initial value 0xFFFF.
    case ccitt16
    /// Polynomial 0x8005 reflected, initial value 0xFFFF.
    case modbus16
    case crc32

    func bytes(_ body: [UInt8]) -> [UInt8] {
        switch self {
        case .ccitt16, .modbus16: .littleEndian(sixteen(body[...]))
        case .crc32: .littleEndian(CRC32.of(body))
        }
    }

    /// Whether a body ends with its own sum.
    func isRight(_ body: [UInt8]) -> Bool {
        let end = body.count - (self == .crc32 ? 4 : 2)
        guard end >= 4 else { return false }
        return self == .crc32
            ? CRC32.of(body[..<end]) == body.littleEndian(at: end)
            : sixteen(body[..<end]) == body.littleEndian(at: end)
    }

    private func sixteen(_ bytes: ArraySlice<UInt8>) -> UInt16 {
        bytes.reduce(0xFFFF) { sum, byte in
            self == .ccitt16
                ? Self.ccitt[Int(UInt8(sum >> 8) ^ byte)] ^ sum << 8
                : Self.modbus[Int(UInt8(truncatingIfNeeded: sum) ^ byte)] ^ sum >> 8
        }
    }

    private static let ccitt: [UInt16] = (0..<256).map { byte in
        (0..<8).reduce(UInt16(byte) << 8) { rest, _ in
            rest & 0x8000 == 0 ? rest << 1 : rest << 1 ^ 0x1021
        }
    }

    private static let modbus: [UInt16] = (0..<256).map { byte in
        (0..<8).reduce(UInt16(byte)) { rest, _ in
            rest & 1 == 0 ? rest >> 1 : rest >> 1 ^ 0xA001
        }
    }
}
