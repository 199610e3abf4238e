// SPDX-License-Identifier: Apache-2.0

import Devices
import Testing
import Wire

/// The printer driver against answers written byte for byte.
struct PrinterDriverTests {
    private typealias Bench = PrinterBench

    @Test func `a slip goes to a printer that is well and is confirmed by the answer`() {
        var bench = Bench.printing()
        bench.pass(2000)
        bench.hear([0x00])
        #expect(bench.takeReports() == [outcome(.confirmed)])
        #expect(bench.takeSent() == [])
    }

    @Test func `questions are asked one at a time`() {
        var bench = Bench(PrinterDriver(profile: Bench.paperStatus, startsClean: true))
        bench.lineUp()
        for question in Bench.questions {
            #expect(bench.takeSent() == [question])
            bench.pass(100)
            #expect(bench.takeSent() == [])
            bench.hear([0x12])
        }
    }

    @Test
    func
        `an idle printer is asked every five seconds, one to be mended every second, and changes are told once`()
    {
        var bench = Bench.idle()
        var patience: Int64 = 5000
        for (answers, reports) in [
            (Bench.paperOut, [PrinterCondition.paperOut]), (Bench.paperOut, []),
            ([0x12, 0x12, 0x12, 0x1E], [.paperNearEnd]), (Bench.well, [.ok]),
            (Bench.cutterJam, [.cutterError]), (Bench.coverOpen, [.coverOpen]),
            ([0x1A, 0x12, 0x12, 0x12], [.notReady]), ([0x1A, 0x52, 0x32, 0x12], [.unrecoverable]),
            ([0x1A, 0x52, 0x52, 0x12], [.headHot]), ([0x1A, 0x52, 0x16, 0x12], [.error]),
        ] {
            bench.pass(patience - 1)
            #expect(bench.takeSent() == [])
            bench.pass(1)
            bench.answer(answers)
            #expect(bench.takeSent() == Bench.questions)
            #expect(bench.takeReports() == reports.map { .condition($0) })
            patience = answers.first == 0x12 ? 5000 : 1000
        }
    }

    @Test(arguments: [
        (PrinterBench.paperOut, PrinterCondition.paperOut), (PrinterBench.coverOpen, .coverOpen),
        (PrinterBench.cutterJam, .cutterError),
    ])
    func `a printer that must be mended gets nothing until it is`(
        _ answers: [UInt8], _ condition: PrinterCondition
    ) {
        var bench = Bench.idle()
        bench.perform(.print(Bench.job))
        bench.answer(answers)
        #expect(
            bench.takeReports() == [
                .condition(condition), outcome(.held(condition, inPrinter: false)),
            ])
        for _ in 0..<3 {
            _ = bench.takeSent()
            bench.pass(1000)
            bench.answer(answers)
            #expect(bench.takeSent() == Bench.questions, "looks again each second")
        }
        #expect(bench.takeReports() == [])
        bench.pass(1000)
        bench.answer(Bench.well)
        #expect(bench.takeReports() == [.condition(.ok)])
        #expect(bench.takeSent() == Bench.questions, "the slip may be printed elsewhere by now")
        bench.perform(.print(Bench.job))
        bench.answer(Bench.well)
        #expect(bench.takeSent() == Bench.questions + Bench.slipSent)
    }

    @Test func `a low roll still prints`() {
        var bench = Bench.idle()
        bench.perform(.print(Bench.job))
        bench.answer([0x12, 0x12, 0x12, 0x1E])
        #expect(bench.takeSent().suffix(2) == Bench.slipSent)
        bench.hear([0x03])
        #expect(bench.takeReports() == [.condition(.paperNearEnd), outcome(.confirmed)])
    }

    @Test(arguments: [
        (PrinterBench.paperOut, PrinterCondition.paperOut), (PrinterBench.coverOpen, .coverOpen),
    ])
    func `a slip stopped halfway is kept in the printer and confirmed late, sent once`(
        _ answers: [UInt8], _ condition: PrinterCondition
    ) {
        var bench = Bench.printing()
        bench.pass(5000)
        bench.answer(answers)
        #expect(
            bench.takeReports() == [
                .condition(condition), outcome(.held(condition, inPrinter: true)),
            ])
        for _ in 0..<600 {
            bench.pass(1000)
            bench.answer(answers)
        }
        #expect(bench.takeReports() == [])
        bench.hear([0x00])
        bench.pass(1000)
        bench.answer(Bench.well)
        #expect(bench.takeReports() == [outcome(.confirmed), .condition(.ok)])
        #expect(!bench.takeSent().contains(Bench.slip))
    }

    @Test func `a printer mended without the late answer leaves the slip unconfirmed`() {
        var bench = Bench.printing()
        bench.pass(5000)
        bench.answer(Bench.paperOut)
        bench.pass(1000)
        bench.answer(Bench.well)
        _ = bench.takeReports()
        bench.pass(4999)
        #expect(bench.takeReports() == [], "it is given its time to print")
        bench.pass(1)
        bench.answer(Bench.well)
        #expect(bench.takeReports() == [outcome(.unconfirmed(.noAnswer))])
    }

    @Test func `a printer switched off while it keeps a slip leaves it unconfirmed`() {
        var bench = Bench.printing()
        bench.pass(5000)
        bench.answer(Bench.paperOut)
        _ = bench.takeReports()
        bench.pass(10_000)
        #expect(
            bench.takeReports() == [.condition(.offline), outcome(.unconfirmed(.silent))])
    }

    @Test func `a long slip is waited for as long as its paper takes`() {
        var bench = Bench.idle()
        bench.perform(.print(PrintJob(id: "a", bytes: Bench.slip, millimetres: 900)))
        bench.answer(Bench.well)
        _ = bench.takeSent()
        bench.pass(11_000)
        #expect(bench.takeSent() == [], "900 mm take 6 s, and twice that is allowed for")
        bench.answer([0x00])
        #expect(bench.takeReports() == [outcome(.confirmed)])
    }

    @Test func `a healthy printer that never answers leaves the slip unconfirmed`() {
        var bench = Bench.printing()
        bench.pass(5000)
        bench.answer(Bench.well)
        #expect(bench.takeReports() == [outcome(.unconfirmed(.noAnswer))])
    }

    @Test func `an error that cannot be mended in place leaves the slip unconfirmed`() {
        var bench = Bench.printing()
        bench.pass(5000)
        bench.answer([0x1A, 0x52, 0x32, 0x12])
        #expect(
            bench.takeReports() == [
                .condition(.unrecoverable), outcome(.unconfirmed(.printerError)),
            ])
    }

    @Test func `a jammed printer goes on once its cover was closed`() {
        var bench = Bench.printing()
        bench.pass(5000)
        for answers in [Bench.cutterJam, Bench.coverOpen] {
            bench.answer(answers)
            bench.pass(1000)
        }
        _ = bench.takeSent()
        bench.answer(Bench.cutterJam)
        bench.pass(1000)
        #expect(bench.takeSent().last == EscPos.resume + EscPos.realTimeStatus(1))
        bench.answer(Bench.well)
        bench.hear([0x00])
        #expect(bench.takeReports().last == outcome(.confirmed))
        #expect(!bench.takeSent().contains(Bench.slip))
    }

    @Test func `the answer may come while the printer is being asked why it is late`() {
        var bench = Bench.printing()
        bench.pass(5000)
        bench.hear([0x12, 0x00])
        #expect(bench.takeReports() == [outcome(.confirmed)])
    }

    @Test func `a slow line gives the slip its time on the wire`() {
        let slow = SerialSettings(baud: 1200)
        var bench = Bench(
            PrinterDriver(
                profile: Bench.paperStatus, timing: .init(serial: slow), startsClean: true))
        bench.lineUp()
        bench.answer(Bench.well)
        let long = PrintJob(id: "a", bytes: [UInt8](repeating: 0x41, count: 1200))
        bench.perform(.print(long))
        bench.answer(Bench.well)
        _ = bench.takeSent()
        // 1203 bytes with the question, and five seconds to print and answer.
        bench.pass(15_024)
        #expect(bench.takeSent() == [])
        bench.pass(1)
        #expect(bench.takeSent() == [EscPos.realTimeStatus(1)])
    }

    @Test func `a mute printer is offline after two unanswered questions and holds the slip`() {
        var bench = Bench(PrinterDriver(profile: Bench.paperStatus, startsClean: true))
        bench.perform(.print(Bench.job))
        #expect(bench.takeReports() == [outcome(.held(.offline, inPrinter: false))])
        bench.lineUp()
        bench.pass(1999)
        #expect(bench.takeReports() == [])
        bench.pass(1)
        #expect(bench.takeReports() == [.condition(.offline)])
        #expect(bench.takeSent() == [EscPos.realTimeStatus(1), EscPos.realTimeStatus(1)])
        bench.perform(.print(Bench.job))
        bench.pass(2000)
        #expect(bench.takeReports() == [outcome(.held(.offline, inPrinter: false))])
        bench.perform(.print(Bench.job))
        bench.answer(Bench.well)
        #expect(bench.takeSent().suffix(2) == Bench.slipSent)
    }

    @Test func `flow control and noise between the answers change nothing`() {
        var bench = Bench(PrinterDriver(profile: Bench.paperStatus, startsClean: true))
        bench.lineUp()
        bench.perform(.print(Bench.job))
        for _ in 1...4 {
            bench.hear([0x13, 0xFF, 0x80, 0x90])
            bench.hear([0x11, 0x12])
        }
        #expect(bench.takeSent() == Bench.questions + Bench.slipSent)
        bench.hear([0x13, 0x11, 0xC3, 0x01, 0x02, 0x04])
        #expect(bench.takeReports() == [.condition(.ok)], "noise proves no print")
        bench.hear([0x00])
        #expect(bench.takeReports() == [outcome(.confirmed)])
    }

    @Test func `a doubled answer to a question answers only that question`() {
        var bench = Bench(PrinterDriver(profile: Bench.paperStatus, startsClean: true))
        bench.lineUp()
        bench.hear([0x12, 0x12, 0x12])
        #expect(bench.takeSent() == [EscPos.realTimeStatus(1), EscPos.realTimeStatus(2)])
    }

    @Test func `a doubled print answer does not confirm the next slip`() {
        var bench = Bench.printing()
        bench.hear([0x00, 0x00])
        bench.perform(.print(PrintJob(id: "b", bytes: Bench.slip)))
        bench.hear([0x00])
        bench.answer(Bench.well)
        #expect(bench.takeReports() == [outcome(.confirmed)])
        bench.pass(1000)
        bench.hear([0x00])
        #expect(bench.takeReports() == [outcome(.confirmed, "b")])
    }

    @Test func `an answer that says the paper ended does not confirm`() {
        var bench = Bench.printing()
        bench.hear([0x0F])
        #expect(bench.takeReports() == [outcome(.unconfirmed(.paperEnd))])
    }
}
