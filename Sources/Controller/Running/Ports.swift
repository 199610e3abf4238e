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
    }

    let loop: HallLoop
    let configuration: HallConfiguration
    let phrases: Phrases
    let desks: Guarded<Desks>
    let threads = Guarded(Threads())
    /// What was last heard of each device.
    let newest = Guarded<[DeviceID: DeviceChanged]>([:])

    init(loop: HallLoop, configuration: HallConfiguration, phrases: Phrases) {
        self.loop = loop
        self.configuration = configuration
        self.phrases = phrases
        desks = Guarded(
            Desks(
                print: PrintDesk(printers: configuration.printers.map(\.id)),
                sign: SignDesk(
                    mounts: configuration.signs, columns: configuration.signColumns,
                    phrases: phrases),
                keypad: KeypadDesk(mounts: configuration.keypads)))
    }

    /// Opens every line.
    ///
    /// - Parameter address: where a line's bytes go.
    func start(address: (HallConfiguration.Line) -> DeviceAddress) throws(ChannelError) {
        for printer in configuration.printers {
            let thread = try open(printer, at: address(printer.line))
            threads.withLock { $0.printers[printer.id] = thread }
        }
        for line in configuration.lines {
            switch line.kind {
            case .qtStrip:
                let thread = try openSigns(line, at: address(line))
                threads.withLock { $0.signs[line.id] = thread }
            case .keypadFF68:
                let thread = try openKeypads(line, at: address(line))
                threads.withLock { $0.keypads[line.id] = thread }
            case .escPos: break
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
    }

    /// Takes up what the journal says is still to be done and shows how the hall stands. Called
    /// once, after `start`, on the loop's thread.
    func begin(_ hall: Hall) {
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

    private func show(_ windows: Set<WindowID>, in hall: Hall) {
        let (signs, keypads) = desks.withLock { desks in
            (desks.sign.follow(windows, in: hall), desks.keypad.follow(windows, in: hall))
        }
        for action in signs {
            threads.withLock { $0.signs[action.line] }?.post(action.command)
        }
        for action in keypads { perform(action) }
    }

    func perform(_ action: KeypadDesk.Action?) {
        guard let action else { return }
        threads.withLock { $0.keypads[action.line] }?.post(action.command)
    }
}
