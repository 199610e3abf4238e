// SPDX-License-Identifier: Apache-2.0

import Controller
import Facts
import Hall
import Simulators
import Testing

struct LogReplayTests {
    @Test func `a log that kept the rules is lived through as it was`() throws {
        var log = LogText()
        log.served("09:00:00", "09:00:00", "09:05:00")
        log.served("09:01:00", "09:05:00", "09:06:00")
        log.gaveUp("09:02:00", "09:04:00")
        log.served("09:03:00", "09:06:00", "09:06:00")
        log.served("09:03:30", "09:06:00", "09:10:00")
        let (figures, differences) = try log.replayed()
        #expect(differences.isEmpty)
        #expect(figures.servedInBoth == 4)
        #expect(figures.inLogsOrder == 4)
        #expect(figures.total.engineWaits == figures.total.logWaits)
        #expect(figures.total.engineQuit == 1)
        #expect(figures.breaks == 0)
        #expect(figures.leftWaiting == 0)
    }

    @Test func `whoever came first goes first, whatever the log did, and takes their own time`()
        throws
    {
        var log = LogText()
        log.served("09:00:00", "09:00:00", "09:05:00")
        log.served("09:01:00", "09:06:00", "09:09:00")
        log.served("09:02:00", "09:05:00", "09:06:00")
        let (figures, differences) = try log.replayed()
        let difference = try #require(differences.first)
        #expect(differences.count == 1)
        #expect(difference.first.caseID == "p2")
        #expect(difference.second.caseID == "p3")
        #expect(difference.reason == .cameEarlier)
        // The second waits until the first has had their three minutes: 4 and 6 minutes.
        #expect(figures.total.engineWaits.longest == 360)
        #expect(figures.total.engineWaits.mean == 200)
        #expect(figures.inLogsOrder == 1)
    }

    @Test func `a head start puts priority before those who came no more than that earlier`()
        throws
    {
        var log = LogText()
        log.served("09:00:00", "09:00:00", "09:05:00")
        log.served("09:01:00", "09:05:00", "09:06:00")
        log.served("09:02:00", "09:06:00", "09:07:00", priority: 2)
        let (_, turned) = try log.replayed(headStart: 90)
        #expect(turned.map(\.first.caseID) == ["p3"])
        #expect(turned.map(\.reason) == [.headStart])
        let (_, kept) = try log.replayed(headStart: 30)
        #expect(kept.isEmpty)
    }

    @Test func `who gave up is called if their turn comes before they leave`() throws {
        var log = LogText()
        log.served("09:00:00", "09:00:00", "09:02:00")
        log.gaveUp("09:01:00", "09:02:30")
        log.served("09:01:30", "09:02:00", "09:03:00")
        log.served("09:01:40", "09:03:00", "09:04:00")
        let (figures, _) = try log.replayed()
        #expect(figures.calledBeforeQuitting == 1)
        #expect(figures.total.engineQuit == 0)
        #expect(figures.total.logQuit == 1)
        // They take as long as the one before them, two minutes, and the day is over at 09:04.
        #expect(figures.leftWaiting == 2)
    }

    @Test func `a server serves on a day what it served on that day`() throws {
        var log = LogText()
        log.served("09:00:00", "09:00:00", "09:05:00", "A", by: "S1")
        log.served("09:00:00", "09:00:00", "09:01:00", "B", by: "S2")
        log.served("09:02:00", "09:05:00", "09:06:00", "A", by: "S1")
        log.served("09:00:00", "09:00:00", "09:05:00", "A", by: "S1", day: 2)
        log.served("09:00:00", "09:00:00", "09:01:00", "A", by: "S2", day: 2)
        log.served("09:02:00", "09:05:00", "09:06:00", "A", by: "S1", day: 2)
        log.served("09:05:00", "09:05:00", "09:06:00", "A", by: "S2", day: 2)
        let (figures, _) = try log.replayed(takesBreaks: false)
        // On the first day S2 is free and must not; on the second it may.
        #expect(figures.types["A"]?.logWaits.mean == Double(180 + 180) / 6)
        #expect(figures.types["A"]?.engineWaits.mean == Double(180) / 6)
    }

    @Test func `another type's window is a reason of its own`() throws {
        var log = LogText()
        log.served("09:00:00", "09:00:00", "09:10:00", "A", by: "S1")
        log.served("09:00:00", "09:00:00", "09:05:00", "B", by: "S2")
        log.served("09:01:00", "09:11:00", "09:12:00", "B", by: "S2")
        log.served("09:02:00", "09:10:00", "09:11:00", "A", by: "S1")
        let (_, differences) = try log.replayed(takesBreaks: false)
        #expect(differences.map(\.reason) == [.otherService])
        #expect(differences.first?.window == "S2")
    }

    @Test func `one who had not come yet is a reason of its own`() throws {
        var log = LogText()
        log.served("09:00:00", "09:00:00", "09:01:00")
        log.served("09:02:00", "09:08:00", "09:09:00")
        log.served("09:07:00", "09:07:00", "09:08:00")
        let (figures, differences) = try log.replayed(takesBreaks: false)
        #expect(differences.map(\.reason) == [.notThereYet])
        #expect(figures.breaks == 1)
        #expect(figures.breakSeconds == 300)
    }

    @Test func `a break lasts as long as it did, and waits for the one in hand`() throws {
        var log = LogText()
        log.served("09:00:00", "09:00:00", "09:01:00")
        log.served("09:01:00", "09:01:00", "09:02:00")
        // Somebody waits for five minutes while nobody is served.
        log.served("09:02:00", "09:07:00", "09:08:00")
        log.served("09:10:00", "09:10:00", "09:20:00")
        let (kept, _) = try log.replayed()
        #expect(kept.breakSeconds == 300)
        #expect(kept.total.engineWaits == kept.total.logWaits)
        let (without, _) = try log.replayed(takesBreaks: false)
        #expect(without.total.engineWaits.longest == 0)
    }

    @Test func `a service without a server's name has a window of its own for its time`() throws {
        var log = LogText()
        log.served("09:00:00", "09:00:00", "09:10:00", by: "S1")
        log.served("09:01:00", "09:02:00", "09:03:00", by: "")
        log.served("09:01:30", "09:10:00", "09:11:00", by: "S1")
        let (figures, differences) = try log.replayed()
        #expect(figures.unnamed == 1)
        #expect(figures.shifts == 1)
        #expect(differences.isEmpty)
        #expect(figures.total.engineWaits == figures.total.logWaits)
    }

    @Test func `a service begun before the last one ended is counted and comes after it`() throws {
        var log = LogText()
        log.served("09:00:00", "09:00:00", "09:10:00")
        log.served("09:01:00", "09:02:00", "09:03:00")
        log.served("09:05:00", "09:10:00", "09:11:00")
        let (figures, _) = try log.replayed()
        #expect(figures.overlaps == 1)
        #expect(figures.total.engineWaits.longest == 540)
    }

    @Test func `a day goes on past midnight, and days do not mix`() throws {
        var log = LogText()
        log.served("23:50:00", "23:50:00", "23:59:30")
        log.row("x,0,1999-02-01T23:58:00,1999-02-02T00:02:00,1999-02-02T00:05:00,A,S1,0,served")
        log.served("00:01:00", "00:01:00", "00:02:00", by: "S2", day: 2)
        let (figures, _) = try log.replayed(takesBreaks: false)
        #expect(figures.days == 2)
        #expect(figures.servedInBoth == 3)
        #expect(figures.total.engineWaits.longest == 90)
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `in a log made of a seed everybody is accounted for`(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        var log = LogText()
        func clock(_ seconds: Int) -> String {
            [9 + seconds / 3600, seconds / 60 % 60, seconds % 60].map { $0.padded(2) }
                .joined(separator: ":")
        }
        for _ in 0..<120 {
            let arrival = Int.random(in: 0...3600, using: &random)
            let start = arrival + Int.random(in: 0...300, using: &random)
            // Services of no length at all are in real logs too.
            let leave = start + max(0, Int.random(in: -60...400, using: &random))
            let type = ["A", "B", "C"].randomElement(using: &random) ?? "A"
            if random.happens(2000) {
                log.gaveUp(clock(arrival), clock(start), type)
            } else {
                log.served(
                    clock(arrival), clock(start), clock(leave), type,
                    by: ["S1", "S2", "S3", ""].randomElement(using: &random) ?? "S1",
                    priority: Int.random(in: 0...2, using: &random))
            }
        }
        let (figures, differences) = try log.replayed(takesBreaks: random.happens(5000))
        let total = figures.total
        #expect(total.arrivals == 120)
        #expect(figures.servedInBoth + figures.leftWaiting == total.logWaits.count)
        #expect(figures.calledBeforeQuitting + total.engineQuit == total.logQuit)
        #expect(total.engineWaits.count == figures.servedInBoth)
        #expect(figures.inLogsOrder <= figures.servedInBoth)
        #expect(figures.differences.values.reduce(0, +) == differences.count)
        for pair in differences {
            #expect((pair.first.start ?? 0) > (pair.second.start ?? 0))
            let isExplained =
                switch pair.reason {
                case .cameEarlier: pair.first.arrival <= pair.second.arrival
                case .headStart:
                    pair.first.priority == .priority && pair.second.priority == .normal
                case .otherService: pair.first.service != pair.second.service
                case .notThereYet: true
                default: false
                }
            #expect(isExplained, "\(pair)")
        }
    }
}
