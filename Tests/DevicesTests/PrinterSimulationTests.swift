// SPDX-License-Identifier: Apache-2.0

import Devices
import Simulators
import Testing
import Wire

/// The printer driver and the virtual printer, which know nothing of each other but the bytes.
struct PrinterSimulationTests {
    private typealias Line = SimulatedLine<PrinterDriver, VirtualPrinter>

    private func line(seed: UInt64 = 1) -> Line {
        Line(
            PrinterDriver(profile: PrinterBench.paperStatus, startsClean: true),
            VirtualPrinter(charset: .gb18030, glyphs: boxes),
            seed: seed)
    }

    private func job(_ id: String) -> PrintJob {
        let slip = Slip([
            .text("政务服务中心", Slip.Style(alignment: .centre)),
            .text(id, Slip.Style(alignment: .centre, width: 4, height: 4)), .feed(lines: 2),
        ])
        let encoded = EscPos.encode(slip, profile: .generic80, charset: .gb18030)
        return PrintJob(id: id, bytes: encoded.bytes)
    }

    private func outcomes(_ line: inout Line) -> [PrintOutcome] {
        line.takeReports().compactMap {
            if case .outcome(_, let outcome) = $0 { outcome } else { nil }
        }
    }

    @Test func `slips come out one after another, each confirmed`() {
        var line = line()
        line.plug()
        for number in 1...5 {
            line.perform(.print(job("A00\(number)")))
            line.pass(4000)
            #expect(outcomes(&line) == [.confirmed])
        }
        #expect(line.device.slipCount == 5)
        #expect(line.device.slips.last?.lines.contains { $0.contains("A005") } == true)
        #expect(line.device.unknownCommands == [])
    }

    @Test(arguments: [
        (VirtualPrinter.Fault.paperOut, VirtualPrinter.Fault.paperReloaded(millimetres: 9000)),
        (.coverOpened, .coverClosed),
    ])
    func `before a fault is mended a slip is given back`(
        _ fault: VirtualPrinter.Fault, _ mended: VirtualPrinter.Fault
    ) {
        var line = line()
        line.plug()
        line.happen { $0.cause(fault, now: $1) }
        line.perform(.print(job("A001")))
        line.pass(60_000)
        let reason: PrinterCondition = fault == .paperOut ? .paperOut : .coverOpen
        #expect(outcomes(&line) == [.held(reason, inPrinter: false)])
        #expect(line.device.bytesReceived < 1000, "nothing of the slip was sent")
        line.happen { $0.cause(mended, now: $1) }
        line.pass(5000)
        line.perform(.print(job("A001")))
        line.pass(5000)
        #expect(outcomes(&line) == [.confirmed])
        #expect(line.device.slipCount == 1)
    }

    @Test(arguments: [
        (VirtualPrinter.Fault.paperOut, VirtualPrinter.Fault.paperReloaded(millimetres: 9000)),
        (.coverOpened, .coverClosed),
    ])
    func `a fault in the middle keeps the slip in the printer and it comes out once`(
        _ fault: VirtualPrinter.Fault, _ mended: VirtualPrinter.Fault
    ) {
        var line = line()
        line.plug()
        line.perform(.print(job("A001")))
        line.pass(20)
        line.happen { $0.cause(fault, now: $1) }
        line.pass(60_000)
        let reason: PrinterCondition = fault == .paperOut ? .paperOut : .coverOpen
        #expect(outcomes(&line) == [.held(reason, inPrinter: true)])
        line.happen { $0.cause(mended, now: $1) }
        line.pass(10_000)
        #expect(outcomes(&line) == [.confirmed])
        #expect(line.device.slipCount == 1)
    }

    @Test func `a jammed cutter goes on after the cover was opened and closed`() {
        var line = line()
        line.plug()
        line.happen { $0.cause(.cutterJammed, now: $1) }
        line.perform(.print(job("A001")))
        line.pass(20_000)
        #expect(outcomes(&line) == [.held(.cutterError, inPrinter: true)])
        line.happen { $0.cause(.coverOpened, now: $1) }
        line.pass(5000)
        line.happen { $0.cause(.cutterMended, now: $1) + $0.cause(.coverClosed, now: $1) }
        line.pass(10_000)
        #expect(
            outcomes(&line) == [
                .held(.coverOpen, inPrinter: true), .held(.cutterError, inPrinter: true),
                .confirmed,
            ])
        #expect(line.device.slipCount == 1)
    }

    @Test func `a printer that falls mute in the middle leaves the slip unconfirmed`() {
        var line = line()
        line.plug()
        line.perform(.print(job("A001")))
        line.happen { $0.cause(.muted, now: $1) }
        line.pass(20_000)
        #expect(outcomes(&line) == [.unconfirmed(.silent)])
        line.happen { $0.cause(.unmuted, now: $1) }
        line.pass(10_000)
        line.perform(.print(job("A002")))
        line.pass(10_000)
        #expect(outcomes(&line) == [.confirmed])
        #expect(line.device.slipCount == 2)
    }

    @Test func `a printer that loses power with the slip inside leaves it unconfirmed`() {
        var line = line()
        line.plug()
        line.perform(.print(job("A001")))
        line.pass(20)
        line.happen { $0.cause(.paperOut, now: $1) }
        line.pass(10_000)
        line.happen { device, now in
            device.loseThePower()
            return device.cause(.paperReloaded(millimetres: 9000), now: now)
        }
        line.pass(20_000)
        #expect(
            outcomes(&line) == [
                .held(.paperOut, inPrinter: true), .unconfirmed(.noAnswer),
            ])
        #expect(line.device.slipCount == 0)
    }

    @Test func `a plug pulled in the middle leaves the slip unconfirmed and the next one whole`() {
        var line = line()
        line.plug()
        line.perform(.print(job("A001")))
        line.pass(20)
        line.unplug()
        line.pass(60_000)
        #expect(outcomes(&line) == [.unconfirmed(.lineLost)])
        line.plug()
        line.perform(.print(job("A002")))
        line.pass(10_000)
        #expect(outcomes(&line) == [.confirmed])
        #expect(line.device.slips.last?.lines.contains { $0.contains("A002") } == true)
    }

    @Test func `half a slip is cut off, so that the next does not grow on it`() {
        var inPieces = PrinterBench.paperStatus
        (inPieces.flowControl, inPieces.bufferBytes) = (.xonxoff, 128)
        var line = Line(
            PrinterDriver(profile: inPieces, startsClean: true),
            VirtualPrinter(charset: .gb18030, glyphs: boxes))
        line.plug()
        line.perform(.print(job("A001")))
        let half = line.device.bytesReceived + job("A001").bytes.count / 2
        for _ in 0..<100 where line.device.bytesReceived < half { line.pass(1) }
        line.unplug()
        line.pass(60_000)
        line.plug()
        line.perform(.print(job("A002")))
        line.pass(10_000)
        #expect(outcomes(&line) == [.unconfirmed(.lineLost), .confirmed])
        let slips = line.device.slips.map { $0.lines.joined(separator: " ") }
        #expect(slips.count == 2)
        #expect(slips.first == "政务服务中心 A001")
        #expect(slips.last == "政务服务中心 A002")
    }

    @Test func `what a killed program left half printed is cut off before the next slip`() {
        var line = line()
        line.plug()
        line.perform(.print(job("A001")))
        for _ in 0..<1000 where !(1..<20).contains(line.device.bufferedBytes) { line.pass(1) }
        line.happen { $0.cause(.coverOpened, now: $1) }
        line.unplug()
        var printer = line.device
        _ = printer.cause(.coverClosed, now: line.now)
        printer.loseThePower()
        var next = Line(PrinterDriver(profile: PrinterBench.paperStatus), printer)
        next.perform(.cutOff)
        next.plug()
        next.pass(10_000)
        next.perform(.print(job("A002")))
        next.pass(20_000)
        let slips = next.device.slips.map { $0.lines.joined(separator: " ") }
        #expect(slips.last == "政务服务中心 A002")
        #expect(slips.filter { $0.contains("A002") }.count == 1)
    }

    @Test func `what is out of a slip given up is cut off before the next`() {
        var line = line()
        line.plug()
        line.perform(.print(job("A001")))
        // Until its first line is out.
        for _ in 0..<1000 where !(1..<20).contains(line.device.bufferedBytes) { line.pass(1) }
        line.happen { $0.cause(.coverOpened, now: $1) }
        line.pass(10_000)
        line.perform(.discard(job: "A001"))
        line.happen { $0.cause(.coverClosed, now: $1) }
        line.perform(.print(job("A002")))
        line.pass(20_000)
        #expect(
            outcomes(&line) == [
                .held(.coverOpen, inPrinter: true), .unconfirmed(.discarded), .confirmed,
            ])
        let slips = line.device.slips.map { $0.lines.joined(separator: " ") }
        #expect(slips.count == 2)
        #expect(slips.last == "政务服务中心 A002")
    }

    @Test func `on a bad line no slip comes out twice and none is confirmed that did not`() {
        var confirmed = 0
        for seed in UInt64(0)..<16 {
            var random = SeededRandom(seed: seed)
            var line = line(seed: seed)
            line.toDevice.splits = true
            line.toDriver.splits = true
            line.toDriver.inserts = Int.random(in: 0...200, using: &random)
            line.toDriver.drops = Int.random(in: 0...200, using: &random)
            line.plug()
            for number in 0..<8 {
                let before = line.device.slipCount
                line.perform(.print(job("B\(seed)-\(number)")))
                line.pass(.random(in: 0...3000, using: &random))
                if UInt8.random(in: 0..<8, using: &random) == 0 {
                    line.unplug()
                    line.pass(.random(in: 0...9000, using: &random))
                    line.plug()
                }
                line.pass(60_000)
                let after = line.device.slipCount
                #expect(after - before <= 1, "seed \(seed)")
                for outcome in outcomes(&line) where outcome == .confirmed {
                    confirmed += 1
                    #expect(after - before == 1, "seed \(seed) number \(number)")
                }
            }
        }
        #expect(confirmed > 64)
    }
}
