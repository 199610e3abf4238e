// SPDX-License-Identifier: Apache-2.0

import Devices
import Facts
import Hall

extension Ports {
    func report(_ changed: DeviceChanged) {
        loop.post(.reportDevice(changed), by: Actor(.device, changed.device.text))
    }

    /// A line that carries several devices is a device of its own.
    func report(_ state: LineState, of line: String, kind: DeviceChanged.Kind) {
        switch state {
        case .connecting: break
        case .up:
            report(DeviceChanged(device: DeviceID(line), kind: kind, state: .ok, reason: nil))
        case .lost(let error):
            report(
                DeviceChanged(
                    device: DeviceID(line), kind: kind, state: .lost,
                    reason: error.code.rawValue))
        }
    }

    /// What a line's state means for what hangs on it: nothing answers, so nothing is certain
    /// while it is up, and all is lost when it is.
    func report(
        _ state: LineState, of mounts: [HallConfiguration.Mount], _ kind: DeviceChanged.Kind,
        _ name: (WindowID) -> DeviceID
    ) {
        let (known, reason): (DeviceChanged.State, String?)
        switch state {
        case .connecting: return
        case .up: (known, reason) = (.unconfirmed, nil)
        case .lost(let error): (known, reason) = (.lost, error.code.rawValue)
        }
        for mount in mounts {
            report(
                DeviceChanged(
                    device: name(mount.window), kind: kind, state: known, reason: reason))
        }
    }
}
