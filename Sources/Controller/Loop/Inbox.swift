// SPDX-License-Identifier: Apache-2.0

import Devices
import Foundation
import Machine

/// Where everybody leaves work for one thread, in order.
final class Inbox<Item: Sendable>: Sendable {
    /// Who still gets a place when it fills up.
    enum Standing {
        /// New taps: told to come back first.
        case guest
        /// Keys and outcomes: for what is under way already.
        case resident
        /// The owner's own errands.
        case owner
    }

    private struct State {
        var items: [Item] = []
        var isClosed = false
    }

    /// Places for all; residents have a quarter more to themselves.
    private let places: Int
    private let state = Guarded(State())
    private let wake: WakeSignal

    init(places: Int) throws(ChannelError) {
        self.places = places
        self.wake = try WakeSignal()
    }

    /// False when there is no place left for the item.
    func put(_ item: Item, as standing: Standing) -> Bool {
        let limit =
            switch standing {
            case .guest: places
            case .resident: places + places / 4
            case .owner: Int.max
            }
        let (isTaken, wasEmpty) = state.withLock { state in
            guard !state.isClosed, state.items.count < limit else { return (false, false) }
            state.items.append(item)
            return (true, state.items.count == 1)
        }
        if wasEmpty { wake.raise() }
        return isTaken
    }

    /// Waits until there is something or the deadline (monotonic milliseconds) has come, and
    /// takes at most `most`; nil once closed and empty.
    func take(most: Int, until deadline: Int64?) -> [Item]? {
        var waited = false
        while true {
            let taken = state.withLock { state -> [Item]? in
                if state.items.isEmpty { return state.isClosed ? nil : [] }
                if state.items.count <= most {
                    defer { state.items = [] }
                    return state.items
                }
                defer { state.items.removeFirst(most) }
                return Array(state.items.prefix(most))
            }
            guard let taken, taken.isEmpty, !waited else { return taken }
            waited = sleep(until: deadline)
        }
    }

    func close() {
        state.withLock { $0.isClosed = true }
        wake.raise()
    }

    /// True when the deadline has come.
    private func sleep(until deadline: Int64?) -> Bool {
        var timeout: Int32 = -1
        if let deadline {
            let left = deadline - MonotonicClock.now()
            guard left > 0 else { return true }
            timeout = Int32(min(left, 3_600_000))
        }
        var polled = pollfd(fd: wake.descriptor, events: Int16(POLLIN), revents: 0)
        _ = poll(&polled, 1, timeout)
        wake.clear()
        return false
    }
}
