// SPDX-License-Identifier: Apache-2.0

/// A text people read, in the languages the hall gives it in.
package struct LocalizedText: Hashable, Sendable, Codable {
    /// Simplified Chinese, always there.
    package var zhHans: String
    package var zhHant: String?
    package var en: String?

    package init(zhHans: String, zhHant: String? = nil, en: String? = nil) {
        self.zhHans = zhHans
        self.zhHant = zhHant
        self.en = en
    }

    private enum CodingKeys: String, CodingKey {
        case zhHans = "zh-Hans"
        case zhHant = "zh-Hant"
        case en
    }
}

/// What the rules need to know of a hall's configuration: who serves what, and where.
///
/// Where devices are wired is the edge's business and not in here.
package struct HallStructure: Hashable, Sendable, Codable {
    package struct Service: Hashable, Sendable, Codable {
        package var id: ServiceID
        package var name: LocalizedText
        /// Letters only; with the number it makes `A001`.
        package var prefix: String
        package var zone: LocalizedText?
        /// Usual seconds one case takes, until the day has measured its own.
        package var typicalSeconds: Int?

        package init(
            id: ServiceID, name: LocalizedText, prefix: String, zone: LocalizedText? = nil,
            typicalSeconds: Int? = nil
        ) {
            self.id = id
            self.name = name
            self.prefix = prefix
            self.zone = zone
            self.typicalSeconds = typicalSeconds
        }
    }

    package struct Window: Hashable, Sendable, Codable {
        package var id: WindowID
        /// What is painted over the window: 1, 07, A3.
        package var number: String
        package var services: [ServiceID]

        package init(id: WindowID, number: String, services: [ServiceID]) {
            self.id = id
            self.number = number
            self.services = services
        }
    }

    package struct Kiosk: Hashable, Sendable, Codable {
        package var id: KioskID
        package var name: LocalizedText
        package var printer: PrinterID?

        package init(id: KioskID, name: LocalizedText, printer: PrinterID? = nil) {
            self.id = id
            self.name = name
            self.printer = printer
        }
    }

    package var name: LocalizedText
    /// The zone's name in the system's zone files, for those who show times to people.
    package var timeZone: String?
    package var services: [Service]
    package var windows: [Window]
    package var kiosks: [Kiosk]

    package init(
        name: LocalizedText, timeZone: String? = nil, services: [Service], windows: [Window],
        kiosks: [Kiosk]
    ) {
        self.name = name
        self.timeZone = timeZone
        self.services = services
        self.windows = windows
        self.kiosks = kiosks
    }

    /// A hall before any configuration was applied.
    package static let empty = HallStructure(
        name: LocalizedText(zhHans: ""), services: [], windows: [], kiosks: [])
}
