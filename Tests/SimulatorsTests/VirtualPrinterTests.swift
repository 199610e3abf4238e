// SPDX-License-Identifier: Apache-2.0

import Simulators
import Testing
import Wire

struct VirtualPrinterTests {
    private let short = slip(.text("A01", .init()))

    @Test func `the answer comes only when everything is printed and cut`() {
        var printer = VirtualPrinter.tiny()
        #expect(printer.receive(short, now: 0) == [])
        #expect(printer.slips.isEmpty)
        let (answer, at) = printer.finish(from: 0)
        #expect(answer == [0x00])
        // 34 dots at 150 mm a second, and the cut.
        #expect((320...340).contains(at))
        #expect(printer.slips.map(\.lines) == [["A01"]])
    }

    @Test func `status is answered at once, even with paper moving`() {
        var printer = VirtualPrinter.tiny()
        _ = printer.receive(short, now: 0)
        #expect(
            printer.receive([0x10, 4, 1, 0x10, 4, 2, 0x10, 4, 3, 0x10, 4, 4], now: 0)
                == [0x12, 0x12, 0x12, 0x12])
    }

    @Test func `a status question cut in two pieces is still a question`() {
        var printer = VirtualPrinter.tiny()
        #expect(printer.receive([0x10], now: 0) == [])
        #expect(printer.receive([0x04], now: 1) == [])
        #expect(printer.receive([0x04], now: 2) == [0x12])
    }

    @Test func `paper that runs out stops the slip, and a new roll finishes it`() {
        var printer = VirtualPrinter.tiny()
        _ = printer.cause(.paperOut, now: 0)
        #expect(printer.receive(short, now: 0) == [])
        #expect(printer.nextDeadline == nil)
        #expect(printer.tick(now: 60_000) == [])
        #expect(printer.receive([0x10, 4, 2, 0x10, 4, 4], now: 60_000) == [0x32, 0x7E])
        #expect(printer.bufferedBytes == short.count)
        _ = printer.cause(.paperReloaded(millimetres: 50_000), now: 60_000)
        let (answer, at) = printer.finish(from: 60_000)
        #expect(answer == [0x00])
        #expect(at > 60_300)
        #expect(printer.slips.map(\.lines) == [["A01"]])
    }

    @Test func `a roll that ends in the middle of a slip holds the rest`() {
        var printer = VirtualPrinter.tiny { $0.rollMillimetres = 5 }
        _ = printer.receive(
            slip(.text("A", .init()), .text("0", .init()), .text("1", .init())), now: 0)
        #expect(printer.finish(from: 0).bytes == [])
        #expect(printer.status.paperEnd && printer.status.offline)
        #expect(printer.slips.isEmpty)
        _ = printer.cause(.paperReloaded(millimetres: 1_000), now: 900)
        // A metre is near its end.
        #expect(printer.finish(from: 900).bytes == [0x03])
        #expect(printer.slips.map(\.lines) == [["A", "0", "1"]])
    }

    @Test func `an open cover stops printing and says so`() {
        var printer = VirtualPrinter.tiny()
        _ = printer.cause(.coverOpened, now: 0)
        _ = printer.receive(short, now: 0)
        #expect(printer.receive([0x10, 4, 1, 0x10, 4, 2], now: 10) == [0x1A, 0x16])
        #expect(printer.status.coverOpen)
        _ = printer.cause(.coverClosed, now: 500)
        #expect(printer.finish(from: 500).bytes == [0x00])
    }

    @Test func `a jammed cutter waits for mending and for the host`() {
        var printer = VirtualPrinter.tiny()
        _ = printer.cause(.cutterJammed, now: 0)
        _ = printer.receive(short, now: 0)
        #expect(printer.finish(from: 0).bytes == [])
        #expect(printer.receive([0x10, 4, 2, 0x10, 4, 3], now: 900) == [0x52, 0x1A])
        _ = printer.receive(EscPos.resume, now: 1_000)
        #expect(printer.status.cutterError)
        _ = printer.cause(.cutterMended, now: 1_100)
        _ = printer.receive(EscPos.resume, now: 1_200)
        #expect(printer.finish(from: 1_200).bytes == [0x00])
        #expect(printer.slips.map(\.lines) == [["A01"]])
    }

    @Test func `clearing the buffer forgets the slip that waits`() {
        var printer = VirtualPrinter.tiny()
        _ = printer.cause(.paperOut, now: 0)
        _ = printer.receive(short, now: 0)
        _ = printer.receive(EscPos.clearBuffer, now: 10)
        _ = printer.cause(.paperReloaded(millimetres: 9_000), now: 20)
        #expect(printer.finish(from: 20).bytes == [])
        #expect(printer.slips.isEmpty)
    }

    @Test func `a mute printer prints and says nothing`() {
        var printer = VirtualPrinter.tiny()
        _ = printer.cause(.muted, now: 0)
        #expect(printer.receive(short + [0x10, 4, 1], now: 0) == [])
        #expect(printer.finish(from: 0).bytes == [])
        #expect(printer.slipCount == 1)
    }

    @Test func `what does not fit the buffer is lost and counted`() {
        var printer = VirtualPrinter.tiny { $0.bufferBytes = 10 }
        _ = printer.cause(.coverOpened, now: 0)
        _ = printer.receive(Array(repeating: 0x41, count: 25), now: 0)
        #expect(printer.bufferedBytes == 10)
        #expect(printer.bytesLost == 15)
        #expect(printer.bytesReceived == 25)
    }

    @Test func `Chinese without its switch comes out as rubbish, as on paper`() {
        var printer = VirtualPrinter.tiny()
        _ = printer.receive([0xD6, 0xD0, 0x0A, 0x1C, 0x26, 0xD6, 0xD0, 0x0A], now: 0)
        _ = printer.receive([0x1D, 0x56, 0x42, 0], now: 0)
        _ = printer.finish(from: 0)
        #expect(printer.slips.map(\.lines) == [["\u{FFFD}\u{FFFD}", "中"]])
    }

    @Test func `a cut without feeding leaves the last line under the blade`() throws {
        var printer = VirtualPrinter.tiny { $0.headToBladeDots = 24 }
        _ = printer.receive([0x41, 0x0A, 0x1D, 0x56, 0x00], now: 0)
        _ = printer.finish(from: 0)
        let paper = try #require(printer.slips.first).picture
        #expect(paper.height == 30)
        #expect(paper.bytes.suffix(60).contains { $0 != 0 })
    }

    @Test func `a process number and an identity are given back`() {
        var printer = VirtualPrinter.tiny()
        let question: [UInt8] = [0x1D, 0x28, 0x48, 6, 0, 0x30, 0x30, 0x41, 0x42, 0x43, 0x44]
        #expect(printer.receive(question, now: 0) == [0x37, 0x22, 0x41, 0x42, 0x43, 0x44, 0])
        #expect(printer.receive([0x1D, 0x49, 0x42], now: 0).first == 0x5F)
    }

    @Test func `automatic status speaks when something changes`() {
        var printer = VirtualPrinter.tiny()
        #expect(printer.receive([0x1D, 0x61, 0x0E], now: 0) == [0x10, 0, 0, 0])
        #expect(printer.cause(.coverOpened, now: 5) == [0x38, 0, 0, 0])
        #expect(printer.tick(now: 6) == [])
        #expect(printer.cause(.coverClosed, now: 7) == [0x10, 0, 0, 0])
        _ = printer.receive([0x1B, 0x40], now: 8)
        #expect(printer.cause(.coverOpened, now: 9) == [])
    }

    @Test func `unknown commands are noted and harm nothing`() {
        var printer = VirtualPrinter.tiny()
        _ = printer.receive([0x1B, 0x7E, 0x1D, 0x28, 0x5A, 2, 0, 1, 2] + short, now: 0)
        #expect(printer.finish(from: 0).bytes == [0x00])
        #expect(printer.unknownCommands == [[0x1B, 0x7E], [0x1D, 0x28, 0x5A, 2, 0, 1, 2]])
        #expect(printer.slips.map(\.lines) == [["A01"]])
    }

    @Test func `a slip cut off by a lost line is closed by the NULs of the next`() {
        var printer = VirtualPrinter.tiny()
        let code = slip(.qr("http://127.0.0.1/t/abcdef", module: 1))
        _ = printer.receive(Array(code.prefix(45)), now: 0)
        _ = printer.receive(EscPos.resynchronise + short, now: 1_000)
        #expect(printer.finish(from: 1_000).bytes == [0x00])
        #expect(printer.slips.last?.lines == ["A01"])
    }

    @Test func `a picture of dots is printed row by row, over time`() throws {
        var printer = VirtualPrinter.tiny()
        let rows: [UInt8] = [0x80, 0x01, 0x40, 0x02, 0x20, 0x04]
        let raster: [UInt8] = [0x1D, 0x76, 0x30, 3, 2, 0, 3, 0] + rows
        _ = printer.receive(raster, now: 0)
        _ = printer.receive([0x1D, 0x56, 0x00] + EscPos.paperStatus, now: 0)
        #expect(printer.finish(from: 0).at >= 300)
        let paper = try #require(printer.slips.first).picture
        #expect(paper.height == 6)
        #expect(paper[0, 4] && paper[1, 5] && paper[30, 4] && !paper[2, 4])
    }

    @Test func `only the last slips are kept, and they can be taken`() {
        var printer = VirtualPrinter.tiny { $0.slipsKept = 2 }
        for time in 0..<5 {
            _ = printer.receive(short, now: Int64(time) * 1_000)
            _ = printer.finish(from: Int64(time) * 1_000)
        }
        #expect(printer.slips.map(\.number) == [4, 5])
        printer.tearOff()
        #expect(printer.slips.map(\.isTornOff) == [true, true])
    }

    @Test func `power lost means what was not printed is gone`() {
        var printer = VirtualPrinter.tiny()
        _ = printer.receive(short, now: 0)
        printer.loseThePower()
        #expect(printer.finish(from: 10).bytes == [])
        #expect(printer.slips.isEmpty)
    }

    @Test(arguments: UInt64(1)...30)
    func `after any garbage and NULs a slip is printed and confirmed`(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var printer = VirtualPrinter.tiny { $0.bufferBytes = 1_000_000 }
        let commands: [UInt8] = [0x1B, 0x1C, 0x1D, 0x10, 0x28, 0x6B, 0x76, 0x30, 0x0A, 0x00]
        let garbage = (0..<2_000).map { _ in
            Bool.random(using: &random)
                ? UInt8.random(in: 0...255, using: &random)
                : commands.randomElement(using: &random) ?? 0
        }
        _ = printer.receive(garbage, now: 0)
        let (_, at) = printer.finish(from: 0)
        // The longest command noise can begin is a raster of 64 kB by 64 k rows: only losing
        // the power ends that.
        printer.loseThePower()
        _ = printer.receive(short, now: at)
        #expect(printer.finish(from: at).bytes.last == 0x00, "seed \(seed)")
        #expect(printer.slips.last?.lines.last == "A01", "seed \(seed)")
    }
}
