// SPDX-License-Identifier: Apache-2.0

import Facts

/// Calling one ticket out of turn.
extension Hall {
    func callingChosen(
        _ id: TicketID, at window: Window, by actor: Actor, _ moment: Moment
    ) throws(Refusal) -> HallFact {
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
        return .ticketCalled(
            TicketCalled(
                ticket: id, window: window.id, officer: window.officer,
                why: why(rule, ticket, at: window, moment)))
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
