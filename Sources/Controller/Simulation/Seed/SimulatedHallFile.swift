// SPDX-License-Identifier: Apache-2.0

package import Facts

extension HallStructure {
    /// The `hall.yaml` of a hall made by `simulated(windows:)`, so that a journal its people filled
    /// can be served. A demonstration: it has no accounts, and its printers are virtual.
    package var simulatedFile: String {
        let services = services.map { service in
            "  - {id: \(service.id), prefix: \(service.prefix), name: \(service.name.zhHans), "
                + "typicalMinutes: \((service.typicalSeconds ?? 60) / 60)}"
        }
        let windows = windows.map { window in
            let helps = window.helps.map { ", helps: [\(Self.listed($0))]" } ?? ""
            return "  - {id: \(window.id), number: \"\(window.number)\", "
                + "services: [\(Self.listed(window.services))]\(helps)}"
        }
        let printers = kiosks.compactMap(\.printer).map { "  - {id: \($0), device: virtual}" }
        let kiosks = kiosks.map { kiosk in
            let printer = kiosk.printer.map { ", printer: \($0)" } ?? ""
            return "  - {id: \(kiosk.id), name: \(kiosk.name.zhHans)\(printer)}"
        }
        return """
            hall: {name: "\(name.zhHans)", zone: Asia/Shanghai, demo: true}
            services:
            \(services.joined(separator: "\n"))
            windows:
            \(windows.joined(separator: "\n"))
            printers:
            \(printers.joined(separator: "\n"))
            kiosks:
            \(kiosks.joined(separator: "\n"))
            hours:
              mon-fri: ["09:00-12:00", "13:30-17:00"]
            appointments: {earlyMinutes: 10}

            """
    }

    private static func listed(_ services: [ServiceID]) -> String {
        services.map(\.text).joined(separator: ", ")
    }
}
