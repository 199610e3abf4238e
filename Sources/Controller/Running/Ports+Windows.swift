// SPDX-License-Identifier: Apache-2.0

import Devices
import Engine
import Facts
import Hall
import Machine
import Wire

extension Ports {
    func openSigns(
        _ line: HallConfiguration.Line, at address: DeviceAddress
    ) throws(ChannelError) -> PortThread<SignBusDriver> {
        let driver = SignBusDriver(serial: line.serial)
        return try open(
            line, at: address, driver, .sign, { $0.signs }, HallConfiguration.signID
        ) { ports, mounts, report in
            guard case .sent(let address, _) = report,
                let window = mounts.first(where: { $0.address == address })?.window
            else { return }
            ports.report(
                DeviceChanged(
                    device: HallConfiguration.signID(window), kind: .sign,
                    state: .unconfirmed, reason: nil))
        }
    }

    func openKeypads(
        _ line: HallConfiguration.Line, at address: DeviceAddress
    ) throws(ChannelError) -> PortThread<KeypadBusDriver> {
        let driver = KeypadBusDriver(serial: line.serial)
        return try open(
            line, at: address, driver, .keypad, { $0.keypads }, HallConfiguration.keypadID
        ) { ports, _, report in
            guard case .pressed(let address, let press) = report else { return }
            let grades = line.grades ?? HallConfiguration.Line.usualGrades
            ports.pressed(PadPress(press, grades: grades), line: line.id, address: address)
        }
    }

    /// Opens a line that carries a device of each of several windows: those that hang on it at that
    /// moment, which are not always the ones that hung there when it was opened.
    private func open<Driver: LineDriver>(
        _ line: HallConfiguration.Line, at address: DeviceAddress, _ driver: Driver,
        _ kind: DeviceChanged.Kind,
        _ mounts: @escaping @Sendable (HallConfiguration) -> [HallConfiguration.Mount],
        _ name: @escaping @Sendable (WindowID) -> DeviceID,
        heard: @escaping @Sendable (Ports, [HallConfiguration.Mount], Driver.Report) -> Void
    ) throws(ChannelError) -> PortThread<Driver> {
        let settings = ChannelSettings(serial: line.serial)
        return try PortThread(driver: driver, address: address, settings: settings) {
            [weak self] event in
            guard let self else { return }
            let mounts = mounts(configuration).filter { $0.line == line.id }
            switch event {
            case .line(let state):
                report(state, of: line.id, kind: .line)
                report(state, of: mounts, kind, name)
            case .report(let report): heard(self, mounts, report)
            }
        }
    }

    /// Something was pressed at the pad with an address on a line, whatever kind of line that is.
    ///
    /// - Parameter settled: called when the press needs no pad to remember it any more: it is
    ///   durable, or nothing comes of it.
    func pressed(
        _ press: PadPress?, line: String, address: UInt8,
        settled: @escaping @Sendable () -> Void = {}
    ) {
        let window = desks.withLock { $0.keypad.window(line: line, address: address) }
        guard let window else { return settled() }
        let device = HallConfiguration.keypadID(window)
        report(DeviceChanged(device: device, kind: .keypad, state: .ok, reason: nil))
        loop.look { [weak self] standing in
            guard let self else { return }
            let wish = standing.flatMap { standing in
                press.map { press in
                    desks.withLock {
                        $0.keypad.wish(of: press, at: window, in: standing.hall)
                    }
                }
            }
            switch wish {
            case .ask(let command):
                return post(command, press?.key(at: window), at: window, by: device, settled)
            case .refuse(let reason): refuse(reason.rawValue, at: window)
            case nil:
                refuse(KeypadDesk.Refused.meaningless.rawValue, at: window)
            }
            settled()
        }
    }

    private func post(
        _ command: Command, _ key: IdempotencyKey?, at window: WindowID, by device: DeviceID,
        _ settled: @escaping @Sendable () -> Void
    ) {
        loop.post(command, by: Actor(.device, device.text), key: key) { [weak self] answer, _ in
            settled()
            guard let self else { return }
            switch answer {
            case .done(let records) where !records.isEmpty:
                presses.withLock { $0["obeyed", default: 0] += 1 }
            case .done: refuse("nobody", at: window)
            case .refused(let refusal): refuse(refusal.kind.rawValue, at: window)
            case .keyReused, .storageFailed, .busy: refuse("failed", at: window)
            }
        }
    }

    private func refuse(_ reason: String, at window: WindowID) {
        presses.withLock { $0[reason, default: 0] += 1 }
        perform(desks.withLock { $0.keypad.beep(window) })
    }
}
