// SPDX-License-Identifier: Apache-2.0

package import Facts

extension HallStructure {
    /// A hall of so many windows for those who name none: services of common lengths, each with a
    /// share of the windows, some windows that help out, and a kiosk for every 25.
    package static func simulated(windows count: Int) -> HallStructure {
        let minutes = [12, 8, 8, 18, 15, 10, 20, 12, 3, 6]
        let kinds = max(1, min(minutes.count, count / 2))
        let services = (0..<kinds).map { kind in
            let letter = String(UnicodeScalar(UInt8(ascii: "A") + UInt8(kind)))
            return HallStructure.Service(
                id: ServiceID("service-\(letter.lowercased())"),
                name: LocalizedText(zhHans: letter), prefix: letter,
                typicalSeconds: minutes[kind] * 60)
        }
        let windows = (0..<max(1, count)).map { index in
            HallStructure.Window(
                id: WindowID("W\((index + 1).padded(3))"), number: String(index + 1),
                services: [services[index % kinds].id],
                helps: index % 5 == 4 ? [services[(index + 1) % kinds].id] : nil)
        }
        let kiosks = (0...(max(1, count) / 25)).map { index in
            HallStructure.Kiosk(
                id: KioskID("K\(index + 1)"), name: LocalizedText(zhHans: "K\(index + 1)"),
                printer: PrinterID("P\(index + 1)"))
        }
        var hall = HallStructure(
            name: LocalizedText(zhHans: "\(count)"), services: services, windows: windows,
            kiosks: kiosks)
        let day = [TimeBand(from: 540, to: 720), TimeBand(from: 810, to: 1020)]
        hall.hours = OpeningHours(week: Array(repeating: day, count: 5) + [[], []])
        hall.appointments = AppointmentRules(earlyMinutes: 10)
        return hall
    }
}
