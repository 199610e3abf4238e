// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Wire

/// Everything of `firmware-protocol/vectors`.
@Suite struct BusVectorTests {
    @Test(arguments: try Vector.all("crc"))
    func `the sums are right`(_ vector: Vector) throws {
        #expect(CRC32.of(try vector.plain.required) == vector.crc)
    }

    @Test(arguments: try Vector.all("cobs"))
    func `bytes are stuffed and come out again`(_ vector: Vector) throws {
        let stuffed = try vector.stuffed.required
        #expect(COBS.decode(stuffed) == vector.plain?.all)
        if let plain = vector.plain { #expect(COBS.encode(plain.all) == stuffed) }
    }

    @Test(arguments: try Vector.all("framing"))
    func `frames are found in whatever comes, in pieces of any size`(_ vector: Vector) throws {
        let bytes = try vector.bytes.required
        for size in [1, 2, 7, 5000] {
            var decoder = BusFrameDecoder()
            let heard = stride(from: 0, to: bytes.count, by: size)
                .flatMap { decoder.feed(bytes[$0..<min($0 + size, bytes.count)]) }
            #expect(heard == (try vector.hears?.map(expectation)))
            #expect(decoder.isMidFrame == (bytes.last != 0))
        }
    }

    private func expectation(_ text: String) throws -> BusFrameDecoder.Heard {
        guard text.hasPrefix("!") else {
            return .frame(try BusFrame(body: Bytes(text).all))
        }
        return .broken(
            try #require(BusFrame.Fault.allCases.first { "\($0)" == text.dropFirst() }))
    }

    @Test(arguments: try Vector.all("malformed"))
    func `what is no frame is dropped`(_ vector: Vector) throws {
        let bytes = try vector.bytes.required
        var decoder = BusFrameDecoder()
        let heard = decoder.feed(bytes)
        #expect(heard == [try expectation("!" + #require(vector.fault))])
        #expect([0] + COBS.encode(try vector.body.required) + [0] == bytes)
    }

    @Test(arguments: try Vector.all("requests"))
    func `requests are read and written`(_ vector: Vector) throws {
        let frame = try vector.frame()
        expect(frame, vector)
        let request = try BusRequest(command: frame.command, payload: frame.payload)
        guard vector.fields?["colour"] != .number(9) else {
            return #expect(request.fields["colour"] == .number(0))
        }
        #expect(request.fields == vector.fields)
        #expect(request.payload == frame.payload)
        #expect(
            BusFrame(request, to: frame.address, sequence: frame.sequence).wire
                == vector.bytes?.all)
    }

    @Test(arguments: try Vector.all("longer"))
    func `requests of a later version are read as far as known`(_ vector: Vector) throws {
        let frame = try vector.frame()
        let request = try BusRequest(command: frame.command, payload: frame.payload)
        #expect(request.fields == vector.fields)
    }

    @Test(arguments: try Vector.all("refused"))
    func `what a unit must not do is refused`(_ vector: Vector) throws {
        let frame = try vector.frame()
        let error = #expect(throws: BusError.self) {
            _ = try BusRequest(command: frame.command, payload: frame.payload)
        }
        #expect(error?.status == vector.error?.status)
        #expect(error?.payload == vector.error?.payload.all)
    }

    @Test(arguments: try Vector.all("answers") + Vector.all("events"))
    func `answers are read and written`(_ vector: Vector) throws {
        let frame = try vector.frame()
        expect(frame, vector)
        #expect(frame.isAnswer)
        #expect(frame.wire == vector.bytes?.all)
        if let error = frame.error {
            #expect(error.status == vector.status)
            #expect(error.payload == (error.status > 14 ? [] : vector.payload?.all))
        } else {
            let read = try #require(ReadAnswer(command: frame.command, payload: frame.payload))
            var fields = try #require(vector.fields)
            if fields["charset"] == .number(7) { fields["charset"] = .number(255) }
            #expect(read.fields == fields)
            if fields == vector.fields, vector.name != "an event cut off" {
                #expect(read.payload == frame.payload)
            }
        }
    }

    @Test(arguments: try Vector.all("packbits"))
    func `pictures come out of their packing`(_ vector: Vector) throws {
        let packed = try vector.packed.required
        #expect(PackBits.unpacked(packed, count: try #require(vector.size)) == vector.plain?.all)
    }

    @Test(arguments: try Vector.all("siphash"))
    func `the published series of SipHash comes out`(_ vector: Vector) throws {
        let key = try #require(BusKey(bytes: vector.key.required))
        #expect(
            SipHash.mac(key: key, try vector.message.required)
                == vector.mac?.all.littleEndian(at: 0))
    }

    @Test func `a session comes out of key, uid and nonces, and its seals are right`() throws {
        let vectors = try Vector.all("seals")
        let meeting = try #require(vectors.first)
        let uid = try #require(BusUID(bytes: meeting.uid.required))
        let key = try #require(BusKey(bytes: meeting.key.required))
        let opened = BusSession.Meeting(
            uid: uid,
            controllerNonce: try meeting.controllerNonce.required.littleEndian(at: 0),
            unitNonce: try meeting.unitNonce.required.littleEndian(at: 0))
        #expect(opened.proof(key) == meeting.proof?.all.littleEndian(at: 0))
        #expect(
            BusSession.installationProof(key, uid: uid)
                == meeting.installationProof?.all.littleEndian(at: 0))
        let session = BusSession(key, opened)
        for vector in vectors.dropFirst() {
            let frame = try vector.frame()
            expect(frame, vector)
            #expect(session.isRight(frame) == vector.sealIsRight, "\(vector.name)")
            #expect(frame.wire == vector.bytes?.all, "\(vector.name)")
        }
    }

    @Test(arguments: try Vector.all("conversations"))
    func `in conversations each answer belongs to its request`(_ vector: Vector) throws {
        for step in try #require(vector.steps) where step.do == "ask" {
            var decoder = BusFrameDecoder()
            let asked = decoder.feed(try step.bytes.required)
            guard let answer = step.answer else { continue }
            let answered = decoder.feed(answer.all)
            guard case .frame(let request) = try #require(asked.first),
                case .frame(let reply) = try #require(answered.first)
            else {
                Issue.record("no frames: \(step)")
                continue
            }
            #expect(reply.answers(request))
            #expect(reply.status == step.status)
            if reply.status == 0 {
                #expect(ReadAnswer(command: reply.command, payload: reply.payload) != nil)
            }
        }
    }

    private func expect(_ frame: BusFrame, _ vector: Vector) {
        #expect(frame.body == vector.body?.all)
        #expect(frame.address == vector.address)
        #expect(frame.sequence == vector.sequence)
        #expect(frame.command == vector.command)
        #expect(frame.isAnswer == (vector.status != nil))
        #expect(frame.status == vector.status ?? 0)
        #expect(frame.payload == vector.payload?.all)
        #expect(frame.seal?.counter == vector.counter)
        #expect(frame.seal?.mac == vector.mac?.all.littleEndian(at: 0))
    }
}
