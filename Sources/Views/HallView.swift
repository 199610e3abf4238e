// SPDX-License-Identifier: Apache-2.0

package import Facts
package import Hall

/// Where in the record a view stands, so that changes after it can be laid on top.
package struct ViewMark: Hashable, Sendable {
    package var epoch: EpochID
    package var sequence: Int64

    package init(epoch: EpochID, sequence: Int64) {
        self.epoch = epoch
        self.sequence = sequence
    }
}

/// How this installation is set up, as far as every page must say it.
package struct Setting: Hashable, Sendable {
    package var demo: Bool
    /// Serves staff pages without TLS beyond this machine.
    package var insecureLAN: Bool

    package init(demo: Bool, insecureLAN: Bool) {
        self.demo = demo
        self.insecureLAN = insecureLAN
    }
}

/// What everybody may know of the hall.
package struct HallView: Encodable, Hashable, Sendable {
    package var epoch: EpochID
    package var sequence: Int64
    package var date: CivilDate?
    package var name: String
    /// The zone in which times are to be shown.
    package var timeZone: String?
    package var names: LocalizedText
    package var services: [ServiceRow]
    package var windows: [WindowRow]
    package var pause: HallPauseRow
    package var demo: Bool
    package var insecureLAN: Bool

    package init(_ hall: Hall, _ mark: ViewMark, _ setting: Setting) {
        pause = hall.pauseRow
        epoch = mark.epoch
        sequence = mark.sequence
        date = hall.businessDate
        name = hall.structure.name.zhHans
        names = hall.structure.name
        timeZone = hall.structure.timeZone
        services = hall.serviceRows
        windows = hall.windowRows
        demo = setting.demo
        insecureLAN = setting.insecureLAN
    }
}

extension Hall {
    /// All services in the order of the configuration.
    package var serviceRows: [ServiceRow] {
        structure.services.compactMap { services[$0.id] }.map { ServiceRow($0, in: self) }
    }

    /// All windows in the order of the configuration.
    package var windowRows: [WindowRow] {
        structure.windows.compactMap { windows[$0.id] }.map { WindowRow($0, in: self) }
    }
}

/// A service as a kiosk offers it: what a tap would come to is said before the tap.
package struct KioskServiceRow: Encodable, Hashable, Sendable {
    /// What the band of the day still gives.
    package struct Limit: Encodable, Hashable, Sendable {
        package var left: Int
        package var limit: Int
    }

    package var id: ServiceID
    /// In Simplified Chinese; `names` has all languages.
    package var name: String
    package var names: LocalizedText
    package var zone: LocalizedText?
    package var prefix: String
    package var waiting: Int
    package var open: Bool
    /// Whether a tap now gets a number; who taps is not asked.
    package var accepting: Bool
    /// The name of the problem a tap now would be refused with.
    package var refusal: String?
    /// What that problem's sentence needs.
    package var refusalValues: [String: String]?
    package var limit: Limit?
    /// Minutes by which somebody who comes now may still be at the window at close.
    package var closingMinutes: Int?
    /// Whether numbers are for persons, so that an identity card is needed.
    package var needsPerson: Bool

    init(_ service: Service, in hall: Hall, at moment: Moment) {
        let row = ServiceRow(service, in: hall)
        id = row.id
        name = row.name
        names = row.names
        zone = row.zone
        prefix = row.prefix
        waiting = row.waiting
        open = row.open
        let refused = hall.refusal(toTake: service.id, at: moment)
        accepting = refused == nil
        refusal = refused?.kind.rawValue
        refusalValues = refused?.values
        limit = hall.left(of: service.id, at: moment).map {
            Limit(left: $0.left, limit: $0.limit)
        }
        closingMinutes = hall.closingWarning(for: service.id, at: moment)
        needsPerson = service.definition.perPerson != nil
    }
}

/// What a kiosk shows before a tap.
package struct KioskView: Encodable, Hashable, Sendable {
    package struct Printer: Encodable, Hashable, Sendable {
        package var id: PrinterID
        /// Where it stands; absent where the configuration does not say.
        package var names: LocalizedText?
        package var state: DeviceChanged.State?
        package var reason: String?

        init(_ id: PrinterID, in hall: Hall) {
            let device = hall.devices[DeviceID(id.text)]
            self.id = id
            names = hall.structure.everyPrinter.first { $0.id == id }?.name
            state = device?.changed.state
            reason = device?.changed.reason
        }
    }

    package struct Kiosk: Encodable, Hashable, Sendable {
        package var id: KioskID
        package var name: LocalizedText
        package var printer: Printer?
        /// Who prints what its own printer cannot, in this order; absent: nobody.
        package var others: [Printer]?
    }

    package var kiosk: Kiosk
    /// The zone in which times are to be shown.
    package var timeZone: String?
    package var services: [KioskServiceRow]
    /// In how many milliseconds the hours alone may make the services another; nil: not today.
    package var turnsIn: Int64?
    package var pause: HallPauseRow
    package var demo: Bool

    /// Nil for a kiosk the configuration doesn't name.
    package init?(_ id: KioskID, _ hall: Hall, at moment: Moment, _ setting: Setting) {
        guard let definition = hall.kiosks[id] else { return nil }
        kiosk = Kiosk(
            id: id, name: definition.name,
            printer: definition.printer.map { Printer($0, in: hall) },
            others: definition.others?.map { Printer($0, in: hall) })
        timeZone = hall.structure.timeZone
        services = hall.structure.services.compactMap { hall.services[$0.id] }
            .map { KioskServiceRow($0, in: hall, at: moment) }
        turnsIn = hall.nextTurn(after: moment).map { $0 - moment.wall }
        pause = hall.pauseRow
        demo = setting.demo
    }
}
