// SPDX-License-Identifier: Apache-2.0

import Devices
import Glibc
import Machine
import Simulators

/// How a virtual device on another thread was last seen.
final class DeviceWatch<Device: VirtualDevice>: Sendable {
    private let state = Guarded<Device?>(nil)
    private let news: WakeSignal

    init() throws { news = try WakeSignal() }

    var last: Device? { state.withLock { $0 } }

    func see(_ device: Device) {
        state.withLock { $0 = device }
        news.raise()
    }

    /// Waits until the device looks right; throws after ten seconds.
    func wait(until isRight: (Device) -> Bool) throws {
        let deadline = MonotonicClock.now() + 10_000
        while last.map(isRight) != true {
            let left = deadline - MonotonicClock.now()
            guard left > 0 else {
                throw ChannelError(.unreachable, "device", "never looked right")
            }
            var watched = pollfd(fd: news.descriptor, events: Int16(POLLIN), revents: 0)
            _ = poll(&watched, 1, Int32(left))
            news.clear()
        }
    }
}
