// SPDX-License-Identifier: Apache-2.0

import Devices
import Wire

@testable import Controller

/// A driver and what hangs at the far end of its wire, on virtual time.
struct DeviceLine<Driver: LineDriver> {
    private(set) var driver: Driver
    private(set) var wire: VirtualLine
    private(set) var isUp = false
    /// What the driver sent since somebody last looked.
    private var sent: [[UInt8]] = []
    private var reports: [Driver.Report] = []

    init(_ driver: Driver, _ wire: VirtualLine) {
        self.driver = driver
        self.wire = wire
    }

    func nextDeadline(now: Int64) -> Int64? {
        [driver.nextDeadline, wire.nextDeadline(now: now)].compactMap(\.self).min()
    }

    mutating func work(now: Int64) {
        wire.work(now: now)
        let heard = wire.outgoing
        wire.sent(heard.count)
        if isUp, !heard.isEmpty { take(driver.received(heard, now: now), now) }
        if let deadline = driver.nextDeadline, deadline <= now {
            take(driver.deadlineReached(now: now), now)
        }
    }

    mutating func perform(_ command: Driver.Command, now: Int64) {
        take(driver.perform(command, now: now), now)
    }

    mutating func plug(now: Int64) {
        guard !isUp else { return }
        wire.change(LineWish(unplugged: false))
        isUp = true
        take(driver.lineUp(now: now), now)
    }

    mutating func unplug(now: Int64) {
        guard isUp else { return }
        isUp = false
        wire.change(LineWish(unplugged: true))
        take(driver.lineLost(unsent: 0, now: now), now)
    }

    /// The controller lost its power: what it knew and what it was just sending is gone.
    mutating func forget(_ fresh: Driver) {
        driver = fresh
        isUp = false
        wire.change(LineWish(unplugged: true))
        sent = []
        reports = []
    }

    mutating func change(_ body: (inout VirtualLine) -> Void) { body(&wire) }

    mutating func takeReports() -> [Driver.Report] {
        defer { reports = [] }
        return reports
    }

    mutating func takeSent() -> [[UInt8]] {
        defer { sent = [] }
        return sent
    }

    private mutating func take(_ actions: [LineAction<Driver.Report>], _ now: Int64) {
        for action in actions {
            switch action {
            case .report(let report): reports.append(report)
            case .send(let bytes):
                guard isUp else { continue }
                sent.append(bytes)
                wire.put(bytes, now: now)
            }
        }
    }
}
