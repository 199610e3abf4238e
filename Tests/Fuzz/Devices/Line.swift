// SPDX-License-Identifier: Apache-2.0

import Devices

/// A driver's line: performs nothing, and looks that nothing is sent while it is down and that no
/// deadline stays due.
struct Line<Driver: LineDriver> {
    private var driver: Driver
    private var now: Int64 = 1000
    private var isUp = false

    /// More than there are addresses on a bus; all may be due at once.
    private static var mostAtOnce: Int { 600 }

    init(_ driver: Driver) {
        self.driver = driver
    }

    /// - Parameter command: what is asked of the driver, if that is what happens.
    mutating func live(
        _ happening: Happening, _ command: Driver.Command?
    ) -> [LineAction<Driver.Report>] {
        var actions: [LineAction<Driver.Report>] = []
        switch happening {
        case .passed(let milliseconds): now += milliseconds
        case .received(let bytes) where isUp: actions = driver.received(bytes, now: now)
        case .up where !isUp:
            isUp = true
            actions = driver.lineUp(now: now)
        case .lost(let isUnsent) where isUp:
            isUp = false
            actions = driver.lineLost(unsent: isUnsent ? .max : 0, now: now)
        case .asked:
            if let command { actions = driver.perform(command, now: now) }
        case .received, .up, .lost: break
        }
        actions += meetDeadlines()
        for action in actions {
            guard case .send(let bytes) = action else { continue }
            precondition(isUp, "sent on a line that is down")
            precondition(!bytes.isEmpty, "nothing is sent")
        }
        return actions
    }

    private mutating func meetDeadlines() -> [LineAction<Driver.Report>] {
        var actions: [LineAction<Driver.Report>] = []
        for _ in 0..<Self.mostAtOnce {
            guard let deadline = driver.nextDeadline, deadline <= now else { return actions }
            actions += driver.deadlineReached(now: now)
        }
        preconditionFailure("a deadline stays due")
    }
}
