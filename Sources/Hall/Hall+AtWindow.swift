// SPDX-License-Identifier: Apache-2.0

import Facts

extension Hall {
    /// What an officer's action at a window comes to.
    func deciding(
        _ action: WindowAction, at window: Window, by actor: Actor, _ moment: Moment
    ) throws(Refusal) -> [HallFact] {
        switch action {
        case .open(let officer):
            return [try opening(window, by: officer, actor)]
        case .takeOver(let officer):
            return [try takingOver(window, by: officer, actor)]
        case .close where window.officer == nil:
            throw Refusal(.alreadyClosed, values: ["window": window.definition.number])
        case .close, .pause, .resume:
            try mayAct(actor, at: window)
            return [try tending(action, window)]
        case .call:
            try mayAct(actor, at: window)
            try mayCall(window)
            return nextCall(window, moment)
        case .callNext:
            try mayAct(actor, at: window)
            let finished = window.ticket == nil ? [] : [try handling(.finish(), window, moment)]
            let resumed = window.paused == nil ? [] : [try tending(.resume, window)]
            return finished + resumed + nextCall(window, moment)
        case .start, .recall, .noShow, .giveUp, .hold, .transfer, .putBack, .finish:
            try mayAct(actor, at: window)
            return [try handling(action, window, moment)]
        }
    }

    /// An officer acts only at the window they hold; a key on the window's own keypad, and those
    /// who answer for the whole hall, act for whoever holds it.
    func mayAct(_ actor: Actor, at window: Window) throws(Refusal) {
        guard let officer = window.officer else {
            throw Refusal(.windowClosed, values: ["window": window.definition.number])
        }
        guard actor.kind != .officer || actor.id == officer.text else {
            throw Refusal(.notYourWindow, values: ["window": window.definition.number])
        }
    }

    private func opening(
        _ window: Window, by officer: OfficerID, _ actor: Actor
    ) throws(Refusal) -> HallFact {
        try mayPlace(officer, actor, at: window)
        let values = ["window": window.definition.number]
        if let holder = window.officer {
            throw Refusal(
                holder == officer ? .alreadyOpen : .windowHeldByOther, values: values)
        }
        try isFree(officer, besides: window)
        return .windowOpened(WindowOpened(window: window.id, officer: officer))
    }

    private func takingOver(
        _ window: Window, by officer: OfficerID, _ actor: Actor
    ) throws(Refusal) -> HallFact {
        try mayPlace(officer, actor, at: window)
        guard let holder = window.officer else {
            throw Refusal(.windowClosed, values: ["window": window.definition.number])
        }
        guard holder != officer else {
            throw Refusal(.alreadyOpen, values: ["window": window.definition.number])
        }
        try isFree(officer, besides: window)
        return .windowTakenOver(
            WindowTakenOver(window: window.id, officer: officer, from: holder))
    }

    /// An officer may open a window only for themselves.
    private func mayPlace(
        _ officer: OfficerID, _ actor: Actor, at window: Window
    ) throws(Refusal) {
        guard actor.kind != .officer || actor.id == officer.text else {
            throw Refusal(
                .notYourWindow, field: "officer", values: ["window": window.definition.number])
        }
    }

    private func isFree(_ officer: OfficerID, besides window: Window) throws(Refusal) {
        guard let other = posts[officer], other != window.id else { return }
        throw Refusal(
            .officerAtOtherWindow, field: "officer",
            values: ["window": windows[other]?.definition.number ?? other.text])
    }

    private func tending(_ action: WindowAction, _ window: Window) throws(Refusal) -> HallFact {
        let values = ["window": window.definition.number]
        if case .resume = action {
            guard window.paused != nil else { throw Refusal(.windowNotPaused, values: values) }
            return .windowResumed(WindowResumed(window: window.id))
        }
        if let ticket = window.ticket {
            throw Refusal(
                .ticketInHand,
                values: values.merging(["number": tickets[ticket]?.number ?? ""]) { $1 })
        }
        if case .pause(let reason, let minutes) = action {
            guard window.paused == nil else { throw Refusal(.windowPaused, values: values) }
            return .windowPaused(
                WindowPaused(window: window.id, reason: reason, minutes: minutes))
        }
        return .windowClosed(WindowClosed(window: window.id, officer: window.officer))
    }

    /// Nothing when nobody waits.
    private func nextCall(_ window: Window, _ moment: Moment) -> [HallFact] {
        guard let choice = policy.next(for: window, in: self, at: moment) else { return [] }
        return [
            .ticketCalled(
                TicketCalled(
                    ticket: choice.ticket, window: window.id, officer: window.officer,
                    why: choice.why))
        ]
    }

    func callingChosen(
        _ id: TicketID, at window: Window, by actor: Actor, _ moment: Moment
    ) throws(Refusal) -> HallFact {
        try mayAct(actor, at: window)
        try mayCall(window)
        guard let ticket = tickets[id] else { throw Refusal(.unknownTicket) }
        let rule: Why.Rule
        switch ticket.state {
        case .waiting where window.serves(ticket.service): rule = .chosen
        case .held(let holder) where holder == window.id || window.serves(ticket.service):
            rule = .heldRecalled
        default:
            throw Refusal(
                .ticketNotCallable,
                values: ["number": ticket.number, "state": ticket.state.name])
        }
        let queues = window.services.compactMap { services[$0]?.queue }
        let why = Why(
            rule: rule, waiting: queues.reduce(0) { $0 + $1.count },
            waitedSeconds: ticket.waitedSeconds(at: moment),
            passedOver: queues.reduce(0) { $0 + $1.elders(than: ticket.place) })
        return .ticketCalled(
            TicketCalled(ticket: id, window: window.id, officer: window.officer, why: why))
    }

    private func mayCall(_ window: Window) throws(Refusal) {
        let values = ["window": window.definition.number]
        if let ticket = window.ticket {
            throw Refusal(
                .ticketInHand,
                values: values.merging(["number": tickets[ticket]?.number ?? ""]) { $1 })
        }
        guard window.paused == nil else { throw Refusal(.windowPaused, values: values) }
    }

    private func handling(
        _ action: WindowAction, _ window: Window, _ moment: Moment
    ) throws(Refusal) -> HallFact {
        guard let id = window.ticket, let ticket = tickets[id] else {
            throw Refusal(.noTicketInHand, values: ["window": window.definition.number])
        }
        switch action {
        case .start, .recall, .noShow:
            guard case .called = ticket.state else {
                throw Refusal(.alreadyStarted, values: ["number": ticket.number])
            }
        default: break
        }
        switch action {
        case .start: return .serviceStarted(ServiceStarted(ticket: id, window: window.id))
        case .recall:
            return .ticketRecalled(
                TicketRecalled(ticket: id, window: window.id, count: ticket.recalls + 1))
        case .noShow: return .ticketNoShow(TicketNoShow(ticket: id, window: window.id))
        case .giveUp: return .ticketGivenUp(TicketGivenUp(ticket: id, window: window.id))
        case .hold: return .ticketHeld(TicketHeld(ticket: id, window: window.id))
        case .transfer(let to): return try transferring(ticket, from: window, to: to)
        case .putBack:
            return .ticketReturned(TicketReturned(ticket: id, window: window.id))
        default:
            let began = ticket.startedAt ?? ticket.calledAt ?? moment.wall
            return .ticketFinished(
                TicketFinished(
                    ticket: id, window: window.id, startAssumed: ticket.startedAt == nil,
                    serviceSeconds: Int(max(0, moment.wall - began) / 1000)))
        }
    }

    private func transferring(
        _ ticket: Ticket, from window: Window, to target: TransferTarget
    ) throws(Refusal) -> HallFact {
        guard case .service(let to) = target else { throw Refusal(.notTransferable) }
        guard services[to] != nil else {
            throw Refusal(.unknownService, field: "service", values: ["service": to.text])
        }
        guard to != ticket.service else {
            throw Refusal(
                .notTransferable, field: "service", values: ["number": ticket.number])
        }
        return .ticketTransferred(
            TicketTransferred(
                ticket: ticket.id, window: window.id, from: ticket.service, to: to))
    }
}
