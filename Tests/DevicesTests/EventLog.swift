// SPDX-License-Identifier: Apache-2.0

import Devices
import Glibc
import Machine
import Testing

/// Everything a port told, for a test that waits for it.
final class EventLog<Report: Sendable & Equatable>: Sendable {
    private let told = Guarded<[PortEvent<Report>]>([])
    private let news: WakeSignal

    init() throws { news = try WakeSignal() }

    var events: [PortEvent<Report>] { told.withLock { $0 } }

    var reports: [Report] {
        events.compactMap { if case .report(let report) = $0 { report } else { nil } }
    }

    func add(_ event: PortEvent<Report>) {
        told.withLock { $0.append(event) }
        news.raise()
    }

    /// Waits until the events so far are enough, or records an issue after ten seconds.
    func wait(
        for what: String, sourceLocation: SourceLocation = #_sourceLocation,
        until isEnough: ([PortEvent<Report>]) -> Bool
    ) {
        let deadline = MonotonicClock.now() + 10_000
        while !isEnough(events) {
            let left = deadline - MonotonicClock.now()
            guard left > 0 else {
                Issue.record("no \(what) in \(events)", sourceLocation: sourceLocation)
                return
            }
            var watched = pollfd(fd: news.descriptor, events: Int16(POLLIN), revents: 0)
            _ = poll(&watched, 1, Int32(left))
            news.clear()
        }
    }

    func wait(
        for event: PortEvent<Report>, times: Int = 1,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        wait(for: "\(event)", sourceLocation: sourceLocation) { events in
            events.count { $0 == event } >= times
        }
    }
}

extension PortEvent {
    /// Whether this says that the line was lost for such a reason.
    func isLoss(_ code: ChannelError.Code) -> Bool {
        if case .line(.lost(let error)) = self { error.code == code } else { false }
    }
}
