// SPDX-License-Identifier: Apache-2.0

package import Facts

extension Hall {
    package func decide(
        _ command: Command, by actor: Actor, at moment: Moment, given conditions: Conditions
    ) -> Result<[HallFact], Refusal> {
        Result { () throws(Refusal) in
            switch command {
            case .controllerStarted(let boot):
                return started(boot, at: moment)
            case .applyConfiguration(let digest, let structure):
                return try applying(structure, digest: digest)
            case .takeTicket(let ticket, let service, let priority, let kiosk):
                guard !conditions.storageLow else { throw Refusal(.storageLow) }
                return [try issuing(ticket, service: service, priority: priority, at: kiosk)]
            case .atWindow(let window, let action):
                return try deciding(action, at: try known(window), by: actor, moment)
            case .callChosen(let ticket, let window):
                return [try callingChosen(ticket, at: try known(window), by: actor, moment)]
            case .reactivate(let ticket):
                return [try reactivating(ticket)]
            case .startPrint(let ticket, let printer):
                return startingPrint(of: ticket, on: printer)
            case .reportPrint(let outcome):
                return reporting(outcome)
            case .reportDevice(let changed):
                return devices[changed.device]?.changed == changed ? [] : [.deviceChanged(changed)]
            }
        }
    }

    private func known(_ id: WindowID) throws(Refusal) -> Window {
        guard let window = windows[id] else {
            throw Refusal(.unknownWindow, values: ["window": id.text])
        }
        return window
    }

    private func started(_ boot: String, at moment: Moment) -> [HallFact] {
        let gap = lastFactAt.map { max(0, moment.wall - $0) }
        let started = HallFact.controllerStarted(
            ControllerStarted(boot: boot, gapMilliseconds: gap))
        // Whether the slip came out, nobody can know; printing it again could make two of one.
        return [started] + openPrints.sorted().map { givingUpPrint(of: $0, "restart") }
    }

    private func issuing(
        _ id: TicketID, service: ServiceID, priority: PriorityClass, at kiosk: KioskID?
    ) throws(Refusal) -> HallFact {
        guard !tickets.keys.contains(id) else { throw Refusal(.ticketExists) }
        guard let prefix = services[service]?.definition.prefix else {
            throw Refusal(.unknownService, field: "service", values: ["service": service.text])
        }
        var printer: PrinterID?
        if let kiosk {
            guard let known = kiosks[kiosk] else {
                throw Refusal(.unknownKiosk, field: "kiosk", values: ["kiosk": kiosk.text])
            }
            printer = known.printer
        }
        var ordinal = (lastOrdinals[prefix] ?? 0) + 1
        var number = Ticket.number(prefix: prefix, ordinal: ordinal)
        while carriedNumbers.contains(number) {
            ordinal += 1
            number = Ticket.number(prefix: prefix, ordinal: ordinal)
        }
        return .ticketIssued(
            TicketIssued(
                ticket: id, number: number, prefix: prefix, ordinal: ordinal, service: service,
                priority: priority,
                kiosk: kiosk, printer: printer))
    }

    private func reactivating(_ id: TicketID) throws(Refusal) -> HallFact {
        guard let ticket = tickets[id] else { throw Refusal(.unknownTicket) }
        guard case .noShow = ticket.state, services[ticket.service] != nil else {
            throw Refusal(
                .ticketNotReactivable,
                values: ["number": ticket.number, "state": ticket.state.name])
        }
        return .ticketReactivated(TicketReactivated(ticket: id))
    }
}
