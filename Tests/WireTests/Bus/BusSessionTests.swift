// SPDX-License-Identifier: Apache-2.0

import CSodium
import Simulators
import Testing

@testable import Wire

@Suite struct BusSessionTests {
    private let session = BusSession(
        BusKey(1, 2),
        BusSession.Meeting(uid: BusUID(0x02A1_B2C3_D4E5), controllerNonce: 3, unitNonce: 4))

    private func sealed(_ sequence: UInt8, by session: inout BusSession) throws -> BusFrame {
        let sealed = session.seal(request: request(sequence))
        return try #require(sealed)
    }

    private func request(_ sequence: UInt8) -> BusFrame {
        BusFrame(.clear(tag: 9), to: 5, sequence: sequence)
    }

    @Test func `SipHash is that of libsodium`() {
        var random = SeededRandom(seed: 5)
        for length in 0..<500 {
            let key = BusKey(random.next(), random.next())
            let message = (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) }
            var mac = [UInt8](repeating: 0, count: 8)
            crypto_shorthash(&mac, message, UInt64(length), key.bytes)
            #expect(SipHash.mac(key: key, message) == mac.littleEndian(at: 0))
        }
    }

    @Test func `a request is obeyed once, and never after a later one`() throws {
        var controller = session
        var unit = session
        let first = try sealed(1, by: &controller)
        let second = try sealed(2, by: &controller)
        let obeyed = [first, first, second, first, request(3)].map { unit.accept(request: $0) }
        #expect(obeyed == [true, false, true, false, false])
    }

    @Test func `an answer counts only for its own request`() throws {
        var controller = session
        let first = try sealed(1, by: &controller)
        let second = try sealed(1, by: &controller)
        let answer = session.seal(answer: .answer(to: first, address: 5), to: first)
        #expect(controller.accept(answer: answer, to: first))
        #expect(!controller.accept(answer: answer, to: second))
        #expect(!controller.accept(answer: .answer(to: first, address: 5), to: first))
        #expect(!controller.accept(answer: .answer(to: first, address: 5), to: request(1)))
    }

    @Test func `nothing of a sealed frame can be changed`() throws {
        var controller = session
        let sealed = try sealed(1, by: &controller)
        for index in 1..<sealed.body.count - 4 {
            var body = sealed.body
            body[index] ^= 1
            let end = body.count - 4
            body.replaceSubrange(end..., with: [UInt8].littleEndian(CRC32.of(body[..<end])))
            var unit = session
            let isObeyed = unit.accept(request: try BusFrame(body: body))
            #expect(!isObeyed, "byte \(index)")
        }
    }

    @Test func `a session ends before its counter comes again`() {
        var controller = session
        var last = request(1)
        last.seal = BusFrame.Seal(counter: .max, mac: 0)
        last.seal = session.seal(answer: last, to: last).seal
        let isObeyed = controller.accept(request: last)
        let next = controller.seal(request: request(2))
        #expect(isObeyed)
        #expect(next == nil)
    }
}
