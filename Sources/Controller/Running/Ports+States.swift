// SPDX-License-Identifier: Apache-2.0

import Devices
import Dispatch
import Engine
import Facts
import Hall
import Machine

extension Ports {
    func report(_ changed: DeviceChanged) {
        newest.withLock { $0[changed.device] = changed }
        tellNewest(of: changed.device)
    }

    /// Asked again, it is what is known then that is told, not what was known at first.
    private func tellNewest(of device: DeviceID) {
        guard let changed = newest.withLock({ $0[device] }) else { return }
        loop.post(.reportDevice(changed), by: Actor(.device, device.text)) {
            [weak self] answer, _ in
            guard answer.mustBeAskedAgain else { return }
            self?.later { $0.tellNewest(of: device) }
        }
    }

    /// Does something in a second, if the ports are still there.
    func later(_ body: @escaping @Sendable (Ports) -> Void) {
        DispatchQueue.global().asyncAfter(deadline: .now() + 1) { [weak self] in
            if let self { body(self) }
        }
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

extension Answer {
    /// Whether nothing was decided, only because nothing could be written.
    var mustBeAskedAgain: Bool {
        switch self {
        case .storageFailed, .busy: true
        case .done, .refused, .keyReused: false
        }
    }
}
