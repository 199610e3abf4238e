// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The hall whose year is measured: 100 windows for ten services, five kiosks that print.
///
/// A demonstration, so that nobody signs in, and without hours, so that tickets can be taken
/// whenever the bench runs; simulated people keep the common hours of their own accord.
enum YearHall {
    static let windows = 100
    static let ticketsPerDay = 2000
    static let services = minutes.indices.map(service)
    private static let kiosks = 5
    private static let minutes = [12, 8, 8, 18, 15, 10, 20, 12, 3, 6]

    /// Writes its `hall.yaml`.
    static func write(to path: String) throws {
        try Data(yaml.utf8).write(to: URL(filePath: path))
    }

    private static var yaml: String {
        let kinds = minutes.indices.map { index in
            "  - {id: \(services[index]), prefix: \(letter(index)), name: \(letter(index)), "
                + "typicalMinutes: \(minutes[index])}"
        }
        let windows = (0..<windows).map { index in
            // A fifth of them help out where they are not at home.
            let helps =
                index % 5 == 4 ? ", helps: [\(services[(index + 1) % services.count])]" : ""
            return "  - {id: W\(index + 1), number: \"\(index + 1)\", "
                + "services: [\(services[index % services.count])]\(helps)}"
        }
        let printers = (1...kiosks).map { "  - {id: P\($0), device: virtual, baud: 19200}" }
        let kiosks = (1...kiosks).map { "  - {id: K\($0), name: K\($0), printer: P\($0)}" }
        return """
            hall: {name: Bench, zone: Asia/Shanghai, demo: true, numberBlock: 100000}
            listen: {address: 127.0.0.1, port: 0}
            services:
            \(kinds.joined(separator: "\n"))
            windows:
            \(windows.joined(separator: "\n"))
            printers:
            \(printers.joined(separator: "\n"))
            kiosks:
            \(kiosks.joined(separator: "\n"))
            appointments: {earlyMinutes: 10}

            """
    }

    private static func letter(_ index: Int) -> Character {
        Character(UnicodeScalar(UInt8(ascii: "A") + UInt8(index)))
    }

    private static func service(_ index: Int) -> String { "service-\(letter(index).lowercased())" }
}
