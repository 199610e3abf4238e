// SPDX-License-Identifier: Apache-2.0

import Devices
import Testing
import Wire

/// Which slip an answer proves: process IDs, late answers, and finding out what a printer knows.
struct PrinterProofTests {
    private typealias Bench = PrinterBench

    private func profile(_ completion: PrinterProfile.Completion) -> PrinterProfile {
        var profile = PrinterProfile.generic80
        profile.completion = completion
        return profile
    }

    /// What a printer says once all before the nth ID is on paper.
    private func proof(_ n: Int) -> [UInt8] { [0x37, 0x22] + Bench.id(n) + [0] }

    /// A bench whose printer is well and was sent slip "a", with the first ID behind it.
    private func printing(_ profile: PrinterProfile) -> Bench {
        var bench = Bench(PrinterDriver(profile: profile, startsClean: true))
        bench.lineUp()
        bench.answer(Bench.well)
        bench.perform(.print(Bench.job))
        bench.answer(Bench.well)
        _ = bench.takeReports()
        return bench
    }

    @Test func `a printer that names its slips is asked to, and believed only of the right one`() {
        var bench = printing(profile(.processID))
        #expect(bench.takeSent().suffix(2) == [Bench.slip, EscPos.processID(Bench.id(1))])
        bench.hear([0x00])
        bench.hear(proof(7))
        bench.hear(proof(1).dropLast(2) + [0])
        #expect(bench.takeReports() == [], "paper status, another's and half an answer")
        bench.hear(proof(1))
        bench.hear(proof(1))
        #expect(bench.takeReports() == [outcome(.confirmed)], "the second is no news")
    }

    @Test func `an answer is read with status, flow control and pauses inside`() {
        var bench = printing(profile(.processID))
        bench.pass(5000)
        for byte in [0x37, 0x13, 0x22, 0x12] + Bench.id(1) { bench.hear([byte]) }
        bench.hear([0x11, 0x00])
        #expect(bench.takeReports() == [outcome(.confirmed)])
    }

    @Test func `a late answer confirms the slip it names and not the one under way`() {
        var bench = printing(profile(.processID))
        bench.pass(5000)
        bench.answer(Bench.well)
        #expect(bench.takeReports() == [outcome(.unconfirmed(.noAnswer))])
        bench.perform(.print(PrintJob(id: "b", bytes: Bench.slip)))
        bench.answer(Bench.well)
        // It is asked anew what it knows, and answers all.
        bench.hear(proof(1) + proof(2))
        #expect(bench.takeReports() == [outcome(.confirmed)])
        #expect(bench.takeSent().last == EscPos.processID(Bench.id(3)))
        bench.hear(proof(3))
        #expect(bench.takeReports() == [outcome(.confirmed, "b")])
    }

    @Test func `a slip lost with the line is confirmed late when the printer had it whole`() {
        var bench = printing(profile(.processID))
        bench.lineLost()
        #expect(bench.takeReports().last == outcome(.unconfirmed(.lineLost)))
        bench.lineUp()
        bench.hear(proof(1))
        #expect(bench.takeReports() == [outcome(.confirmed)])
    }

    @Test func `a printer is asked once what it knows, and without a wait if it names slips`() {
        var bench = Bench(PrinterDriver(profile: profile(.probe)))
        bench.lineUp()
        bench.answer(Bench.well)
        #expect(bench.takeSent().last == EscPos.processID(Bench.id(1)) + Bench.clearing)
        bench.hear(proof(1))
        let found = PrinterCapabilities(completion: .processID)
        #expect(bench.takeReports() == [.condition(.ok), .capabilities(found)])
        bench.perform(.print(Bench.job))
        bench.answer(Bench.well)
        #expect(bench.takeSent().suffix(2) == [Bench.slip, EscPos.processID(Bench.id(2))])

        var later = Bench(PrinterDriver(profile: profile(.probe), capabilities: found))
        later.lineUp()
        later.answer(Bench.well)
        later.perform(.print(Bench.job))
        later.answer(Bench.well)
        #expect(later.takeSent().suffix(2) == [Bench.slip, EscPos.processID(Bench.id(1))])
        #expect(later.takeReports() == [.condition(.ok)])
    }

    @Test func `a printer that names no slips is known by what it answers behind`() {
        var bench = Bench(PrinterDriver(profile: profile(.probe)))
        bench.lineUp()
        bench.answer(Bench.well)
        // An answer to a slip of an earlier program comes first.
        bench.hear([0x00])
        bench.hear([0x5F, 0x58, 0x59, 0x00])
        #expect(bench.takeReports() == [.condition(.ok)])
        bench.hear([0x00])
        bench.pass(100)
        let found = PrinterCapabilities(completion: .paperStatus)
        #expect(bench.takeReports() == [.capabilities(found)])
        bench.perform(.print(Bench.job))
        bench.answer(Bench.well)
        #expect(bench.takeSent().suffix(2) == Bench.slipSent, "nobody waits for old answers")
    }

    @Test func `a profile that names the wrong proof is found out after one slip`() {
        var bench = printing(profile(.processID))
        bench.pass(5000)
        bench.answer(Bench.well)
        bench.perform(.print(PrintJob(id: "b", bytes: Bench.slip)))
        bench.answer(Bench.well)
        bench.hear([0x5F, 0x58, 0x00, 0x5F, 0x58, 0x00, 0x00, 0x00])
        bench.pass(99)
        #expect(bench.takeReports() == [outcome(.unconfirmed(.noAnswer))], "all came twice")
        bench.pass(1)
        #expect(bench.takeSent().suffix(2) == Bench.slipSent)
        bench.hear([0x00])
        let found = PrinterCapabilities(completion: .paperStatus)
        #expect(
            bench.takeReports() == [.capabilities(found), outcome(.confirmed, "b")])
    }

    @Test func `where nothing can prove a slip it ends as sent and not confirmed`() {
        var silent = profile(.none)
        silent.realTimeStatus = false
        var bench = Bench(PrinterDriver(profile: silent, startsClean: true))
        bench.lineUp()
        #expect(bench.takeReports() == [.condition(.saysNothing)])
        bench.perform(.print(Bench.job))
        #expect(bench.takeSent() == [Bench.slip])
        bench.hear([0x00, 0x12] + proof(1))
        bench.pass(2999)
        #expect(bench.takeReports() == [])
        bench.pass(1)
        #expect(bench.takeReports() == [outcome(.unconfirmed(.cannotTell))])
    }

    @Test func `a printer may be made to forget what it holds`() {
        var bench = printing(profile(.processID))
        bench.pass(5000)
        bench.answer(Bench.paperOut)
        _ = (bench.takeSent(), bench.takeReports())
        bench.perform(.discard(job: "b"))
        #expect(bench.takeSent() == [])
        bench.perform(.discard(job: "a"))
        #expect(bench.takeSent() == [EscPos.clearBuffer])
        #expect(bench.takeReports() == [outcome(.unconfirmed(.discarded))])
        bench.hear(proof(1))
        #expect(bench.takeReports() == [outcome(.confirmed)], "it had printed it all the same")
    }

    @Test func `some printers tell whether the slip was taken`() {
        var kiosk = profile(.paperStatus)
        (kiosk.status.fixedMask, kiosk.status.fixedBits) = (0x13, 0x12)
        kiosk.status.places[.slipWaiting] = [.init(1, 0x80)]
        var bench = printing(kiosk)
        bench.hear([0x00])
        #expect(bench.takeReports() == [outcome(.confirmed)])
        for (first, reports) in [
            (0x92, [PrinterDriver.Report.slipWaiting]), (0x92, []), (0x12, [.slipTaken]),
        ] as [(UInt8, [PrinterDriver.Report])] {
            bench.pass(1000)
            bench.answer([first, 0x12, 0x12, 0x12])
            #expect(bench.takeReports() == reports)
        }
    }
}
