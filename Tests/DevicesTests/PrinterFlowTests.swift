// SPDX-License-Identifier: Apache-2.0

import Devices
import Testing
import Wire

/// Slips that are longer than a printer takes at once.
struct PrinterFlowTests {
    private typealias Bench = PrinterBench

    /// 40 lines of ten bytes.
    private static let long = (0..<40).flatMap { _ in [UInt8](repeating: 0x41, count: 9) + [0x0A] }

    private func sending(
        _ bytes: [UInt8], _ change: (inout PrinterProfile) -> Void
    ) -> Bench {
        var profile = Bench.paperStatus
        change(&profile)
        let timing = PrinterDriver.Timing(serial: SerialSettings(baud: 9600))
        var bench = Bench(PrinterDriver(profile: profile, timing: timing, startsClean: true))
        bench.lineUp()
        bench.answer(Bench.well)
        bench.perform(.print(PrintJob(id: "a", bytes: bytes)))
        bench.answer(Bench.well)
        _ = bench.takeReports()
        return bench
    }

    private func polite(_ profile: inout PrinterProfile) { profile.flowControl = .xonxoff }

    @Test func `a printer that can say stop gets pieces of whole lines, at the line's speed`() {
        var bench = sending(Self.long, polite)
        bench.pass(124)
        #expect(bench.takeSent().last?.count == 120)
        bench.pass(1)
        #expect(bench.takeSent() == [Array(Self.long[120..<240])])
        bench.pass(400)
        #expect(
            bench.takeSent() == [
                Array(Self.long[240..<360]), Array(Self.long[360...]), EscPos.paperStatus,
            ])
    }

    @Test func `nothing is sent between stop and go but the question why, and then the rest`() {
        var bench = sending(Self.long, polite)
        _ = bench.takeSent()
        bench.hear([0x13])
        bench.pass(999)
        #expect(bench.takeSent() == [])
        bench.pass(1)
        bench.answer(Bench.paperOut)
        #expect(bench.takeSent() == Bench.questions)
        let held = outcome(.held(.paperOut, inPrinter: true))
        #expect(bench.takeReports() == [.condition(.paperOut), held])
        for _ in 0..<60 {
            bench.pass(1000)
            bench.answer(Bench.paperOut)
        }
        #expect(bench.takeReports() == [], "a fault with a name may last")
        _ = bench.takeSent()
        bench.hear([0x11])
        bench.pass(1000)
        #expect(bench.takeSent().flatMap(\.self) == Self.long[120...] + EscPos.paperStatus)
        bench.hear([0x00])
        #expect(bench.takeReports() == [outcome(.confirmed)])
    }

    @Test func `go may come while the question is open`() {
        var bench = sending(Self.long, polite)
        bench.hear([0x13])
        bench.pass(1000)
        _ = bench.takeSent()
        bench.hear([0x11])
        #expect(bench.takeSent() == [])
        bench.answer(Bench.well)
        #expect(bench.takeSent().last == Array(Self.long[120..<240]))
    }

    @Test func `a printer that never says go leaves the slip unconfirmed, the next is whole`() {
        var bench = sending(Self.long, polite)
        bench.hear([0x13])
        for _ in 0..<9 {
            bench.pass(1000)
            bench.answer(Bench.well)
        }
        #expect(bench.takeReports() == [])
        bench.pass(1000)
        #expect(bench.takeReports() == [outcome(.unconfirmed(.stalled))])
        _ = bench.takeSent()
        bench.answer(Bench.well)
        bench.perform(.print(Bench.job))
        bench.answer(Bench.well)
        let sent = bench.takeSent()
        #expect(
            sent.contains { $0.starts(with: EscPos.resynchronise) },
            "it may wait for the rest of a command")
        #expect(!sent.contains(Bench.slip), "it must answer first")
    }

    @Test func `within a picture nothing is asked`() {
        let picture: [UInt8] =
            [0x1D, 0x76, 0x30, 0, 50, 0, 8, 0] + [UInt8](repeating: 0xFF, count: 400)
        var bench = sending(picture, polite)
        _ = bench.takeSent()
        bench.hear([0x13])
        bench.pass(9999)
        #expect(bench.takeSent() == [])
        bench.pass(1)
        #expect(bench.takeReports() == [outcome(.unconfirmed(.stalled))])
    }

    @Test func `one that cannot say stop gets no more than it has room for, and time to print`() {
        var bench = sending(Self.long) { $0.bufferBytes = 400 }
        #expect(bench.takeSent().last?.count == 200)
        bench.pass(5000)
        #expect(bench.takeSent().flatMap(\.self) == Self.long[200...] + EscPos.paperStatus)
    }

    @Test func `a long slip cut by a lost line is unconfirmed, one not begun is given back`() {
        var bench = sending(Self.long, polite)
        bench.lineLost(unsent: 119)
        #expect(bench.takeReports().last == outcome(.unconfirmed(.lineLost)))
        var other = sending(Self.long, polite)
        other.lineLost(unsent: 120)
        #expect(other.takeReports().last == outcome(.held(.offline, inPrinter: false)))
    }

    @Test func `a question may stand behind commands but not inside them`() {
        let slip: [UInt8] =
            [0x1B, 0x40, 0x41, 0x42, 0x0A, 0x1D, 0x76, 0x30, 0, 1, 0, 2, 0, 0xFF, 0x0A]
            + [0x1D, 0x56, 0x42, 0]
        #expect(EscPos.boundaries(of: slip) == [2, 5, 15, 19])
        #expect(EscPos.longestCommand(in: slip) == 10)
        #expect(EscPos.boundaries(of: [0x1D, 0x76, 0x30]) == [3])
    }
}
