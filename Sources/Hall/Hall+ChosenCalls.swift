// SPDX-License-Identifier: Apache-2.0

import Facts

/// Calling one ticket out of turn.
extension Hall {
    func callingChosen(
        _ id: TicketID, at window: Window, by actor: Actor, _ moment: Moment
    ) throws(Refusal) -> [HallFact] {
        try mayAct(actor, at: window)
        try mayCall(window)
        let ticket = try known(id)
        let rule: Why.Rule
        switch ticket.state {
        case .waiting where mayHave(ticket, window):
            try mayChoose(actor, at: window)
            rule = .chosen
        case .held(let holder):
            try mayCallBack(ticket, heldAt: holder, to: window)
            rule = .heldRecalled
        default: throw notCallable(ticket)
        }
        return calling(id, to: window, why(rule, ticket, at: window, moment))
    }

    /// What a keypad's call-back key comes to, with the digits typed before it.
    func callingBack(
        _ number: Int?, at window: Window, by actor: Actor, _ moment: Moment
    ) throws(Refusal) -> [HallFact] {
        try mayCall(window)
        if let held = try one(window.held, by: number) {
            return try callingChosen(held.id, at: window, by: actor, moment)
        }
        guard let missed = try one(window.noShows, by: number) else {
            throw Refusal(.unknownTicket)
        }
        let back = try reactivating(missed, moment)
        guard mayHave(missed, window), (try? mayChoose(actor, at: window)) != nil else {
            return [back]
        }
        return [back]
            + calling(missed.id, to: window, why(calledBack: missed, back, window, moment))
    }

    /// What is said of a call of somebody who by then waits again.
    private func why(
        calledBack missed: Ticket, _ back: HallFact, _ window: Window, _ moment: Moment
    ) -> Why {
        var ticket = missed
        ticket.place = Place(arrival: lastArrival + 1, after: 0, ticket: missed.id)
        if case .ticketReactivated(let fact) = back, let behind = fact.behind,
            let place = tickets[behind]?.place
        {
            ticket.place.after = ticket.place.arrival
            ticket.place.arrival = place.arrival
        }
        var why = why(.chosen, ticket, at: window, moment)
        why.waiting += 1
        return why
    }

    /// The first of some tickets, or the one with a number, of which a keypad has three digits.
    private func one(_ ids: [TicketID], by number: Int?) throws(Refusal) -> Ticket? {
        let found = ids.compactMap { tickets[$0] }
        guard let number else { return found.first }
        let exact = found.filter { $0.ordinal == number }
        let matching = exact.isEmpty ? found.filter { $0.ordinal % 1000 == number } : exact
        guard matching.count < 2 else {
            throw Refusal(.numberNotUnique, values: ["number": String(number)])
        }
        return matching.first
    }

    private func mayHave(_ ticket: Ticket, _ window: Window) -> Bool {
        switch ticket.bound {
        case .window(let one): one == window.id
        case .officer(let one): one == window.officer
        case nil: window.serves(ticket.service)
        }
    }

    /// Those who answer for the whole hall may always.
    private func mayChoose(_ actor: Actor, at window: Window) throws(Refusal) {
        guard actor.kind != .supervisor, actor.kind != .administrator else { return }
        guard window.definition.chosenCalls ?? rules.chosenCalls ?? true else {
            throw Refusal(.chosenNotAllowed, values: ["window": window.definition.number])
        }
    }

    /// Papers lie at one window; whoever has them along may go to any that serves the matter.
    private func mayCallBack(
        _ ticket: Ticket, heldAt holder: WindowID, to window: Window
    ) throws(Refusal) {
        let isHere = holder == window.id
        switch ticket.holdKind {
        case .withPapers, nil:
            guard isHere else {
                throw Refusal(
                    .heldElsewhere,
                    values: [
                        "number": ticket.number,
                        "window": windows[holder]?.definition.number ?? holder.text,
                    ])
            }
        case .withoutPapers:
            guard window.serves(ticket.service) else { throw notCallable(ticket) }
        case .otherStep:
            guard isHere || window.serves(ticket.service) else { throw notCallable(ticket) }
        }
    }

    private func notCallable(_ ticket: Ticket) -> Refusal {
        Refusal(
            .ticketNotCallable, values: ["number": ticket.number, "state": ticket.state.name])
    }
}
