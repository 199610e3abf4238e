// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Wire

/// The vectors' conversations, held with the C reference.
@Suite struct ConversationTests {
    @Test(arguments: try Vector.all("conversations"))
    func `the C reference answers as it should`(_ vector: Vector) throws {
        let unit = try unit(#require(vector.unit))
        for step in try #require(vector.steps) {
            switch step.do {
            case "ask": try ask(unit, step)
            case "wait": unit.wait(try #require(step.ms))
            case "press": unit.press(try #require(step.key), digits: step.digits)
            case "rate": unit.rate(try #require(step.grade))
            case "sense":
                unit.sense(
                    channel: try #require(step.channel), state: try #require(step.state),
                    quality: try #require(step.quality), fault: try #require(step.fault))
            case "restart": unit.restart()
            default: Issue.record("no such step: \(step.do)")
            }
        }
    }

    @Test(arguments: try Vector.all("malformed"), [BusKey.none, BusKey(1, 2)])
    func `the C reference is silent at what is no frame`(_ vector: Vector, _ key: BusKey) throws {
        let unit = ReferenceUnit.withEveryPart(key: key)
        #expect(unit.hear(try vector.bytes.required).isEmpty)
        #expect(!unit.hear(BusFrame(.identify, to: 5, sequence: 0).wire).isEmpty)
    }

    @Test(arguments: try Vector.all("refused"))
    func `the C reference refuses what it must`(_ vector: Vector) throws {
        let unit = ReferenceUnit.withEveryPart()
        let answer = BusFrame(onlyOneOf: unit.hear(try vector.bytes.required))
        #expect(answer?.status == vector.error?.status)
        #expect(answer?.payload == vector.error?.payload.all)
    }

    private func ask(_ unit: ReferenceUnit, _ step: Vector.Step) throws {
        let answer = unit.hear(try step.bytes.required)
        guard step.answer != nil || step.status == nil else {
            var decoder = BusFrameDecoder()
            let heard = decoder.feed(answer)
            guard case .frame(let frame) = heard.first else {
                Issue.record("no answer: \(step.why)")
                return
            }
            #expect(frame.status == step.status, "\(step.why)")
            return
        }
        #expect(answer == step.answer?.all ?? [], "\(step.why)")
    }

    private func unit(_ unit: Vector.Unit) throws -> ReferenceUnit {
        guard case .text(let digits) = unit.identify["uid"], let uid = BusUID(digits) else {
            throw Vector.NoFrame(heard: [])
        }
        var identity = BusIdentity(uid)
        identity.vendor = unit.identify.number("vendor")
        identity.model = unit.identify.number("model")
        identity.hardware = unit.identify.number("hardware")
        identity.firmware = BusVersion(1, 0, 0)
        identity.name = "vectors"
        var abilities = BusCapabilities()
        abilities.features = .init(rawValue: unit.capabilities.number("features"))
        abilities.width = unit.capabilities.number("width")
        abilities.height = unit.capabilities.number("height")
        abilities.lines = unit.capabilities.number("lines")
        abilities.pages = unit.capabilities.number("pages")
        abilities.charset = .gbk
        abilities.colours = .init(rawValue: unit.capabilities.number("colours"))
        abilities.bauds = .init(rawValue: unit.capabilities.number("bauds"))
        abilities.presence = unit.capabilities.number("presence")
        return ReferenceUnit(
            identity, abilities, address: unit.address, boot: unit.boot,
            key: unit.key.flatMap { BusKey(bytes: $0.all) } ?? .none,
            nonces: unit.nonces.map(\.all), presence: unit.presence)
    }
}

extension [String: Field] {
    fileprivate func number<Number: FixedWidthInteger>(_ name: String) -> Number {
        guard case .integer(let number) = self[name] else { return 0 }
        return Number(clamping: number)
    }
}
