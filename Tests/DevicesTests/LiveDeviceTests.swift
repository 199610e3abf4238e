// SPDX-License-Identifier: Apache-2.0

import Devices
import Simulators
import Testing
import Wire

/// Lets a virtual device speak as if it were a driver, so that the same thread can serve the far
/// end of a pseudo-terminal. Commands are what happens to the device; it reports itself after each
/// change.
private struct FarEnd<Device: VirtualDevice>: LineDriver {
    typealias Event = @Sendable (inout Device, Int64) -> [UInt8]

    private(set) var device: Device

    init(_ device: Device) { self.device = device }

    var nextDeadline: Int64? { device.nextDeadline }
    mutating func lineUp(now: Int64) -> [LineAction<Device>] { tell([]) }
    mutating func lineLost(unsent: Int, now: Int64) -> [LineAction<Device>] { [] }
    mutating func received(_ bytes: [UInt8], now: Int64) -> [LineAction<Device>] {
        let answer = device.receive(bytes, now: now)
        return tell(answer)
    }
    mutating func perform(_ event: Event, now: Int64) -> [LineAction<Device>] {
        let answer = event(&device, now)
        return tell(answer)
    }
    mutating func deadlineReached(now: Int64) -> [LineAction<Device>] {
        let answer = device.tick(now: now)
        return tell(answer)
    }
    private func tell(_ bytes: [UInt8]) -> [LineAction<Device>] {
        [.report(device)] + (bytes.isEmpty ? [] : [.send(bytes)])
    }
}

/// Drivers and virtual devices, each on its own thread, over a real pseudo-terminal.
struct LiveDeviceTests {
    private typealias PrinterEnd = PortThread<FarEnd<VirtualPrinter>>
    private static let quick = BackOff(first: 5, limit: 40)

    private func plugIn<Device: VirtualDevice>(
        _ device: Device, at link: String, _ seen: DeviceWatch<Device>? = nil
    ) throws -> PortThread<FarEnd<Device>> {
        try PortThread(
            driver: FarEnd(device), backOff: Self.quick,
            open: { _ throws(ChannelError) in try PseudoTerminalMaster(link: link) },
            observer: { if case .report(let device) = $0 { seen?.see(device) } })
    }

    private func fastPrinter() -> VirtualPrinter {
        var model = PrinterModel()
        model.millimetresPerSecond = 100_000
        model.cutMilliseconds = 5
        return VirtualPrinter(model: model, charset: .gb18030, glyphs: boxes)
    }

    private func job(_ id: String) -> PrintJob {
        let slip = Slip([.text(id, Slip.Style(width: 4, height: 4))])
        let bytes = EscPos.encode(slip, profile: .generic80, charset: .gb18030).bytes
        return PrintJob(id: id, bytes: bytes)
    }

    private func timing() -> PrinterDriver.Timing {
        var timing = PrinterDriver.Timing()
        timing.recheck = 20
        timing.poll = 50
        return timing
    }

    private func printer(
        at link: String, _ log: EventLog<PrinterDriver.Report>
    ) throws -> PortThread<PrinterDriver> {
        try PortThread(
            driver: PrinterDriver(timing: timing()), address: .pseudoTerminal(path: link),
            backOff: Self.quick, observer: { log.add($0) })
    }

    @Test
    func `a slip asked for before the printer is plugged in is given back, one after is printed`()
        throws
    {
        let link = temporaryPath()
        let log = try EventLog<PrinterDriver.Report>()
        let seen = try DeviceWatch<VirtualPrinter>()
        let port = try printer(at: link, log)
        defer { port.stop() }
        port.post(.print(job("A001")))
        log.wait(for: .report(outcome(.held(.offline, inPrinter: false), "A001")))
        let far = try plugIn(fastPrinter(), at: link, seen)
        defer { far.stop() }
        log.wait(for: .report(.condition(.ok)))
        port.post(.print(job("A002")))
        log.wait(for: .report(outcome(.confirmed, "A002")))
        #expect(seen.last?.slipCount == 1)
    }

    @Test func `a plug pulled in the middle of a slip leaves it unconfirmed, the next is whole`()
        throws
    {
        let link = temporaryPath()
        let log = try EventLog<PrinterDriver.Report>()
        let port = try printer(at: link, log)
        defer { port.stop() }
        var slow = PrinterModel()
        slow.millimetresPerSecond = 1
        let seen = try DeviceWatch<VirtualPrinter>()
        let far = try plugIn(
            VirtualPrinter(model: slow, charset: .gb18030, glyphs: boxes), at: link, seen)
        log.wait(for: .report(.condition(.ok)))
        port.post(.print(job("A001")))
        try seen.wait { $0.bufferedBytes > 0 }
        far.stop()
        log.wait(for: .report(outcome(.unconfirmed(.lineLost), "A001")))
        let again = try plugIn(fastPrinter(), at: link)
        defer { again.stop() }
        log.wait(for: .report(.condition(.ok)), times: 2)
        port.post(.print(job("A002")))
        log.wait(for: .report(outcome(.confirmed, "A002")))
        #expect(port.counters.reconnects == 1)
    }

    @Test func `paper out and reloaded, over a real line`() throws {
        let link = temporaryPath()
        let log = try EventLog<PrinterDriver.Report>()
        let port = try printer(at: link, log)
        defer { port.stop() }
        let seen = try DeviceWatch<VirtualPrinter>()
        let far = try plugIn(fastPrinter(), at: link, seen)
        defer { far.stop() }
        far.post { device, now in device.cause(.paperOut, now: now) }
        log.wait(for: .report(.condition(.paperOut)))
        port.post(.print(job("A001")))
        log.wait(for: .report(outcome(.held(.paperOut, inPrinter: false), "A001")))
        far.post { device, now in device.cause(.paperReloaded(millimetres: 9000), now: now) }
        log.wait(for: "new paper") { events in
            let conditions = events.filter {
                if case .report(.condition) = $0 { true } else { false }
            }
            return conditions.last == .report(.condition(.ok))
        }
        port.post(.print(job("A002")))
        log.wait(for: .report(outcome(.confirmed, "A002")))
        #expect(seen.last?.slipCount == 1)
    }

    @Test func `signs show their faces again after the line came back`() throws {
        let link = temporaryPath()
        let log = try EventLog<SignBusDriver.Report>()
        let port = try PortThread(
            driver: SignBusDriver(), address: .pseudoTerminal(path: link), backOff: Self.quick,
            observer: { log.add($0) })
        defer { port.stop() }
        let face = SignFace(text: "窗口一")
        port.post(.show(address: 1, face))
        let sign = VirtualSign(charset: .gb2312, glyphs: boxes)
        for round in 1...2 {
            let seen = try DeviceWatch<VirtualSignBus>()
            let far = try plugIn(VirtualSignBus(signs: [1: sign]), at: link, seen)
            log.wait(for: .report(.sent(address: 1, face)), times: round)
            try seen.wait { $0.signs[1]?.text == "窗口一" }
            far.stop()
        }
    }

    @Test func `a key press comes up a real line and is acknowledged down it`() throws {
        let link = temporaryPath()
        let log = try EventLog<KeypadBusDriver.Report>()
        let seen = try DeviceWatch<VirtualKeypadBus>()
        let far = try plugIn(VirtualKeypadBus(addresses: [3]), at: link, seen)
        defer { far.stop() }
        let port = try PortThread(
            driver: KeypadBusDriver(), address: .pseudoTerminal(path: link),
            backOff: Self.quick, observer: { log.add($0) })
        defer { port.stop() }
        log.wait(for: .line(.up))
        far.post { device, now in
            _ = device.press(KeypadPress(.call), at: 3, now: now)
            return device.tick(now: now)
        }
        log.wait(for: .report(.pressed(address: 3, KeypadPress(.call))))
        port.post(.show(address: 3, PadFace(waiting: 5, number: "A042")))
        try seen.wait { $0.keypads[3]?.display == "  5042" }
        #expect(seen.last?.keypads[3]?.acknowledged == 1)
        #expect(log.reports.count == 1)
    }
}
