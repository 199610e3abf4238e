// SPDX-License-Identifier: Apache-2.0

import Devices
import Glibc
import Simulators
import Testing
import Wire

@testable import Controller

/// The virtual hall as the real drivers meet it, over real pseudo-terminals.
struct BenchDevicesTests {
    private static let slip = EscPos.encode(
        Slip([.text("A001", .init(width: 2, height: 2)), .text("请到1号窗口", .init())]),
        profile: .generic80, charset: .gb18030
    ).bytes

    /// Short patience, so that the tests need none.
    private static let timing: PrinterDriver.Timing = {
        var timing = PrinterDriver.Timing()
        (timing.grace, timing.recheck, timing.poll) = (200, 50, 100)
        (timing.answer, timing.settling) = (200, 50)
        timing.printing = 1000
        return timing
    }()

    private typealias Printing = PortEvent<PrinterDriver.Report>

    private func outcome(_ job: String, _ outcome: PrintOutcome) -> Printing {
        .report(.outcome(job: job, outcome))
    }

    private let isWell = Printing.report(.condition(.ok))

    @Test func `a slip sent through the terminal lies on the bench with its text`() throws {
        try BenchScene.play { scene in
            try scene.withPort(PrinterDriver(timing: Self.timing), on: "P1") { port, events in
                #expect(scene.eventually { events.all.contains(isWell) })
                port.post(.print(PrintJob(id: "a", bytes: Self.slip)))
                #expect(scene.eventually { events.all.contains(outcome("a", .confirmed)) })
            }
            let slip = try #require(scene.printer?.slips.first)
            #expect(slip.index == 1)
            #expect(slip.text == ["A001", "请到1号窗口"])
            #expect(slip.href == "/api/v1/bench/printers/P1/slips/1.bmp")
            let picture = try #require(scene.hall.slip(1, of: "P1"))
            #expect(Array(picture.prefix(2)) == Array("BM".utf8))
            #expect(scene.hall.slip(2, of: "P1") == nil)
            #expect(scene.changes.all.contains { $0.printers == ["P1"] })
        }
    }

    @Test func `without paper a slip is given back, and with a new roll the next comes out`() throws
    {
        try BenchScene.play { scene in
            #expect(scene.hall.change(PrinterWish(paperOut: true), ofPrinter: "P1"))
            #expect(scene.printer?.faults.paperOut == true)
            try scene.withPort(PrinterDriver(timing: Self.timing), on: "P1") { port, events in
                let isOut = Printing.report(.condition(.paperOut))
                #expect(scene.eventually { events.all.contains(isOut) })
                port.post(.print(PrintJob(id: "a", bytes: Self.slip)))
                let held = outcome("a", .held(.paperOut, inPrinter: false))
                #expect(scene.eventually { events.all.contains(held) })
                #expect(scene.printer?.slips.isEmpty == true)
                _ = scene.hall.change(PrinterWish(paperOut: false), ofPrinter: "P1")
                #expect(scene.eventually { events.all.contains(isWell) })
                port.post(.print(PrintJob(id: "b", bytes: Self.slip)))
                #expect(scene.eventually { events.all.contains(outcome("b", .confirmed)) })
            }
            #expect(scene.printer?.slips.count == 1)
            #expect(scene.printer?.faults.paperOut == false)
        }
    }

    @Test func `a jammed cutter keeps the slip, and mended lets it out`() throws {
        try BenchScene.play { scene in
            _ = scene.hall.change(PrinterWish(cutterJam: true), ofPrinter: "P1")
            try scene.withPort(PrinterDriver(timing: Self.timing), on: "P1") { port, events in
                #expect(scene.eventually { events.all.contains(isWell) })
                port.post(.print(PrintJob(id: "a", bytes: Self.slip)))
                let held = outcome("a", .held(.cutterError, inPrinter: true))
                #expect(scene.eventually { events.all.contains(held) })
                _ = scene.hall.change(PrinterWish(cutterJam: false), ofPrinter: "P1")
                #expect(scene.printer?.faults.coverOpen == true)
                #expect(scene.eventually { events.all.contains(outcome("a", .confirmed)) })
                #expect(scene.printer?.faults.coverOpen == false)
                #expect(scene.printer?.slips.count == 1)
            }
        }
    }

    @Test(arguments: [
        (PrinterWish(coverOpen: true), PrinterWish(coverOpen: false), PrinterCondition.coverOpen),
        (PrinterWish(mute: true), PrinterWish(mute: false), .offline),
    ])
    func `a fault is seen by the controller, and so is its end`(
        _ fault: PrinterWish, _ end: PrinterWish, _ condition: PrinterCondition
    ) throws {
        try BenchScene.play { scene in
            try scene.withPort(PrinterDriver(timing: Self.timing), on: "P1") { _, events in
                _ = scene.hall.change(fault, ofPrinter: "P1")
                #expect(
                    scene.eventually { events.all.last == .report(.condition(condition)) })
                _ = scene.hall.change(end, ofPrinter: "P1")
                #expect(scene.eventually { events.all.last == .report(.condition(.ok)) })
            }
        }
    }

    @Test func `a line unplugged hangs up, and plugged in again it prints`() throws {
        try BenchScene.play { scene in
            try scene.withPort(PrinterDriver(timing: Self.timing), on: "P1") { port, events in
                #expect(scene.eventually { events.all.contains(.line(.up)) })
                #expect(scene.hall.change(LineWish(unplugged: true), ofLine: "P1"))
                #expect(
                    scene.eventually {
                        events.all.contains {
                            if case .line(.lost) = $0 { true } else { false }
                        }
                    })
                #expect(scene.printer?.unplugged == true)
                _ = scene.hall.change(LineWish(unplugged: false), ofLine: "P1")
                #expect(scene.eventually { events.all.last == isWell })
                port.post(.print(PrintJob(id: "a", bytes: Self.slip)))
                #expect(scene.eventually { events.all.contains(outcome("a", .confirmed)) })
                #expect(port.counters.reconnects == 1)
            }
        }
    }

    @Test func `a sign shows its call, on and off, until it stands`() throws {
        try BenchScene.play { scene in
            let dark = try #require(scene.hall.picture(ofSign: "sign-W01"))
            #expect(scene.hall.picture(ofSign: "sign-W03") == nil, "is no virtual one")
            try scene.withPort(SignBusDriver(), on: "signs") { port, events in
                let face = SignFace(text: "A001请到1窗口", flashMilliseconds: 1200)
                port.post(.show(address: 1, face))
                #expect(scene.eventually { scene.hall.overview().signs[0].flashing })
                let sign = scene.hall.overview().signs[0]
                #expect((sign.id, sign.window, sign.text) == ("sign-W01", "1", face.text))
                #expect(scene.eventually { scene.hall.picture(ofSign: "sign-W01") == dark })
                #expect(scene.eventually { !scene.hall.overview().signs[0].flashing })
                #expect(scene.hall.picture(ofSign: "sign-W01") != dark)
                #expect(events.all.contains(.report(.sent(address: 1, face))))
            }
            #expect(scene.hall.overview().signs[1].text.isEmpty)
            #expect(scene.changes.all.allSatisfy { $0.signs != ["sign-W02"] })
        }
    }

    @Test func `a key pressed arrives, and the digits come back`() throws {
        try BenchScene.play { scene in
            try scene.withPort(KeypadBusDriver(), on: "keypads") { port, events in
                #expect(scene.eventually { events.all.contains(.line(.up)) })
                let press = KeypadPress(.transfer, digits: [1, 2])
                #expect(scene.hall.press(press, onKeypad: "keypad-W02"))
                let pressed = PortEvent.report(
                    KeypadBusDriver.Report.pressed(address: 2, press))
                #expect(scene.eventually { events.all.contains(pressed) })
                port.post(.show(address: 2, PadFace(waiting: 7, number: "A012")))
                port.post(.beep(address: 2))
                #expect(
                    scene.eventually {
                        let keypad = scene.hall.overview().keypads[1]
                        return (keypad.waiting, keypad.number, keypad.beeps) == (7, "012", 1)
                    })
                #expect(scene.hall.overview().keypads[1].lost == 0)
            }
        }
    }

    @Test func `nothing can be done to a device that is not there`() throws {
        try BenchScene.play { scene in
            #expect(!scene.hall.change(PrinterWish(mute: true), ofPrinter: "signs"))
            #expect(!scene.hall.change(LineWish(unplugged: true), ofLine: "far"))
            #expect(!scene.hall.press(KeypadPress(.call), onKeypad: "keypad-W03"))
            #expect(scene.hall.address(of: "far") == nil)
            #expect(scene.hall.slip(1, of: "P2") == nil)
        }
    }

    @Test func `stopping unplugs every line`() throws {
        try BenchScene.play { scene in
            let address = try #require(scene.hall.address(of: "P1"))
            scene.hall.stop()
            #expect(throws: ChannelError.self) { try address.open() }
        }
    }
}
