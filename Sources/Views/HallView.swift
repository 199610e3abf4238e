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

/// What a kiosk shows before a tap.
package struct KioskView: Encodable, Hashable, Sendable {
    package struct Printer: Encodable, Hashable, Sendable {
        package var id: PrinterID
        package var state: DeviceChanged.State?
        package var reason: String?
    }

    package struct Kiosk: Encodable, Hashable, Sendable {
        package var id: KioskID
        package var name: LocalizedText
        package var printer: Printer?
    }

    package var kiosk: Kiosk
    /// The zone in which times are to be shown.
    package var timeZone: String?
    package var services: [ServiceRow]
    package var pause: HallPauseRow
    package var demo: Bool

    /// Nil for a kiosk the configuration doesn't name.
    package init?(_ id: KioskID, _ hall: Hall, _ setting: Setting) {
        guard let definition = hall.kiosks[id] else { return nil }
        let printer = definition.printer.map { printer in
            let device = hall.devices[DeviceID(printer.text)]
            return Printer(
                id: printer, state: device?.changed.state, reason: device?.changed.reason)
        }
        kiosk = Kiosk(id: id, name: definition.name, printer: printer)
        timeZone = hall.structure.timeZone
        services = hall.serviceRows
        pause = hall.pauseRow
        demo = setting.demo
    }
}
