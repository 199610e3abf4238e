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
        /// False for a service on its way out: it takes no new tickets and serves those that wait.
        package var accepting: Bool?
        /// Whether those who wait at midnight keep their place; nil: no.
        package var overnight: Bool?
        /// How many tickets one person may have of it a day; a person is known by a token from an
        /// identity card reader. Nil: nobody is asked who they are.
        package var perPerson: Int?
        /// How many tickets are given out in each band of the day.
        package var limits: [Limit]?

        package init(
            id: ServiceID, name: LocalizedText, prefix: String, zone: LocalizedText? = nil,
            typicalSeconds: Int? = nil, accepting: Bool? = nil, overnight: Bool? = nil,
            perPerson: Int? = nil, limits: [Limit]? = nil
        ) {
            self.id = id
            self.name = name
            self.prefix = prefix
            self.zone = zone
            self.typicalSeconds = typicalSeconds
            self.accepting = accepting
            self.overnight = overnight
            self.perPerson = perPerson
            self.limits = limits
        }
    }

    /// A limit of tickets within a band of each day.
    package struct Limit: Hashable, Sendable, Codable {
        package var band: TimeBand
        package var tickets: Int

        package init(band: TimeBand, tickets: Int) {
            self.band = band
            self.tickets = tickets
        }
    }

    package struct Window: Hashable, Sendable, Codable {
        package var id: WindowID
        /// What is painted over the window: 1, 07, A3.
        package var number: String
        package var services: [ServiceID]
        /// Those of `services` it calls before the others; nil: none before another.
        package var prefers: [ServiceID]?
        /// Services it helps out with when nobody waits for its own.
        package var helps: [ServiceID]?
        /// The id of the policy it calls by; nil: the hall's.
        package var policy: String?
        /// Whether its officer may call a chosen ticket out of turn; nil: as the hall says.
        package var chosenCalls: Bool?

        package init(
            id: WindowID, number: String, services: [ServiceID], prefers: [ServiceID]? = nil,
            helps: [ServiceID]? = nil, policy: String? = nil, chosenCalls: Bool? = nil
        ) {
            self.id = id
            self.number = number
            self.services = services
            self.prefers = prefers
            self.helps = helps
            self.policy = policy
            self.chosenCalls = chosenCalls
        }
    }

    package struct Kiosk: Hashable, Sendable, Codable {
        package var id: KioskID
        package var name: LocalizedText
        package var printer: PrinterID?
        /// Who prints, in this order, what the kiosk's own printer cannot; nil: nobody.
        package var others: [PrinterID]?

        package init(
            id: KioskID, name: LocalizedText, printer: PrinterID? = nil,
            others: [PrinterID]? = nil
        ) {
            self.id = id
            self.name = name
            self.printer = printer
            self.others = others
        }
    }

    /// A printer as people find and feed it.
    package struct Printer: Hashable, Sendable, Codable {
        package var id: PrinterID
        /// Where it stands; nil: only its id is known.
        package var name: LocalizedText?
        /// Metres of paper on a new roll; nil: nobody says.
        package var rollMetres: Int?

        package init(id: PrinterID, name: LocalizedText? = nil, rollMetres: Int? = nil) {
            self.id = id
            self.name = name
            self.rollMetres = rollMetres
        }
    }

    package var name: LocalizedText
    /// The zone's name in the system's zone files, for those who show times to people.
    package var timeZone: String?
    package var services: [Service]
    package var windows: [Window]
    package var kiosks: [Kiosk]
    /// Nil: those of the kiosks, by their ids.
    package var printers: [Printer]?
    /// Who is next; nil: `CallingRules.usual`.
    package var calling: CallingStructure?
    /// Nil: open at any hour.
    package var hours: OpeningHours?
    /// Nil: common practice.
    package var rules: TicketRules?
    /// How a case can end; nil: nobody says.
    package var outcomes: [NamedCode]?
    /// Why a window or the hall may pause; nil: any key is taken.
    package var pauseReasons: [NamedCode]?
    /// Nil: common practice.
    package var appointments: AppointmentRules?
    package var tidal: [TidalRule]?
    /// How many numbers each prefix has a day before those a restored hall goes on with; nil: a
    /// million. See `block`.
    package var numberBlock: Int?

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

    /// How many numbers each prefix has before those of the next block. Within it a hall gives no
    /// number beyond, so that those are in nobody's hand when a copy of it goes on with them.
    package var block: Int { min(max(1, numberBlock ?? 1_000_000), 1_000_000) }

    /// A hall before any configuration was applied.
    package static let empty = HallStructure(
        name: LocalizedText(zhHans: ""), services: [], windows: [], kiosks: [])
}
