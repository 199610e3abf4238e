// SPDX-License-Identifier: Apache-2.0

import Simulators
import Testing
import Wire

/// Keys, ratings, presence, pads, addresses and keys of a virtual unit.
struct UnitEventTests {
    @Test func `a press waits until it is acknowledged, and is told once it is started`() throws {
        var bench = UnitBench()
        let pressed = bench.wire.happen(to: 0) { unit, time in
            unit.press(.callNext, digits: 12, at: time)
        }
        #expect(pressed)
        bench.wait(milliseconds: 300)
        #expect(bench.status()?.events == [])
        let start = try #require(
            bench.ask(.start(UnitBench.uid)).flatMap { BusStart(payload: $0.payload) })
        #expect(start.boot == 1 && start.next == 2)
        let status = bench.status()
        #expect(status?.first == 1)
        #expect(
            status?.events.map { BusEventMeaning($0) } == [.key(.callNext, digits: 12)])
        #expect(status?.events.first?.age ?? 0 >= 3)
        #expect(bench.status()?.events.count == 1)
        #expect(bench.status(ack: 1)?.events == [])
        #expect(bench.unit.waitingEvents == 0)
    }

    @Test func `a rating ends with one event, pressed or not`() {
        var bench = UnitBench()
        _ = bench.ask(.start(UnitBench.uid))
        #expect(bench.ask(.rate(ref: 5, seconds: 20))?.status == 0)
        #expect(bench.unit.hardware.isRatingOpen)
        #expect(bench.wire.happen(to: 0) { unit, time in unit.rate(4, at: time) })
        #expect(!bench.wire.happen(to: 0) { unit, time in unit.rate(1, at: time) })
        #expect(bench.ask(.rate(ref: 6, seconds: 1))?.status == 0)
        bench.wait(milliseconds: 1100)
        #expect(
            bench.status()?.events.map { BusEventMeaning($0) }
                == [.rating(grade: 4, ref: 5), .rating(grade: nil, ref: 6)])
    }

    @Test func `a cut cable never reads as nobody`() {
        var bench = UnitBench()
        _ = bench.ask(.start(UnitBench.uid))
        bench.wire.happen(to: 0) { $0.sense(.nobody, fault: .cableCut, at: $1) }
        let channels = bench.ask(.presence).map { BusChannel.channels(payload: $0.payload) }
        #expect(channels?.first?.state == .unknown && channels?.first?.fault == .cableCut)
        #expect(
            bench.status()?.events.map { BusEventMeaning($0) }
                == [.presence(channel: 0, .unknown, quality: 100, .cableCut)])
    }

    @Test func `pad, light and buzzer do as told`() {
        var bench = UnitBench()
        var face = BusPadFace()
        face.waiting = 17
        face.state = [.paused]
        face.number = "A023"
        #expect(bench.ask(.pad(face))?.status == 0)
        #expect(bench.unit.hardware.pad == face)
        #expect(bench.ask(.light(.fast, .red))?.status == 0)
        #expect(bench.unit.hardware.light == .fast)
        #expect(bench.ask(.beep(times: 3, length: 10))?.status == 0)
        #expect(bench.unit.hardware.beeps == 3)
    }

    @Test func `a repeated request takes effect once and gets the same answer`() {
        var bench = UnitBench()
        let frame = BusFrame(.beep(times: 1, length: 10), to: 7, sequence: 200)
        let first = bench.send(frame)
        #expect(first?.status == 0)
        #expect(bench.send(frame) == first)
        #expect(bench.unit.hardware.beeps == 1)
    }

    @Test func `an address and a rate are kept over a power cut`() {
        var bench = UnitBench()
        var link = BusLink(UnitBench.uid)
        link.address = 9
        link.baud = .baud19200
        #expect(bench.ask(.link(link), at: 255)?.address == 7)
        bench.wait(milliseconds: 20)
        #expect(bench.unit.baud == 19_200 && bench.unit.address == 9)
        bench.wire.restart(0)
        bench.wire.setControllerBaud(19_200)
        #expect(bench.ask(.identify, at: 9)?.status == 0)
    }

    @Test func `with a key it obeys sealed requests alone`() throws {
        let key = BusKey(0x0123_4567_89AB_CDEF, 42)
        var bench = UnitBench(key: key)
        #expect(bench.show("A1")?.error == .sealRequired)
        let opening = try #require(
            bench.ask(.open(nonce: 77)).flatMap { BusOpening(payload: $0.payload) })
        let meeting = BusSession.Meeting(
            uid: UnitBench.uid, controllerNonce: 77, unitNonce: opening.nonce)
        #expect(opening.proof == meeting.proof(key))
        var session = BusSession(key, meeting)
        let sealed = session.seal(
            request: BusFrame(.beep(times: 2, length: 1), to: 7, sequence: 30))
        let request = try #require(sealed)
        let heard = bench.send(request)
        let answer = try #require(heard)
        #expect(answer.status == 0 && session.accept(answer: answer, to: request))
        #expect(bench.send(request) == answer)
        var stale = request
        stale.sequence = 31
        #expect(bench.send(stale)?.error == .sealBad)
        #expect(bench.unit.hardware.beeps == 2)
    }

    @Test func `a new firmware runs after its restart`() {
        var bench = UnitBench()
        let image = (0..<500).map { UInt8(truncatingIfNeeded: $0) }
        let sum = CRC32.of(image)
        let version = BusVersion(2, 0, 1)
        #expect(bench.ask(.firmware(size: 500, sum: sum, version: version))?.status == 0)
        for offset in stride(from: 0, to: 500, by: 100) {
            let data = Array(image[offset..<offset + 100])
            #expect(bench.ask(.block(offset: UInt32(offset), data: data))?.status == 0)
        }
        #expect(bench.ask(.finish)?.status == 0)
        bench.wait(milliseconds: 50)
        #expect(bench.unit.boot == 2)
        let identity = bench.ask(.identify).flatMap { BusIdentity(payload: $0.payload) }
        #expect(identity?.firmware == version)
    }

    @Test func `a maker's first unit knows no command above its level`() {
        var bench = UnitBench { $0.capabilities.level = 1 }
        let capabilities = bench.ask(.capabilities).flatMap {
            BusCapabilities(payload: $0.payload)
        }
        #expect(capabilities?.level == 1)
        #expect(bench.ask(.statistics)?.error == .unknownCommand)
        #expect(bench.show("A1")?.status == 0)
    }

    @Test func `several units on a pair are one device of a line`() {
        let units = (1...3).map { number in
            VirtualUnit(
                UnitModel(BusUID(UInt64(number)), charset: tinyGB, glyphs: tinyFont),
                address: UInt8(number))
        }
        var bus = VirtualUnitBus(units, baud: 9600)
        let start: Int64 = 1_000_000
        #expect(bus.receive(BusFrame(.identify, to: 2, sequence: 0).wire, now: start) == [])
        var decoder = BusFrameDecoder()
        var heard: [BusFrameDecoder.Heard] = []
        var now = start
        while heard.isEmpty, let next = bus.nextDeadline, now < start + 1000 {
            now = max(now + 1, next)
            heard = decoder.feed(bus.tick(now: now))
        }
        guard case .frame(let answer)? = heard.first else {
            Issue.record("no answer in \(now - start) ms")
            return
        }
        #expect(answer.address == 2 && now - start >= 40 && now - start < 60)
        #expect(bus.place(ofAddress: 3) == 2)
        let (_, isTaken) = bus.happen(to: 2, now: now) { $0.press(.recall, at: $1) }
        #expect(isTaken && bus.units[2].waitingEvents == 1)
        bus.hang([units[2], VirtualUnit(units[0].model, address: 9)])
        #expect(bus.units.map(\.address) == [3, 1])
        #expect(bus.units[0].waitingEvents == 1)
    }
}
