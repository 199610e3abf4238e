// SPDX-License-Identifier: Apache-2.0

import BusScene
import Devices
import Simulators
import Testing
import Wire

/// What goes first on the wire, how long it takes, and what ports add.
struct BusTimingTests {
    /// Requests on the wire since the trace was last taken, with their moments in nanoseconds.
    private func requests(_ hall: inout BusHall) -> [(frame: BusFrame, began: Int64, ended: Int64)]
    {
        hall.wire.trace.take().compactMap { passage in
            var decoder = BusFrameDecoder()
            guard passage.end == .controller, passage.sent.count > 1,
                case .frame(let frame)? = decoder.feed(passage.sent).first
            else { return nil }
            return (frame, passage.began, passage.ended)
        }
    }

    @Test(arguments: [9600, 19200, 38400, 57600, 115200])
    func `a call is acknowledged within 1.3 times what the wire allows`(baud: Int) throws {
        var hall = busHall(8, baud: baud) { unit in
            unit.turnAround = 20_000 / Double(baud)
        }
        hall.plug()
        hall.pass(15_000)
        hall.wire.trace.limit = 1000
        var ratios: [Double] = []
        for call in 0..<101 {
            let address = UInt8(call % 8 + 1)
            let face = SignFace(text: "请A\(100 + call)到\(address)号窗口", flashMilliseconds: 3000)
            _ = hall.wire.trace.take()
            let asked = hall.wire.now
            hall.perform(.show(address: address, face))
            let moment = hall.pass(atMost: 2000) { $0 == .shown(address: address, face) }
            let shown = try #require(moment)
            let passed = hall.wire.trace.take()
            // What was under way when the call came, and its answer.
            let show = try #require(
                passed.firstIndex { $0.sent.count > 30 && $0.end == .controller })
            let inFlight = passed[..<show].map(\.ended).max() ?? asked
            let bytes = passed[show...].reduce(0) { $0 + $1.sent.count }
            let limit = Double(bytes) * 10 / Double(baud) * 1e9
            ratios.append(Double(shown - max(asked, inFlight)) / limit)
            hall.pass(Int64(17 + call % 31))
        }
        let median = ratios.sorted()[ratios.count / 2]
        #expect(median <= 1.3, "\(ratios.sorted())")
    }

    @Test func `calls go ahead of polls, in the order in which they came`() {
        var hall = busHall(16)
        hall.plug()
        hall.pass(20_000)
        hall.wire.trace.limit = 1000
        for address in [UInt8(9), 2, 14, 5] { hall.show("B\(address)", at: address) }
        hall.pass(400)
        let sent = requests(&hall).map(\.frame)
        let first = sent.firstIndex { $0.command == BusCommand.show.rawValue } ?? 0
        #expect(first <= 1)
        let calls = sent[first...].prefix(4)
        #expect(calls.map(\.address) == [9, 2, 14, 5])
        #expect(calls.allSatisfy { $0.command == BusCommand.show.rawValue })
    }

    @Test func `a unit that missed its call for a moment gets it before others are polled`() throws
    {
        var hall = busHall(32)
        hall.plug()
        hall.pass(30_000)
        hall.wire.set(.hung, at: 4)
        let face = SignFace(text: "请A001号到5号窗口")
        hall.perform(.show(address: 5, face))
        hall.pass(600)
        #expect(!hall.liveAddresses.contains(5))
        hall.wire.set(.none, at: 4)
        let healed = hall.wire.now
        let shown = try #require(hall.pass(atMost: 5000) { $0 == .shown(address: 5, face) })
        // A round of polls is two seconds.
        #expect(shown - healed < 1_000_000_000)
    }

    @Test func `a unit on a noisy wire stays live while it is asked whether it is still itself`() {
        var hall = busHall(8, baud: 115200)
        hall.plug()
        hall.pass(30_000)
        _ = hall.takeReports()
        hall.wire.noiseToUnits = BusNoise(bitErrors: 100)
        hall.wire.noiseToController = BusNoise(bitErrors: 100)
        hall.wire.trace.limit = 100_000
        hall.pass(120_000)
        let starts = requests(&hall).count { $0.frame.command == BusCommand.start.rawValue }
        #expect(starts > 10)
        for case .unit(let address, let state) in hall.takeReports() {
            #expect(state.condition == .live, "unit \(address)")
        }
    }

    @Test(arguments: [9600, 115200])
    func `polls take at most half of the wire and come as often as stated`(baud: Int) {
        var hall = busHall(16, baud: baud)
        hall.plug()
        hall.pass(60_000)
        hall.wire.trace.limit = 100_000
        _ = hall.wire.trace.take()
        _ = hall.takeReports()
        hall.pass(20_000)
        var polled: [Int64] = []
        for (frame, began, _) in requests(&hall)
        where frame.address == 7 && frame.command == BusCommand.status.rawValue {
            polled.append(began)
        }
        let period = BusTiming.pollPeriod(units: 16, baud: baud)
        let longest = zip(polled.dropFirst(), polled).map { ($0 - $1) / 1_000_000 }.max() ?? .max
        #expect(longest <= period + period / 2)
        var figures: BusFigures?
        for case .line(let state) in hall.takeReports() { figures = state.figures }
        #expect((figures?.pollShare ?? 100) <= 50)
    }

    @Test func `every second something is heard, also when nobody is there`() {
        var hall = busHall(1)
        hall.wire.unplug(.unit(0))
        hall.wire.trace.limit = 10_000
        hall.plug()
        hall.pass(60_000)
        let sent = requests(&hall).map(\.began)
        let longest = zip(sent.dropFirst(), sent).map { $0 - $1 }.max() ?? .max
        #expect(longest <= 1_000_000_000)
    }

    @Test func `a port that hands over bytes every 16 ms and echoes is lived with`() {
        for seed in UInt64(1)...5 {
            var hall = busHall(8, seed: seed)
            hall.wire.adapter = BusAdapter(echoes: true, latency: 16_000_000, sendDelay: 1_000_000)
            hall.plug()
            for address in UInt8(1)...8 { hall.show("A\(address)", at: address) }
            let signs = Dictionary(uniqueKeysWithValues: (0..<8).map { ($0, "A\($0 + 1)") })
            #expect(hall.untilAgreed(signs, atMost: 5000) != nil, "seed \(seed)")
            hall.pass(30_000)
            #expect(hall.liveAddresses == Set(1...8), "seed \(seed)")
            var last: BusLineState?
            for case .line(let state) in hall.takeReports() { last = state }
            #expect(last?.hasEcho == true && last?.isBabbling == false, "seed \(seed)")
            #expect((last?.figures.silences ?? .max) < 5, "seed \(seed)")
        }
    }

    @Test func `an answer that comes too late is nobody's`() {
        var hall = busHall(3)
        hall.plug()
        hall.pass(10_000)
        hall.wire.set(.late(70_000_000), at: 1)
        for round in 0..<20 {
            for address in UInt8(1)...3 { hall.show("\(round)x\(address)", at: address) }
            hall.pass(700)
            for case .shown(let address, let face) in hall.takeReports() {
                #expect(hall.sign(Int(address) - 1) == face.text)
            }
        }
        #expect(hall.sign(0) == "19x1" && hall.sign(2) == "19x3")
    }

    @Test func `a face that changes while its pages are under way is abandoned`() {
        var hall = busHall(1)
        hall.plug()
        hall.pass(5000)
        let long = SignFace(pages: (0..<4).map { .init(lines: ["第\($0)页第\($0)页"]) })
        hall.perform(.show(address: 1, long))
        hall.pass(60)
        hall.show("A002", at: 1)
        hall.pass(200)
        #expect(hall.sign(0) == "A002")
        #expect(!hall.takeReports().contains(.shown(address: 1, long)))
    }
}
