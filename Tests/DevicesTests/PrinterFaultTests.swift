// SPDX-License-Identifier: Apache-2.0

import Devices
import Simulators
import Testing
import Wire

/// Lost lines, answers that come too late, and slips that must not be sent twice.
struct PrinterFaultTests {
    private typealias Bench = PrinterBench

    /// A bench whose first slip is unconfirmed, its answer still possible, the second asked for.
    private func doubtfulBench() -> Bench {
        var bench = Bench.printing()
        bench.pass(5000)
        bench.answer(Bench.well)
        _ = bench.takeReports()
        bench.perform(.print(PrintJob(id: "b", bytes: Bench.slip)))
        _ = bench.takeSent()
        bench.answer(Bench.well)
        let sent = bench.takeSent()
        #expect(sent.dropLast() == Bench.questions.dropFirst())
        // What was believed of the printer may be wrong.
        #expect(sent.last == EscPos.processID(Bench.id(2)) + Bench.clearing)
        return bench
    }

    @Test func `a late answer to an earlier slip is flushed before the next is sent`() {
        var bench = doubtfulBench()
        bench.pass(1000)
        bench.hear([0x00])
        bench.pass(200)
        bench.hear([0x00])
        bench.pass(3299)
        #expect(bench.takeSent() == [])
        bench.pass(1)
        #expect(bench.takeSent() == Bench.slipSent)
        #expect(bench.takeReports() == [])
        bench.hear([0x00])
        #expect(bench.takeReports() == [outcome(.confirmed, "b")])
    }

    @Test func `without that answer the next slip is printed but cannot be confirmed`() {
        var bench = doubtfulBench()
        bench.pass(5000)
        #expect(bench.takeSent().first == Bench.slip)
        bench.hear([0x00])
        #expect(bench.takeReports() == [outcome(.unconfirmed(.unclearAnswer), "b")])
    }

    @Test func `a program that may follow a killed one clears the line and waits for old answers`()
    {
        var bench = Bench(PrinterDriver(profile: Bench.paperStatus))
        bench.lineUp()
        #expect(bench.takeSent().first == EscPos.resynchronise)
        bench.answer(Bench.well)
        #expect(bench.takeSent().last == Bench.clearing)
        bench.perform(.print(Bench.job))
        // Two slips of the killed program are still in the printer.
        for _ in 1...3 {
            bench.hear([0x00])
            #expect(bench.takeReports().contains(outcome(.confirmed)) == false)
            bench.pass(2500)
            #expect(bench.takeSent() == [])
        }
        bench.pass(800)
        #expect(bench.takeSent() == Bench.slipSent)
        bench.hear([0x00])
        #expect(bench.takeReports() == [outcome(.confirmed)])
    }

    @Test func `what an earlier program left is cleared while nobody waits`() {
        var bench = Bench(PrinterDriver(profile: Bench.paperStatus))
        bench.lineUp()
        bench.answer(Bench.well)
        #expect(bench.takeSent().last == Bench.clearing)
        bench.hear([0x00])
        bench.pass(3300)
        bench.answer(Bench.well)
        _ = bench.takeSent()
        bench.perform(.print(Bench.job))
        bench.answer(Bench.well)
        #expect(bench.takeSent().suffix(2) == Bench.slipSent)
    }

    @Test func `a line lost before the first byte gives the slip back`() {
        var bench = Bench.idle()
        bench.perform(.print(Bench.job))
        bench.hear([0x12])
        bench.lineLost()
        #expect(
            bench.takeReports() == [
                .condition(.offline), outcome(.held(.offline, inPrinter: false)),
            ])
        _ = bench.takeSent()
        bench.pass(60_000)
        #expect(bench.takeSent() == [])
        bench.lineUp()
        bench.answer(Bench.well)
        #expect(bench.takeSent() == Bench.questions)
    }

    @Test func `a slip of which no byte left this program is given back too`() {
        var bench = Bench.printing()
        bench.lineLost(unsent: Bench.slipSent.joined().count)
        #expect(
            bench.takeReports() == [
                .condition(.offline), outcome(.held(.offline, inPrinter: false)),
            ])
        bench.lineUp()
        bench.answer(Bench.well)
        #expect(bench.takeSent() == Bench.questions)
    }

    @Test func `a line lost after the first byte leaves the slip unconfirmed and unsent again`() {
        var bench = Bench.printing()
        bench.lineLost(unsent: Bench.slipSent.joined().count - 1)
        #expect(
            bench.takeReports() == [
                .condition(.offline), outcome(.unconfirmed(.lineLost)),
            ])
        bench.pass(3000)
        bench.lineUp()
        #expect(
            bench.takeSent() == [
                EscPos.resynchronise + [0x0A] + PrinterProfile.generic80.cut,
                EscPos.realTimeStatus(1),
            ],
            "a command cut short is filled up first, and half a slip cut off")
        bench.answer(Bench.well)
        bench.pass(60_000)
        #expect(!bench.takeSent().contains(Bench.slip))
    }

    @Test func `a slip kept in the printer is unconfirmed once the line is lost`() {
        var bench = Bench.printing()
        bench.pass(5000)
        bench.answer(Bench.paperOut)
        _ = bench.takeReports()
        bench.lineLost()
        #expect(
            bench.takeReports() == [
                .condition(.offline), outcome(.unconfirmed(.lineLost)),
            ])
    }

    @Test func `a second slip is refused while one is under way, an empty or endless one always`() {
        var bench = Bench.printing()
        bench.perform(.print(PrintJob(id: "b", bytes: Bench.slip)))
        #expect(bench.takeReports() == [outcome(.failed(.busy), "b")])
        bench.hear([0x00])
        bench.perform(.print(PrintJob(id: "c", bytes: [])))
        let endless = [UInt8](repeating: 0x41, count: PrintJob.byteLimit + 1)
        bench.perform(.print(PrintJob(id: "d", bytes: endless)))
        #expect(
            bench.takeReports() == [
                outcome(.confirmed), outcome(.failed(.empty), "c"),
                outcome(.failed(.tooLong), "d"),
            ])
    }

    @Test func `a slip given up before anything of it was sent is given back`() {
        var bench = Bench.idle()
        bench.perform(.print(Bench.job))
        bench.perform(.discard(job: "other"))
        #expect(bench.takeReports() == [])
        bench.perform(.discard(job: "a"))
        #expect(bench.takeReports() == [outcome(.held(.ok, inPrinter: false))])
        bench.pass(1000)
        bench.answer(Bench.well)
        let sent = bench.takeSent()
        #expect(!sent.contains(Bench.slip) && !sent.contains(EscPos.clearBuffer))
    }

    @Test func `whatever a printer says, a slip is sent at most once and ends at most once`() {
        for seed in UInt64(0)..<300 {
            var random = SeededRandom(seed: seed)
            var bench = Bench(PrinterDriver(profile: Bench.paperStatus, startsClean: true))
            var sent: [String: Int] = [:]
            var ended: [String: Int] = [:]
            var isUp = false
            for step in 0..<300 {
                switch UInt8.random(in: 0..<10, using: &random) {
                case 0:
                    if isUp { bench.lineLost() } else { bench.lineUp() }
                    isUp.toggle()
                case 1, 2:
                    let id = "\(step)"
                    bench.perform(.print(PrintJob(id: id, bytes: [0x1B] + Array(id.utf8))))
                case 3: bench.pass(.random(in: 0...7000, using: &random))
                case 4: bench.hear((0..<4).map { _ in .random(in: 0...255, using: &random) })
                default: if isUp { bench.hear([0x12]) }
                }
                for bytes in bench.takeSent() where bytes.first == 0x1B {
                    sent[String(decoding: bytes.dropFirst(), as: UTF8.self), default: 0] += 1
                }
                for case .outcome(let job, let outcome) in bench.takeReports() {
                    if case .held = outcome { continue }
                    ended[job, default: 0] += 1
                    #expect(outcome != .confirmed || sent[job] == 1, "seed \(seed)")
                }
            }
            #expect(sent.values.allSatisfy { $0 == 1 }, "seed \(seed)")
            #expect(ended.values.allSatisfy { $0 == 1 }, "seed \(seed)")
            #expect(!sent.isEmpty || seed > 0, "seed \(seed)")
        }
    }
}
