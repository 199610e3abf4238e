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
        let serial = SerialSettings(baud: line.baud)
        return try PortThread(
            driver: SignBusDriver(serial: serial), address: address,
            settings: ChannelSettings(serial: serial)
        ) { [weak self] event in
            switch event {
            case .line(let state):
                guard let self else { return }
                report(state, of: line.id, kind: .line)
                report(state, of: signs(on: line.id), .sign, HallConfiguration.signID)
            case .report(.sent(let address, _)):
                guard let self,
                    let window = signs(on: line.id).first(where: { $0.address == address })?.window
                else { return }
                report(
                    DeviceChanged(
                        device: HallConfiguration.signID(window), kind: .sign,
                        state: .unconfirmed, reason: nil))
            }
        }
    }

    func openKeypads(
        _ line: HallConfiguration.Line, at address: DeviceAddress
    ) throws(ChannelError) -> PortThread<KeypadBusDriver> {
        let serial = SerialSettings(baud: line.baud)
        return try PortThread(
            driver: KeypadBusDriver(serial: serial), address: address,
            settings: ChannelSettings(serial: serial)
        ) { [weak self] event in
            switch event {
            case .line(let state):
                guard let self else { return }
                report(state, of: line.id, kind: .line)
                report(state, of: keypads(on: line.id), .keypad, HallConfiguration.keypadID)
            case .report(.pressed(let address, let press)):
                self?.pressed(press, line: line.id, address: address)
            }
        }
    }

    /// What hangs on a line now, which is not always what hung there when it was opened.
    private func signs(on line: String) -> [HallConfiguration.Mount] {
        configuration.signs.filter { $0.line == line }
    }

    private func keypads(on line: String) -> [HallConfiguration.Mount] {
        configuration.keypads.filter { $0.line == line }
    }

    private func pressed(_ press: KeypadPress, line: String, address: UInt8) {
        let window = desks.withLock { $0.keypad.window(line: line, address: address) }
        guard let window else { return }
        let device = HallConfiguration.keypadID(window)
        report(DeviceChanged(device: device, kind: .keypad, state: .ok, reason: nil))
        loop.look { [weak self] standing in
            guard let self else { return }
            let wishes = standing.flatMap { standing in
                desks.withLock { $0.keypad.wishes(of: press, at: window, in: standing.hall) }
            }
            guard let wishes else {
                return perform(desks.withLock { $0.keypad.beep(window) })
            }
            for wish in wishes { post(wish, at: window, by: device) }
        }
    }

    private func post(_ wish: WindowAction, at window: WindowID, by device: DeviceID) {
        loop.post(.atWindow(window, wish), by: Actor(.device, device.text)) {
            [weak self] answer, _ in
            guard let self else { return }
            if case .done(let records) = answer, !records.isEmpty { return }
            perform(desks.withLock { $0.keypad.beep(window) })
        }
    }
}
