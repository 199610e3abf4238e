// SPDX-License-Identifier: Apache-2.0

package import Devices
package import Simulators

/// A driver at the controller's end of a pair, in virtual time: the wire lives in nanoseconds, the
/// driver in milliseconds, and it is woken as `PortThread` would wake it.
package struct BusScene<Driver: LineDriver, Node: BusNode> {
    private static var millisecond: Int64 { 1_000_000 }

    package private(set) var driver: Driver
    /// The pair, for everything that befalls it. Time passes only by the scene.
    package var wire: BusWire<Node>
    /// What the driver reported since it was last taken, and when, in nanoseconds.
    package private(set) var reports: [(at: Int64, report: Driver.Report)] = []
    package private(set) var isUp = false
    /// When the driver was last at work, from which a port's thread counts its next wait.
    private var worked: Int64

    package init(_ driver: Driver, _ wire: BusWire<Node>) {
        self.driver = driver
        self.wire = wire
        worked = wire.now
    }

    /// What the driver takes for the time, in milliseconds.
    package var now: Int64 { wire.now / Self.millisecond }

    /// The adapter is plugged into the computer.
    package mutating func plug() {
        guard !isUp else { return }
        isUp = true
        wire.plug(.controller)
        take(driver.lineUp(now: now))
    }

    /// The adapter is pulled out of the computer, in the middle of a frame if need be.
    package mutating func unplug() {
        guard isUp else { return }
        isUp = false
        wire.unplug(.controller)
        take(driver.lineLost(unsent: 0, now: now))
    }

    package mutating func perform(_ command: Driver.Command) {
        take(driver.perform(command, now: now))
    }

    /// Something happens to the unit at this place of the wire's list.
    package mutating func happen<Result>(
        to unit: Int, _ event: (inout Node, _ nanoseconds: Int64) -> Result
    ) -> Result {
        wire.happen(to: unit, event)
    }

    /// Lets time pass for everybody.
    package mutating func pass(_ milliseconds: Int64) {
        let end = wire.now + milliseconds * Self.millisecond
        while wire.now < end { step(before: end) }
    }

    /// Lets time pass until something is reported for which `isAwaited`, or for so many
    /// milliseconds. Returns when that was, in nanoseconds.
    package mutating func pass(
        atMost milliseconds: Int64, until isAwaited: (Driver.Report) -> Bool
    ) -> Int64? {
        let end = wire.now + milliseconds * Self.millisecond
        while wire.now < end {
            let told = reports.count
            step(before: end)
            if let found = reports[told...].first(where: { isAwaited($0.report) }) {
                return found.at
            }
        }
        return nil
    }

    package mutating func takeReports() -> [Driver.Report] {
        defer { reports = [] }
        return reports.map(\.report)
    }

    /// To the next moment at which the driver is called, or to the end.
    private mutating func step(before end: Int64) {
        if let delivery = wire.advance(to: wakeTime(before: end)) {
            take(driver.received(delivery.bytes, now: now))
        } else if let deadline = driver.nextDeadline, deadline <= now {
            take(driver.deadlineReached(now: now))
        }
    }

    /// A port's thread waits for whole milliseconds, and at least one.
    private func wakeTime(before end: Int64) -> Int64 {
        guard let deadline = driver.nextDeadline else { return end }
        let start = worked / Self.millisecond
        let wanted = min(max(deadline, start + 1), end / Self.millisecond + 1) - start
        return min(end, worked + wanted * Self.millisecond)
    }

    private mutating func take(_ actions: [LineAction<Driver.Report>]) {
        worked = wire.now
        for action in actions {
            switch action {
            case .report(let report): reports.append((wire.now, report))
            case .send(let bytes): if isUp { wire.send(bytes) }
            }
        }
    }
}
