// SPDX-License-Identifier: Apache-2.0

import Devices
import Facts
import Hall
import Machine
import Views
import Wire

/// The devices of the hall, each line with its thread, and the desks that decide what goes to them.
final class Ports: Sendable {
    struct Desks {
        var print: PrintDesk
        var sign: SignDesk
        var keypad: KeypadDesk
    }

    struct Threads {
        var printers: [PrinterID: PortThread<PrinterDriver>] = [:]
        var signs: [String: PortThread<SignBusDriver>] = [:]
        var keypads: [String: PortThread<KeypadBusDriver>] = [:]
        var buses: [String: PortThread<BusDriver>] = [:]
    }

    let loop: HallLoop
    let configured: Configured
    let phrases: Phrases
    let desks: Guarded<Desks>
    let threads = Guarded(Threads())
    let slips: SlipMaker
    /// Characters of each printer's slips that neither it nor any font has.
    let unprintable = Guarded<[PrinterID: Set<Character>]>([:])
    let log: @Sendable (String) -> Void
    let memory: PrinterMemory
    /// Who wants to hear how the next test of a printer ends.
    let testers = Guarded<[PrinterID: [@Sendable (TestSlipPrinted) -> Void]]>([:])
    /// Presses at pads since the start, by what they came to.
    let presses = Guarded<[String: Int]>([:])
    /// What is known of the units of each window bus.
    let registers = Guarded<[String: UnitRegister]>([:])
    /// What stands open at the pads of window buses.
    let unitPads = Guarded(UnitPads())
    /// What was last heard of each device.
    let newest = Guarded<[DeviceID: DeviceChanged]>([:])

    init(
        loop: HallLoop, configured: Configured,
        phrases: @escaping @Sendable (SignShape.Language) -> Phrases,
        slips: SlipMaker, memory: PrinterMemory, log: @escaping @Sendable (String) -> Void
    ) {
        self.loop = loop
        self.slips = slips
        self.memory = memory
        self.log = log
        self.configured = configured
        let configuration = configured.now
        self.phrases = phrases(.zhHans)
        desks = Guarded(
            Desks(
                print: PrintDesk(printers: configuration.printers.map(\.id)),
                sign: SignDesk(
                    mounts: configuration.signs, phrases: phrases),
                keypad: KeypadDesk(mounts: configuration.keypads)))
    }

    var configuration: HallConfiguration { configured.now }

    /// Where a line's bytes go.
    typealias Addresses = (HallConfiguration.Line) -> DeviceAddress

    /// Opens every line.
    func start(address: Addresses) throws(ChannelError) {
        try start(configuration.everyLine, address)
    }

    func start(
        _ lines: [HallConfiguration.Line], _ address: Addresses
    ) throws(ChannelError) {
        for line in lines {
            switch line.kind {
            case .escPos:
                let thread = try openPrinter(line, at: address(line))
                threads.withLock { $0.printers[PrinterID(line.id)] = thread }
            case .qtStrip:
                let thread = try openSigns(line, at: address(line))
                threads.withLock { $0.signs[line.id] = thread }
            case .keypadFF68:
                let thread = try openKeypads(line, at: address(line))
                threads.withLock { $0.keypads[line.id] = thread }
            case .windowBus:
                let thread = try openBus(line, at: address(line))
                threads.withLock { $0.buses[line.id] = thread }
            }
        }
    }

    func stop() {
        let threads = threads.withLock { threads in
            defer { threads = Threads() }
            return threads
        }
        for thread in threads.printers.values { thread.stop() }
        for thread in threads.signs.values { thread.stop() }
        for thread in threads.keypads.values { thread.stop() }
        for thread in threads.buses.values { thread.stop() }
    }

    /// Takes up what the journal says is still to be done and shows how the hall stands. Called
    /// after `start`, on the loop's thread.
    func begin(_ hall: Hall) {
        for printer in hall.printersCutShort {
            threads.withLock { $0.printers[printer] }?.post(.cutOff)
        }
        perform(desks.withLock { $0.print.begin(hall) })
        show(Set(hall.windows.keys), in: hall)
    }

    /// Takes in a commit, on the loop's thread, once `start` has made those who are to be told.
    func follow(_ records: [Recorded<HallFact>], in hall: Hall) {
        var windows: Set<WindowID> = []
        for record in records {
            windows.formUnion(Touched(record.fact, in: hall).officersWindows(in: hall))
        }
        perform(desks.withLock { $0.print.follow(records, in: hall) })
        if !windows.isEmpty { show(windows, in: hall) }
    }

    func show(_ windows: Set<WindowID>, in hall: Hall) {
        let (signs, keypads) = desks.withLock { desks in
            (desks.sign.follow(windows, in: hall), desks.keypad.follow(windows, in: hall))
        }
        perform(signs)
        for action in keypads { perform(action) }
    }

    func perform(_ actions: [SignDesk.Action]) {
        for action in actions {
            let (strips, bus) = threads.withLock { ($0.signs[action.line], $0.buses[action.line]) }
            strips?.post(SignBusDriver.Command(action))
            if let bus { perform(action, on: bus) }
        }
    }

    func perform(_ action: KeypadDesk.Action?) {
        guard let action else { return }
        let (keypads, bus) = threads.withLock { ($0.keypads[action.line], $0.buses[action.line]) }
        keypads?.post(KeypadBusDriver.Command(action))
        if let bus { perform(action, on: bus) }
    }
}
