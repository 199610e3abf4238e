// SPDX-License-Identifier: Apache-2.0

import Devices
import Simulators
import Wire

/// A driver and a virtual device at the two ends of a line that may be bad, on virtual time.
struct SimulatedLine<Driver: LineDriver, Device: VirtualDevice> {
    private(set) var driver: Driver
    var device: Device
    private(set) var now: Int64 = 1_000_000
    private(set) var reports: [Driver.Report] = []
    var toDevice: LineFaults
    var toDriver: LineFaults
    private var isUp = false

    init(_ driver: Driver, _ device: Device, seed: UInt64 = 1) {
        self.driver = driver
        self.device = device
        toDevice = LineFaults(seed: seed)
        toDriver = LineFaults(seed: seed &+ 1)
    }

    /// Pulls the plug.
    mutating func unplug() {
        guard isUp else { return }
        isUp = false
        take(driver.lineLost(unsent: 0, now: now))
    }

    /// Puts it back.
    mutating func plug() {
        guard !isUp else { return }
        isUp = true
        take(driver.lineUp(now: now))
    }

    mutating func perform(_ command: Driver.Command) { take(driver.perform(command, now: now)) }

    /// Something happens to the device, which may say something about it.
    mutating func happen(_ event: (inout Device, Int64) -> [UInt8]) {
        deliver(event(&device, now))
    }

    /// Lets time pass for both ends, in order.
    mutating func pass(_ milliseconds: Int64) {
        let end = now + milliseconds
        for _ in 0..<200_000 {
            let next = [driver.nextDeadline, device.nextDeadline].compactMap(\.self).min()
            guard let next, next <= end else { break }
            now = max(now, next)
            if let due = device.nextDeadline, due <= now { deliver(device.tick(now: now)) }
            if let due = driver.nextDeadline, due <= now {
                take(driver.deadlineReached(now: now))
            }
        }
        now = max(now, end)
    }

    mutating func takeReports() -> [Driver.Report] {
        defer { reports = [] }
        return reports
    }

    private mutating func take(_ actions: [LineAction<Driver.Report>]) {
        for action in actions {
            switch action {
            case .report(let report): reports.append(report)
            case .send(let bytes):
                guard isUp else { continue }
                for piece in toDevice.pass(bytes) { deliver(device.receive(piece, now: now)) }
            }
        }
    }

    private mutating func deliver(_ bytes: [UInt8]) {
        guard isUp, !bytes.isEmpty else { return }
        for piece in toDriver.pass(bytes) { take(driver.received(piece, now: now)) }
    }
}

/// A font in which every character is a box: nothing here looks at the picture.
let boxes = GlyphSource { _ in nil }
