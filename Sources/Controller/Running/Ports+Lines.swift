// SPDX-License-Identifier: Apache-2.0

import Devices
import Facts
import Machine
import Wire

extension Ports {
    /// All lines that are open or tried, in the configuration's order.
    func lineReports(at now: Moment) -> [LineReport] {
        configuration.everyLine.compactMap { line in
            guard let status = status(of: line) else { return nil }
            var report = LineReport(line, status, at: now)
            let unprintable = unprintable.withLock { $0[PrinterID(line.id)] } ?? []
            if !unprintable.isEmpty { report.unprintable = Self.codes(of: unprintable) }
            if line.kind == .windowBus { describeBus(line.id, in: &report) }
            return report
        }
    }

    private func describeBus(_ line: String, in report: inout LineReport) {
        guard let register = registers.withLock({ $0[line] }) else { return }
        let mounts = configuration.signs + configuration.keypads
        report.units = configuration.busMounts(on: line).map { mount in
            let window = mounts.first { $0.line == line && $0.address == mount.address }?.window
            return UnitReport(mount.address, window: window, in: register)
        }
        let places = configuration.busMounts(on: line).map(\.address)
        report.strangers = register.strangers(besides: places).map(\.description)
        report.usefulShare = register.line.figures.usefulShare
        report.isBabbling = register.line.isBabbling
    }

    private func status(of line: HallConfiguration.Line) -> PortStatus? {
        switch line.kind {
        case .escPos: threads.withLock { $0.printers[PrinterID(line.id)] }?.status
        case .qtStrip: threads.withLock { $0.signs[line.id] }?.status
        case .keypadFF68: threads.withLock { $0.keypads[line.id] }?.status
        case .windowBus: threads.withLock { $0.buses[line.id] }?.status
        }
    }
}
