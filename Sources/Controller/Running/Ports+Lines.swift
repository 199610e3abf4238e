// SPDX-License-Identifier: Apache-2.0

import Devices
import Facts
import Machine

extension Ports {
    /// All lines that are open or tried, in the configuration's order.
    func lineReports(at now: Moment) -> [LineReport] {
        configuration.everyLine.compactMap { line in
            guard let status = status(of: line) else { return nil }
            var report = LineReport(line, status, at: now)
            let unprintable = unprintable.withLock { $0[PrinterID(line.id)] } ?? []
            if !unprintable.isEmpty { report.unprintable = Self.codes(of: unprintable) }
            return report
        }
    }

    private func status(of line: HallConfiguration.Line) -> PortStatus? {
        switch line.kind {
        case .escPos: threads.withLock { $0.printers[PrinterID(line.id)] }?.status
        case .qtStrip: threads.withLock { $0.signs[line.id] }?.status
        case .keypadFF68: threads.withLock { $0.keypads[line.id] }?.status
        }
    }
}
