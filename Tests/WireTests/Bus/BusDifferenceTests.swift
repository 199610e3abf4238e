// SPDX-License-Identifier: Apache-2.0

import CWindowBus
import Simulators
import Testing

@testable import Wire

/// The codec and the C reference, written apart from the same text, must say the same.
@Suite struct BusDifferenceTests {
    private static let rounds = 100_000

    @Test func `random and damaged frames get the same verdict of both`() {
        let seed: UInt64 = 20_261_123
        var random = SeededRandom(seed: seed)
        var swift = BusFrameDecoder()
        var reference = wb_decoder()
        for round in 0..<Self.rounds {
            var bytes = BusFrame.random(&random).wire
            for _ in 0..<Int.random(in: 0...3, using: &random) { damage(&bytes, &random) }
            for byte in bytes {
                let heard = swift.feed(byte: byte)
                let other = wb_decode(&reference, byte)
                guard let fault = difference(heard, other, &reference) else { continue }
                Issue.record("seed \(seed), round \(round): \(fault), \(bytes)")
                return
            }
        }
    }

    /// What is not the same, if anything is.
    private func difference(
        _ heard: BusFrameDecoder.Heard?, _ other: wb_heard, _ reference: inout wb_decoder
    ) -> String? {
        let body = withUnsafeBytes(of: &reference.body) { Array($0.prefix(Int(reference.size))) }
        switch heard {
        case nil:
            return other == WB_NOTHING ? nil : "heard by C alone"
        case .frame(let frame):
            return other == WB_FRAME && frame.body == body ? nil : "\(frame), C \(other)"
        case .broken(.head):
            return other == WB_FRAME && body[0] & 0xCF != 0x40 ? nil : "head, C \(other)"
        case .broken(.tooShort):
            // The decoder in C leaves it to the unit whether a body is too short for its kind.
            return other == WB_BROKEN || body.count < 21 ? nil : "too short, C \(other)"
        case .broken(let fault):
            return other == WB_BROKEN ? nil : "\(fault), C \(other)"
        }
    }

    @Test func `bodies are put on the wire alike`() {
        var random = SeededRandom(seed: 7)
        for _ in 0..<Self.rounds / 10 {
            let frame = BusFrame.random(&random)
            let signed = frame.body.dropLast(4)
            var wire = [0, 0] + signed + [UInt8](repeating: 0, count: 5)
            let count = wb_encode(&wire, UInt8(signed.count))
            #expect(Array(wire.prefix(Int(count))) == frame.wire)
        }
    }

    @Test func `requests that the codec writes are obeyed, and refused where it refuses`() throws {
        let seed: UInt64 = 4
        var random = SeededRandom(seed: seed)
        let unit = ReferenceUnit.withEveryPart()
        let examples = try Vector.all("requests")
        for round in 0..<Self.rounds {
            var command = UInt8.random(in: 0...0x70, using: &random)
            var payload = (0..<Int.random(in: 0...30, using: &random)).map { _ in
                UInt8(truncatingIfNeeded: random.next() & random.next())
            }
            if random.happens(7000), let example = examples.randomElement(using: &random) {
                command = try #require(example.command)
                payload = try example.payload.required
                for _ in 0..<Int.random(in: 0...2, using: &random) { damage(&payload, &random) }
            }
            // With a key, or at another address, nothing would be answered any more.
            guard command != BusCommand.key.rawValue, command != BusCommand.link.rawValue else {
                continue
            }
            if let request = try? BusRequest(command: command, payload: payload) {
                #expect(
                    try BusRequest(command: command, payload: request.payload) == request,
                    "seed \(seed), round \(round)")
                if random.happens(5000) { payload = request.payload }
            }
            let frame = BusFrame(address: 5, sequence: 0, command: command, payload: payload)
            guard let answer = BusFrame(onlyOneOf: unit.hear(frame.wire)) else {
                let isAllowed = [.discover, .quiet].contains(BusCommand(rawValue: command))
                #expect(isAllowed, "seed \(seed), round \(round): no answer to \(frame)")
                continue
            }
            #expect(answer.answers(frame))
            expectSame(answer, frame, "seed \(seed), round \(round): \(frame)")
        }
    }

    private func expectSame(_ answer: BusFrame, _ request: BusFrame, _ comment: Comment) {
        let error = answer.error
        do {
            _ = try BusRequest(command: request.command, payload: request.payload)
            switch error {
            case .unknownCommand, .length, .text: Issue.record(comment)
            // A rate or a number of lines that this unit does not have.
            case .value(let offset): #expect([7, 8].contains(offset), comment)
            case nil: expectReadable(answer, comment)
            default: break
            }
        } catch {
            // What depends on the unit may be looked at before a field that comes later.
            switch answer.error {
            case .page, .wrongUnit, .notHere, .refused: break
            case .value(offset: 8) where request.command == BusCommand.show.rawValue: break
            case let other: #expect(other == error, comment)
            }
        }
    }

    private func expectReadable(_ answer: BusFrame, _ comment: Comment) {
        let read = ReadAnswer(command: answer.command, payload: answer.payload)
        #expect(read?.payload == answer.payload, comment)
    }

    private func damage(_ bytes: inout [UInt8], _ random: inout SeededRandom) {
        guard !bytes.isEmpty else { return }
        let index = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<5, using: &random) {
        case 0: bytes[index] ^= 1 << UInt8.random(in: 0...7, using: &random)
        case 1: bytes[index] = UInt8.random(in: 0...255, using: &random)
        case 2: bytes.remove(at: index)
        case 3: bytes.insert(bytes[index], at: index)
        default: bytes[index...] = []
        }
    }
}

extension BusFrame {
    /// Any frame, with many zeros.
    static func random(_ random: inout SeededRandom) -> BusFrame {
        func byte() -> UInt8 { UInt8.random(in: 0...255, using: &random) }
        let length = Int.random(in: 0...(random.happens(1000) ? 225 : 24), using: &random)
        let zeros = Int.random(in: 0...10_000, using: &random)
        return BusFrame(
            isAnswer: random.happens(5000), address: byte(), sequence: byte(), command: byte(),
            payload: (0..<length).map { _ in random.happens(zeros) ? 0 : byte() },
            seal: random.happens(2000) ? Seal(counter: UInt32(byte()), mac: random.next()) : nil)
    }

    /// The frame that these bytes are; nil if they are another number of frames than one.
    init?(onlyOneOf bytes: [UInt8]) {
        var decoder = BusFrameDecoder()
        let heard = decoder.feed(bytes)
        guard heard.count == 1, case .frame(let frame) = heard[0] else { return nil }
        self = frame
    }
}
