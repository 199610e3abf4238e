// SPDX-License-Identifier: Apache-2.0

import Testing
import Wire

@testable import Devices

/// What the controller learns of units and lines, each part by itself.
struct BusLearningTests {
    private let uid = BusUID(0xA)

    @Test func `an event counts once, around the end of the numbers too`() {
        var ledger = BusEventLedger()
        func taken(_ numbers: [UInt16]) -> [UInt16?] { numbers.map { ledger.take($0)?.number } }
        #expect(taken([1]) == [nil])
        let isNew = [(1, 1), (1, 2), (2, 1)].map { boot, next in
            ledger.start(uid, BusStart(boot: boot, next: next))
        }
        #expect(isNew == [true, false, true])
        #expect(ledger.ack == 0)
        #expect(taken([65_534, 65_535, 65_535, 1, 65_535]) == [65_534, 65_535, nil, 1, nil])
        #expect(taken([0, 1, 3]) == [nil, nil, 3])
        #expect(ledger.ack == 3)
        _ = ledger.start(uid, BusStart(boot: 3, next: 1))
        #expect(ledger.ack == 0)
        #expect(taken([1]) == [1])
        #expect(ledger.last == BusEventName(uid: uid, boot: 3, number: 1))
    }

    @Test func `what an earlier program took is not taken again`() {
        var ledger = BusEventLedger()
        ledger.remember(BusEventName(uid: uid, boot: 3, number: 7))
        _ = ledger.start(uid, BusStart(boot: 3, next: 9))
        #expect(ledger.ack == 7)
        let taken = [7, 8].map { ledger.take($0)?.number }
        #expect(taken == [nil, 8])
        _ = ledger.start(BusUID(0xB), BusStart(boot: 3, next: 9))
        #expect(ledger.ack == 0)
    }

    @Test func `patience follows the line, and grows when it was too short`() {
        var patience = BusPatience()
        #expect(patience.wait(repeats: 0) == 50)
        for _ in 0..<100 { patience.heard(after: 2) }
        #expect(patience.wait(repeats: 0) <= 16)
        for round in 0..<200 { patience.heard(after: Int64(2 + round % 16)) }
        #expect((18...60).contains(patience.wait(repeats: 0)))
        #expect(patience.wait(repeats: 3) > patience.wait(repeats: 2))
        for _ in 0..<100 { patience.heard(after: 100_000) }
        #expect(patience.wait(repeats: 9) == 300)
    }

    @Test func `polls and keeps are as stated`() {
        #expect(BusTiming.pollPeriod(units: 1, baud: 9600) == 72)
        #expect(BusTiming.pollPeriod(units: 1, baud: 115200) == 50)
        #expect((4000...5000).contains(BusTiming.pollPeriod(units: 64, baud: 9600)))
        #expect(BusTiming.keep(units: 4, baud: 9600) == 10)
        #expect(BusTiming.keep(units: 64, baud: 9600) == 27)
        #expect(BusTiming.keep(units: 250, baud: 300) == 255)
    }

    @Test func `a search finds all, however alike their UIDs, and ends`() {
        for step in [UInt64(1), 0x10_0000, 0x1234_5678_9AB] {
            let units = (1...64).map { BusUID(UInt64($0) &* step) }
            var quiet: Set<BusUID> = []
            var search = BusDiscovery(full: true)
            var rounds = 0
            while let request = search.request, rounds < 10_000 {
                rounds += 1
                switch request {
                case .quiet(let uid):
                    quiet.insert(uid)
                    search.quieted(true)
                case .discover(let begin, let bits, let prefix):
                    if begin { quiet = [] }
                    let heard = units.filter {
                        !quiet.contains($0) && $0.hasPrefix(prefix, bits: Int(bits))
                    }
                    let answers = heard.count == 1 ? heard.map(answer) : []
                    search.probed(answers, garbled: heard.count > 1)
                default: break
                }
            }
            #expect(Set(search.found.keys) == Set(units) && search.isComplete)
            #expect(rounds < 700, "\(step)")
        }
    }

    @Test func `a search on a wire full of noise is given up`() {
        var search = BusDiscovery(full: true)
        var probes = 0
        while search.request != nil, probes < 10_000 {
            probes += 1
            search.probed([], garbled: true)
        }
        #expect(probes < 1000 && !search.isComplete)
    }

    private func answer(_ uid: BusUID) -> BusFrame {
        BusFrame(
            isAnswer: true, address: 0, sequence: 0, command: BusCommand.discover.rawValue,
            payload: uid.bytes)
    }
}
