// SPDX-License-Identifier: Apache-2.0

import Devices
import Testing
import Wire

/// The printer driver against answers written byte for byte.
struct PrinterDriverTests {
    private typealias Bench = DriverBench<PrinterDriver>
    private static let slip: [UInt8] = [0x1B, 0x40, 0x41, 0x0A, 0x1D, 0x56, 0x42, 0, 0x1D, 0x72, 1]
    private static let job = PrintJob(id: "a", bytes: slip)
    private static let well: [UInt8] = [0x12, 0x12, 0x12, 0x12]
    private static let paperOut: [UInt8] = [0x1A, 0x32, 0x12, 0x72]
    private static let coverOpen: [UInt8] = [0x1A, 0x16, 0x12, 0x12]
    private static let cutterJam: [UInt8] = [0x1A, 0x52, 0x1A, 0x12]

    private func questions() -> [[UInt8]] { (1...4).map(EscPos.realTimeStatus) }

    /// Answers one round of questions, each after it was asked.
    private func answer(_ bench: inout Bench, _ answers: [UInt8]) {
        for byte in answers { bench.hear([byte]) }
    }

    /// A bench whose printer has just said that it is well.
    private func idleBench() -> Bench {
        var bench = Bench(PrinterDriver())
        bench.lineUp()
        answer(&bench, Self.well)
        #expect(bench.takeSent() == questions())
        #expect(bench.takeReports() == [.condition(.ok)])
        return bench
    }

    /// A bench whose printer has just been sent the slip.
    private func printingBench() -> Bench {
        var bench = idleBench()
        bench.perform(.print(Self.job))
        answer(&bench, Self.well)
        #expect(bench.takeSent() == questions() + [Self.slip])
        #expect(bench.takeReports() == [])
        return bench
    }

    private func outcome(_ outcome: PrintOutcome, _ job: String = "a") -> PrinterDriver.Report {
        .outcome(job: job, outcome)
    }

    @Test func `a slip goes to a printer that is well and is confirmed by the answer`() {
        var bench = printingBench()
        bench.pass(2000)
        bench.hear([0x00])
        #expect(bench.takeReports() == [outcome(.confirmed)])
        #expect(bench.takeSent() == [])
    }

    @Test func `questions are asked one at a time`() {
        var bench = Bench(PrinterDriver())
        bench.lineUp()
        for question in questions() {
            #expect(bench.takeSent() == [question])
            bench.pass(100)
            #expect(bench.takeSent() == [])
            bench.hear([0x12])
        }
    }

    @Test func `an idle printer is asked every five seconds and changes are told once`() {
        var bench = idleBench()
        for (answers, reports) in [
            (Self.paperOut, [PrinterCondition.paperOut]), (Self.paperOut, []),
            ([0x12, 0x12, 0x12, 0x1E], [.paperNearEnd]), (Self.well, [.ok]),
            (Self.cutterJam, [.cutterError]), (Self.coverOpen, [.coverOpen]),
            ([0x1A, 0x12, 0x12, 0x12], [.notReady]), ([0x1A, 0x52, 0x32, 0x12], [.error]),
        ] {
            bench.pass(4999)
            #expect(bench.takeSent() == [])
            bench.pass(1)
            answer(&bench, answers)
            #expect(bench.takeSent() == questions())
            #expect(bench.takeReports() == reports.map { .condition($0) })
        }
    }

    @Test(arguments: [
        (paperOut, PrinterCondition.paperOut), (coverOpen, .coverOpen), (cutterJam, .cutterError),
    ])
    func `a printer that must be mended gets nothing until it is`(
        _ answers: [UInt8], _ condition: PrinterCondition
    ) {
        var bench = idleBench()
        bench.perform(.print(Self.job))
        answer(&bench, answers)
        #expect(
            bench.takeReports() == [
                .condition(condition), outcome(.held(condition, inPrinter: false)),
            ])
        for _ in 0..<3 {
            _ = bench.takeSent()
            bench.pass(1000)
            answer(&bench, answers)
            #expect(bench.takeSent() == questions(), "looks again each second")
        }
        #expect(bench.takeReports() == [])
        bench.pass(1000)
        answer(&bench, Self.well)
        #expect(bench.takeSent() == questions() + [Self.slip])
        bench.hear([0x00])
        #expect(bench.takeReports() == [.condition(.ok), outcome(.confirmed)])
    }

    @Test func `a low roll still prints`() {
        var bench = idleBench()
        bench.perform(.print(Self.job))
        answer(&bench, [0x12, 0x12, 0x12, 0x1E])
        #expect(bench.takeSent().last == Self.slip)
        bench.hear([0x03])
        #expect(bench.takeReports() == [.condition(.paperNearEnd), outcome(.confirmed)])
    }

    @Test(arguments: [(paperOut, PrinterCondition.paperOut), (coverOpen, .coverOpen)])
    func `a slip stopped halfway is kept in the printer and confirmed late, sent once`(
        _ answers: [UInt8], _ condition: PrinterCondition
    ) {
        var bench = printingBench()
        bench.pass(5000)
        answer(&bench, answers)
        #expect(
            bench.takeReports() == [
                .condition(condition), outcome(.held(condition, inPrinter: true)),
            ])
        for _ in 0..<600 {
            bench.pass(1000)
            answer(&bench, answers)
        }
        #expect(bench.takeReports() == [])
        bench.hear([0x00])
        bench.pass(1000)
        answer(&bench, Self.well)
        #expect(bench.takeReports() == [outcome(.confirmed), .condition(.ok)])
        #expect(!bench.takeSent().contains(Self.slip))
    }

    @Test func `a printer mended without the late answer leaves the slip unconfirmed`() {
        var bench = printingBench()
        bench.pass(5000)
        answer(&bench, Self.paperOut)
        bench.pass(1000)
        answer(&bench, Self.well)
        _ = bench.takeReports()
        bench.pass(4999)
        #expect(bench.takeReports() == [], "it is given its time to print")
        bench.pass(1)
        answer(&bench, Self.well)
        #expect(bench.takeReports() == [outcome(.unconfirmed(.noAnswer))])
    }

    @Test func `a printer switched off while it keeps a slip leaves it unconfirmed`() {
        var bench = printingBench()
        bench.pass(5000)
        answer(&bench, Self.paperOut)
        _ = bench.takeReports()
        bench.pass(10_000)
        #expect(
            bench.takeReports() == [.condition(.offline), outcome(.unconfirmed(.silent))])
    }

    @Test func `a healthy printer that never answers leaves the slip unconfirmed`() {
        var bench = printingBench()
        bench.pass(5000)
        answer(&bench, Self.well)
        #expect(bench.takeReports() == [outcome(.unconfirmed(.noAnswer))])
    }

    @Test func `a jammed cutter leaves the slip unconfirmed`() {
        var bench = printingBench()
        bench.pass(5000)
        answer(&bench, Self.cutterJam)
        #expect(
            bench.takeReports() == [
                .condition(.cutterError), outcome(.unconfirmed(.printerError)),
            ])
    }

    @Test func `the answer may come while the printer is being asked why it is late`() {
        var bench = printingBench()
        bench.pass(5000)
        bench.hear([0x12, 0x00])
        #expect(bench.takeReports() == [outcome(.confirmed)])
    }

    @Test func `a slow line gives the slip its time on the wire`() {
        let slow = SerialSettings(baud: 1200)
        var bench = Bench(PrinterDriver(timing: PrinterDriver.Timing(serial: slow)))
        bench.lineUp()
        answer(&bench, Self.well)
        let long = PrintJob(id: "a", bytes: [UInt8](repeating: 0x41, count: 1200))
        bench.perform(.print(long))
        answer(&bench, Self.well)
        _ = bench.takeSent()
        bench.pass(14_999)
        #expect(bench.takeSent() == [])
        bench.pass(1)
        #expect(bench.takeSent() == [EscPos.realTimeStatus(1)])
    }

    @Test func `a mute printer is offline after two unanswered questions and holds the slip`() {
        var bench = Bench(PrinterDriver())
        bench.perform(.print(Self.job))
        #expect(bench.takeReports() == [outcome(.held(.offline, inPrinter: false))])
        bench.lineUp()
        bench.pass(1999)
        #expect(bench.takeReports() == [])
        bench.pass(1)
        #expect(bench.takeReports() == [.condition(.offline)])
        #expect(bench.takeSent() == [EscPos.realTimeStatus(1), EscPos.realTimeStatus(1)])
        bench.pass(1000)
        answer(&bench, Self.well)
        #expect(bench.takeSent().last == Self.slip)
    }

    @Test func `flow control and noise between the answers change nothing`() {
        var bench = Bench(PrinterDriver())
        bench.lineUp()
        bench.perform(.print(Self.job))
        for _ in 1...4 {
            bench.hear([0x13, 0xFF, 0x80, 0x90])
            bench.hear([0x11, 0x12])
        }
        #expect(bench.takeSent() == questions() + [Self.slip])
        bench.hear([0x13, 0x11, 0xC3, 0x01, 0x02, 0x04])
        #expect(bench.takeReports() == [.condition(.ok)], "noise proves no print")
        bench.hear([0x00])
        #expect(bench.takeReports() == [outcome(.confirmed)])
    }

    @Test func `a doubled answer to a question answers only that question`() {
        var bench = Bench(PrinterDriver())
        bench.lineUp()
        bench.hear([0x12, 0x12, 0x12])
        #expect(bench.takeSent() == [EscPos.realTimeStatus(1), EscPos.realTimeStatus(2)])
    }

    @Test func `a doubled print answer does not confirm the next slip`() {
        var bench = printingBench()
        bench.hear([0x00, 0x00])
        bench.perform(.print(PrintJob(id: "b", bytes: Self.slip)))
        bench.hear([0x00])
        answer(&bench, Self.well)
        #expect(bench.takeReports() == [outcome(.confirmed)])
        bench.pass(1000)
        bench.hear([0x00])
        #expect(bench.takeReports() == [outcome(.confirmed, "b")])
    }

    @Test func `an answer that says the paper ended does not confirm`() {
        var bench = printingBench()
        bench.hear([0x0F])
        #expect(bench.takeReports() == [outcome(.unconfirmed(.paperEnd))])
    }
}

// MARK: - Answers that come too late, and lost lines

extension PrinterDriverTests {
    /// A bench whose first slip is unconfirmed, its answer still possible, the second asked for.
    private func doubtfulBench() -> Bench {
        var bench = printingBench()
        bench.pass(5000)
        answer(&bench, Self.well)
        _ = bench.takeReports()
        bench.perform(.print(PrintJob(id: "b", bytes: Self.slip)))
        _ = bench.takeSent()
        answer(&bench, Self.well)
        #expect(bench.takeSent() == questions().dropFirst() + [EscPos.paperStatus])
        return bench
    }

    @Test func `a late answer to an earlier slip is flushed before the next is sent`() {
        var bench = doubtfulBench()
        bench.pass(1000)
        bench.hear([0x00])
        bench.pass(200)
        bench.hear([0x00])
        bench.pass(299)
        #expect(bench.takeSent() == [])
        bench.pass(1)
        #expect(bench.takeSent() == [Self.slip])
        #expect(bench.takeReports() == [])
        bench.hear([0x00])
        #expect(bench.takeReports() == [outcome(.confirmed, "b")])
    }

    @Test func `without that answer the next slip is printed but cannot be confirmed`() {
        var bench = doubtfulBench()
        bench.pass(5000)
        #expect(bench.takeSent() == [Self.slip])
        bench.hear([0x00])
        #expect(bench.takeReports() == [outcome(.unconfirmed(.unclearAnswer), "b")])
    }

    @Test func `a line lost before the first byte holds the slip and sends it after`() {
        var bench = idleBench()
        bench.perform(.print(Self.job))
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
        answer(&bench, Self.well)
        #expect(bench.takeSent() == questions() + [Self.slip])
    }

    @Test func `a slip of which no byte left this program is held too`() {
        var bench = printingBench()
        bench.lineLost(unsent: Self.slip.count)
        #expect(
            bench.takeReports() == [
                .condition(.offline), outcome(.held(.offline, inPrinter: false)),
            ])
        bench.lineUp()
        answer(&bench, Self.well)
        #expect(bench.takeSent() == questions() + [Self.slip])
    }

    @Test func `a line lost after the first byte leaves the slip unconfirmed and unsent again`() {
        var bench = printingBench()
        bench.lineLost(unsent: Self.slip.count - 1)
        #expect(
            bench.takeReports() == [
                .condition(.offline), outcome(.unconfirmed(.lineLost)),
            ])
        bench.pass(3000)
        bench.lineUp()
        #expect(
            bench.takeSent() == [EscPos.resynchronise, EscPos.realTimeStatus(1)],
            "a command cut short is filled up first")
        answer(&bench, Self.well)
        bench.pass(60_000)
        #expect(!bench.takeSent().contains(Self.slip))
    }

    @Test func `a slip kept in the printer is unconfirmed once the line is lost`() {
        var bench = printingBench()
        bench.pass(5000)
        answer(&bench, Self.paperOut)
        _ = bench.takeReports()
        bench.lineLost()
        #expect(
            bench.takeReports() == [
                .condition(.offline), outcome(.unconfirmed(.lineLost)),
            ])
    }

    @Test func `a second slip is refused while one is under way, an empty one always`() {
        var bench = printingBench()
        bench.perform(.print(PrintJob(id: "b", bytes: Self.slip)))
        #expect(bench.takeReports() == [outcome(.failed(.busy), "b")])
        bench.hear([0x00])
        bench.perform(.print(PrintJob(id: "c", bytes: [])))
        #expect(
            bench.takeReports() == [outcome(.confirmed), outcome(.failed(.empty), "c")])
    }

    @Test func `a held slip can be given back, one under way cannot`() {
        var bench = idleBench()
        bench.perform(.print(Self.job))
        answer(&bench, Self.paperOut)
        _ = bench.takeReports()
        bench.perform(.cancel(job: "other"))
        #expect(bench.takeReports() == [])
        bench.perform(.cancel(job: "a"))
        #expect(bench.takeReports() == [outcome(.failed(.cancelled))])
        bench.pass(1000)
        answer(&bench, Self.well)
        #expect(!bench.takeSent().contains(Self.slip))

        var printing = printingBench()
        printing.perform(.cancel(job: "a"))
        printing.hear([0x00])
        #expect(printing.takeReports() == [outcome(.confirmed)])
    }

    @Test func `whatever a printer says, a slip is sent at most once and ends at most once`() {
        for seed in UInt64(0)..<300 {
            var random = SplitMix(state: seed)
            var bench = Bench(PrinterDriver())
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

/// A small generator whose state is its seed.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
