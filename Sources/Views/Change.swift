// SPDX-License-Identifier: Apache-2.0

package import Facts
package import Hall

/// Rows that a fact changed, to be laid over a topic's view by id; `calls` go on top.
package struct Change: Encodable, Hashable, Sendable {
    package var sequence: Int64
    /// True when rows may be gone, so that the view is better read anew than laid over.
    package var whole: Bool?
    package var services: [ServiceRow]?
    package var windows: [WindowRow]?
    /// Those of which a printer is another than before.
    package var kiosks: [KioskID]?
    package var calls: [BoardCall]?
    package var devices: [DeviceRow]?
    /// Whole, whenever any of it may have changed.
    package var printers: [PrinterRow]?
    /// Whole, whenever any of it changed.
    package var unprinted: [TicketRow]?
    /// Whole, whenever there is another.
    package var lowRatings: [LowRatingRow]?
    /// Whole, whenever any of it may have changed.
    package var pause: HallPauseRow?
    package var hallWide: HallWideRow?

    package init(sequence: Int64) {
        self.sequence = sequence
    }
}

/// What a fact touches, so that only that is shown anew.
package struct Touched: Hashable, Sendable {
    package var services: Set<ServiceID> = []
    package var windows: Set<WindowID> = []
    package var devices: Set<DeviceID> = []
    package var call: TicketID?
    package var paper = false
    package var printers = false
    /// Bad grades, which only staff is told.
    package var lowRatings = false
    /// What only supervisors see of the whole hall.
    package var hallWide = false
    /// So much that a whole view is simpler.
    package var everything = false
    /// Somebody left a queue who may have waited for one window alone, whichever that was.
    package var anyQueue = false
    /// What there is at all is another than before.
    package var isRebuilt = false

    /// - Parameter hall: after the fact.
    package init(_ fact: HallFact, in hall: Hall) {
        switch fact {
        case .controllerStarted: paper = true
        case .configurationApplied:
            everything = true
            isRebuilt = true
        case .dayOpened, .dayClosed: everything = true
        case .ticketIssued(let fact):
            services = [fact.service]
            paper = fact.printer != nil
        case .ticketCalled(let fact):
            touch(fact.ticket, fact.window, in: hall)
            call = fact.ticket
        case .ticketRecalled(let fact):
            windows = [fact.window]
            call = fact.ticket
        case .serviceStarted(let fact): touch(fact.ticket, fact.window, in: hall)
        case .ticketFinished(let fact): touch(fact.ticket, fact.window, in: hall)
        case .ticketNoShow(let fact): touch(fact.ticket, fact.window, in: hall)
        case .ticketGivenUp(let fact):
            touch(fact.ticket, fact.window, in: hall)
            anyQueue = fact.window == nil
            // It may have been one of those that were to come back on another day.
            hallWide = fact.window == nil
        case .ticketHeld(let fact): touch(fact.ticket, fact.window, in: hall)
        case .ticketTransferred(let fact):
            services = [fact.from, fact.to]
            // An officer may be sent what their window does not serve.
            let officers = fact.toOfficer.flatMap { hall.posts[$0] }
            windows = Set([fact.window, fact.toWindow, officers].compactMap(\.self))
            paper = true
        case .ticketReactivated(let fact): touch(fact.ticket, nil, in: hall)
        case .ticketReturned(let fact): touch(fact.ticket, fact.window, in: hall)
        case .ticketReleased(let fact): touch(fact.ticket, nil, in: hall)
        case .ticketDeferred(let fact):
            touch(fact.ticket, nil, in: hall)
            anyQueue = true
            hallWide = true
        case .ticketCheckedIn(let fact):
            touch(fact.ticket, nil, in: hall)
            hallWide = true
        case .ticketAdopted(let fact): services = [fact.service]
        // Only the end of the day or a configuration voids tickets; in the same batch it shows
        // everything, and once is enough.
        case .ticketVoided: break
        case .windowOpened(let fact): touch(fact.window, in: hall)
        case .windowClosed(let fact): touch(fact.window, in: hall)
        case .windowPaused(let fact): touch(fact.window, in: hall)
        case .windowResumed(let fact): touch(fact.window, in: hall)
        case .windowTakenOver(let fact): windows = [fact.window]
        case .printStarted, .printOutcome, .printAsked, .paperSettled: paper = true
        case .rollChanged, .testSlipPrinted: printers = true
        case .deviceChanged(let fact):
            devices = [fact.device]
            printers = fact.kind == .printer
            everything = fact.state == .removed
            isRebuilt = everything
        case .hallPaused, .hallResumed, .policyChosen, .journalRestored: everything = true
        case .ratingAsked(let fact): windows = [fact.window]
        case .rated(let fact):
            windows = [fact.window]
            lowRatings = fact.grade?.isLow == true
        case .closingChosen, .tidalProposed, .tidalProposalEnded: hallWide = true
        case .tidalOpened(let fact):
            touch(fact.window, in: hall)
            hallWide = true
        case .tidalClosed(let fact):
            touch(fact.window, in: hall)
            services.insert(fact.service)
            hallWide = true
        case .appointmentBooked, .appointmentCancelled, .textErased: break
        }
    }

    private mutating func touch(_ ticket: TicketID, _ window: WindowID?, in hall: Hall) {
        if let service = hall.tickets[ticket]?.service { services.insert(service) }
        if let window { windows.insert(window) }
        // A ticket that is done needs no paper any more.
        paper = true
    }

    /// Opening or closing a window opens or closes its services too.
    private mutating func touch(_ window: WindowID, in hall: Hall) {
        windows = [window]
        services = Set(hall.windows[window].map { $0.services + $0.helps } ?? [])
    }

    /// Windows whose officers see a different page, among them all that serve a touched service.
    package func officersWindows(in hall: Hall) -> Set<WindowID> {
        guard !everything, !anyQueue else { return Set(hall.windows.keys) }
        var found = windows
        for window in hall.windows.values
        where !services.isDisjoint(with: window.services + window.helps) {
            found.insert(window.id)
        }
        return found
    }
}

extension Change {
    /// What everybody may know; nil when nothing of it changed.
    package init?(hall touched: Touched, _ sequence: Int64, in hall: Hall) {
        self.init(sequence: sequence)
        whole = touched.isRebuilt ? true : nil
        services = hall.rows(touched.services, everything: touched.everything)
        windows = hall.rows(touched.windows, everything: touched.everything)
        kiosks = hall.kiosks(printingOn: touched.devices)
        if touched.everything { pause = hall.pauseRow }
        guard services != nil || windows != nil || kiosks != nil else { return nil }
    }

    /// What the display board shows; nil when nothing of it changed.
    package init?(board touched: Touched, _ sequence: Int64, in hall: Hall) {
        self.init(hall: touched, sequence, in: hall)
        guard let ticket = touched.call.flatMap({ hall.tickets[$0] }),
            let window = ticket.state.window.flatMap({ hall.windows[$0] }),
            let call = BoardCall(ticket, at: window)
        else { return }
        calls = [call]
    }

    /// What the supervisor's wall shows; nil when nothing of it changed.
    package init?(staff touched: Touched, _ sequence: Int64, in hall: Hall, at moment: Moment) {
        self.init(sequence: sequence)
        whole = touched.isRebuilt ? true : nil
        let all = touched.everything
        services = hall.rows(touched.services, everything: all).map { rows in
            rows.compactMap { hall.services[$0.id] }
                .map { ServiceRow(staff: $0, in: hall, at: moment) }
        }
        let changed = touched.officersWindows(in: hall)
        windows = hall.rows(changed, everything: all).map { rows in
            rows.compactMap { hall.windows[$0.id] }.map { WindowRow(staff: $0, in: hall) }
        }
        let rows = touched.devices.sorted().compactMap { hall.devices[$0] }.map(DeviceRow.init)
        devices = rows.isEmpty ? nil : rows
        unprinted = touched.paper || all ? hall.unprinted : nil
        if touched.lowRatings || all { lowRatings = hall.lowRatings.map(LowRatingRow.init) }
        printers = touched.paper || touched.printers || all ? hall.printerRows : nil
        if touched.hallWide || all { hallWide = HallWideRow(hall) }
        guard
            services != nil || windows != nil || devices != nil || printers != nil
                || hallWide != nil
        else { return nil }
    }
}

extension Hall {
    fileprivate func kiosks(printingOn devices: Set<DeviceID>) -> [KioskID]? {
        guard !devices.isEmpty else { return nil }
        let found = structure.kiosks.filter { kiosk in
            ([kiosk.printer].compactMap(\.self) + (kiosk.others ?? []))
                .contains { devices.contains(DeviceID($0.text)) }
        }
        return found.isEmpty ? nil : found.map(\.id)
    }

    fileprivate func rows(_ ids: Set<ServiceID>, everything: Bool) -> [ServiceRow]? {
        if everything { return serviceRows }
        guard !ids.isEmpty else { return nil }
        return ids.sorted().compactMap { services[$0] }.map { ServiceRow($0, in: self) }
    }

    fileprivate func rows(_ ids: Set<WindowID>, everything: Bool) -> [WindowRow]? {
        if everything { return windowRows }
        guard !ids.isEmpty else { return nil }
        return ids.sorted().compactMap { windows[$0] }.map { WindowRow($0, in: self) }
    }
}
