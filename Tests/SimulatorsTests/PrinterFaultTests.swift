// SPDX-License-Identifier: Apache-2.0

import Simulators
import Testing
import Wire

/// What a printer made of software does when something happens to it.
struct PrinterFaultTests {
    private let asked = slip(.text("A01", .init())) + EscPos.processID(Array("ABCD".utf8))
    private let named: [UInt8] = [0x37, 0x22, 0x41, 0x42, 0x43, 0x44, 0]

    @Test func `every fault can be typed, and nothing else`() {
        for word in VirtualPrinter.Fault.words {
            let typed = word.replacing(" [MM]", with: "").replacing("MM", with: "7")
                .replacing("MS", with: "7")
            #expect(VirtualPrinter.Fault(typed) != nil, "\(word)")
        }
        for text in ["", "left", "left x", "left -1", "open 3", "burn", "reload 1 2"] {
            #expect(VirtualPrinter.Fault(text) == nil, "\(text)")
        }
        #expect(VirtualPrinter.Fault("answer-late 40") == .answers(.late(milliseconds: 40)))
        #expect(VirtualPrinter.Fault("reload") == .paperReloaded(millimetres: 80_000))
    }

    @Test(arguments: [
        (VirtualPrinter.Fault.headHot, VirtualPrinter.Fault.headCooled, 3, UInt8(0x52)),
        (.coverOpened, .coverClosed, 2, 0x16), (.broken, .powerLost, 3, 0x32),
    ])
    func `a fault stops it, is told, and leaves it when it is over`(
        _ fault: VirtualPrinter.Fault, _ end: VirtualPrinter.Fault, _ question: Int,
        _ answer: UInt8
    ) {
        var printer = VirtualPrinter.tiny()
        _ = printer.cause(fault, now: 0)
        #expect(printer.receive(EscPos.realTimeStatus(question), now: 0) == [answer])
        #expect(printer.receive(EscPos.realTimeStatus(1), now: 0) == [0x1A])
        _ = printer.receive(asked, now: 0)
        #expect(printer.finish(from: 0).bytes == [] && printer.slipCount == 0)
        _ = printer.cause(end, now: 1000)
        _ = printer.cause(.powerBack, now: 1000)
        #expect(printer.receive(EscPos.realTimeStatus(1), now: 1000) == [0x12])
        // Without power it forgot the slip.
        #expect(printer.finish(from: 1000).bytes.isEmpty == (end == .powerLost))
        #expect(printer.slipCount == (end == .powerLost ? 0 : 1))
    }

    @Test func `without power it takes and says nothing`() {
        var printer = VirtualPrinter.tiny()
        _ = printer.cause(.powerLost, now: 0)
        #expect(printer.receive(asked + EscPos.realTimeStatus(1), now: 0) == [])
        #expect(printer.nextDeadline == nil && printer.bytesLost == asked.count + 3)
    }

    @Test func `it answers never, late, twice, wrongly, in garbage or by halves if told to`() {
        for (answering, expected) in [
            (VirtualPrinter.Answering.well, named), (.never, []), (.twice, named + named),
            (.halves, Array(named.prefix(3))),
            (.wrongly, [0x37, 0x22, 0x21, 0x21, 0x21, 0x21, 0]),
        ] {
            var printer = VirtualPrinter.tiny()
            _ = printer.cause(.answers(answering), now: 0)
            _ = printer.receive(Array(asked.dropLast(11)) + asked.suffix(11), now: 0)
            let bytes = printer.finish(from: 0).bytes
            #expect(bytes.suffix(expected.count) == expected[...], "\(answering)")
            #expect(printer.slipCount == 1)
        }
        var late = VirtualPrinter.tiny()
        _ = late.cause(.answers(.late(milliseconds: 5000)), now: 0)
        _ = late.receive(asked, now: 0)
        #expect(late.finish(from: 0).at > 5300)
        var garbled = VirtualPrinter.tiny()
        _ = garbled.cause(.answers(.inGarbage), now: 0)
        _ = garbled.receive(asked, now: 0)
        let bytes = garbled.finish(from: 0).bytes
        #expect(bytes.count > named.count && bytes != named)
    }

    @Test func `its paper ends at the millimetre said, near-end before`() {
        var printer = VirtualPrinter.tiny { $0.nearEndMillimetres = 30 }
        _ = printer.cause(.paperLeft(millimetres: 29), now: 0)
        #expect(printer.receive(EscPos.realTimeStatus(4), now: 0) == [0x1E])
        for _ in 0..<12 { _ = printer.receive(slip(.text("A01", .init())), now: 0) }
        _ = printer.finish(from: 0)
        #expect(printer.status.paperEnd && printer.paperMillimetres == 0)
        #expect((5...7).contains(printer.slipCount), "34 dots each")
    }

    @Test func `it says stop while there is room, and go when there is again`() {
        var printer = VirtualPrinter.tiny { ($0.flowControl, $0.bufferBytes) = (.xonxoff, 64) }
        _ = printer.cause(.coverOpened, now: 0)
        let text = [UInt8](repeating: 0x41, count: 47)
        #expect(printer.receive(text, now: 0) == [])
        #expect(printer.receive([0x41, 0x41], now: 0) == [0x13])
        #expect(printer.receive([0x0A], now: 0) == [])
        #expect(printer.cause(.coverClosed, now: 10) + printer.finish(from: 10).bytes == [0x11])
        #expect(printer.bytesLost == 0)
    }

    @Test func `a slip hangs from the mouth until it is taken, where it can tell`() {
        var printer = VirtualPrinter.tiny {
            ($0.status.fixedMask, $0.status.places[.slipWaiting]) = (0x13, [.init(1, 0x80)])
        }
        _ = printer.receive(slip(.text("A01", .init())), now: 0)
        let at = printer.finish(from: 0).at
        #expect(printer.receive(EscPos.realTimeStatus(1), now: at) == [0x92])
        _ = printer.cause(.slipTaken, now: at)
        #expect(printer.receive(EscPos.realTimeStatus(1), now: at) == [0x12])
    }

    @Test func `a printer is as its profile says`() {
        var profile = PrinterProfile.generic80
        profile.completion = .none
        profile.realTimeStatus = false
        var printer = VirtualPrinter(
            model: PrinterModel(profile), charset: .ascii, glyphs: GlyphSource { _ in nil })
        _ = printer.receive(asked + EscPos.realTimeStatus(1) + EscPos.paperStatus, now: 0)
        #expect(printer.finish(from: 0).bytes == [])
        #expect(printer.slipCount == 1)
    }
}
