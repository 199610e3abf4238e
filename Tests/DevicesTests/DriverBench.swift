// SPDX-License-Identifier: Apache-2.0

import Devices

/// A driver on virtual time, with somebody scripted at the far end of its line.
struct DriverBench<Driver: LineDriver> {
    private(set) var driver: Driver
    private(set) var now: Int64 = 1_000_000
    /// What the driver sent since it was last taken, and when.
    private(set) var sent: [(at: Int64, bytes: [UInt8])] = []
    /// What the driver reported since it was last taken.
    private(set) var reports: [Driver.Report] = []

    init(_ driver: Driver) { self.driver = driver }

    mutating func lineUp() { take(driver.lineUp(now: now)) }

    mutating func lineLost(unsent: Int = 0) { take(driver.lineLost(unsent: unsent, now: now)) }

    mutating func hear(_ bytes: [UInt8]) { take(driver.received(bytes, now: now)) }

    mutating func perform(_ command: Driver.Command) { take(driver.perform(command, now: now)) }

    /// Lets time pass, stopping at each deadline of the driver on the way.
    mutating func pass(_ milliseconds: Int64) {
        let end = now + milliseconds
        for _ in 0..<100_000 {
            guard let deadline = driver.nextDeadline, deadline <= end else { break }
            now = max(now, deadline)
            take(driver.deadlineReached(now: now))
        }
        now = end
    }

    mutating func takeSent() -> [[UInt8]] {
        defer { sent = [] }
        return sent.map(\.bytes)
    }

    mutating func takeReports() -> [Driver.Report] {
        defer { reports = [] }
        return reports
    }

    private mutating func take(_ actions: [LineAction<Driver.Report>]) {
        for action in actions {
            switch action {
            case .send(let bytes): sent.append((now, bytes))
            case .report(let report): reports.append(report)
            }
        }
    }
}
