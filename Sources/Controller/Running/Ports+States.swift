// SPDX-License-Identifier: Apache-2.0

import Devices
import Facts
import Hall

extension Ports {
    func report(_ changed: DeviceChanged) {
        loop.post(.reportDevice(changed), by: Actor(.device, changed.device.text))
    }

    /// A line that carries several devices is a device of its own.
    func report(_ state: LineState, of line: String, kind: DeviceChanged.Kind?) {
        guard let kind else { return }
        switch state {
        case .connecting: break
        case .up:
            report(DeviceChanged(device: DeviceID(line), kind: kind, state: .ok, reason: nil))
        case .lost:
            report(
                DeviceChanged(
                    device: DeviceID(line), kind: kind, state: .lost, reason: "lineLost"))
        }
    }

    /// What a line's state means for what hangs on it: nothing answers, so nothing is certain
    /// while it is up, and all is lost when it is.
    func report(
        _ state: LineState, of mounts: [HallConfiguration.Mount], _ kind: DeviceChanged.Kind,
        _ name: (WindowID) -> DeviceID
    ) {
        guard state != .connecting else { return }
        for mount in mounts {
            report(
                DeviceChanged(
                    device: name(mount.window), kind: kind,
                    state: state == .up ? .unconfirmed : .lost,
                    reason: state == .up ? nil : "lineLost"))
        }
    }
}
