// SPDX-License-Identifier: Apache-2.0

import Facts

/// Who may call, and whom.
extension Hall {
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

    func mayCall(_ window: Window) throws(Refusal) {
        try hasFreeHands(window)
        try isAtWork()
        guard window.paused == nil else {
            throw Refusal(.windowPaused, values: ["window": window.definition.number])
        }
    }

    func hasFreeHands(_ window: Window) throws(Refusal) {
        guard let ticket = window.ticket else { return }
        throw Refusal(
            .ticketInHand,
            values: [
                "window": window.definition.number, "number": tickets[ticket]?.number ?? "",
            ])
    }

    /// While the whole hall is paused nobody is sent for, taken to be absent or put into a queue;
    /// what is in hand may come to its end.
    func isAtWork() throws(Refusal) {
        if let refusal = refusalWhilePaused { throw refusal }
    }

    /// Nothing when nobody waits.
    func nextCall(_ window: Window, _ moment: Moment) -> [HallFact] {
        guard let choice = policy.next(for: window, in: self, at: moment) else { return [] }
        return calling(choice.ticket, to: window, choice.why)
    }

    /// Whoever was asked for a rating there has had their time: the next one at the pad is another.
    func calling(_ ticket: TicketID, to window: Window, _ why: Why) -> [HallFact] {
        unanswered(at: window, .nextCalled) + [
            .ticketCalled(
                TicketCalled(
                    ticket: ticket, window: window.id, officer: window.officer, why: why))
        ]
    }

    /// While the whole hall is paused the key finishes the one in hand and calls nobody. Where the
    /// next is sent for in the same breath nobody is asked for a rating they have no time to give.
    func callingNext(_ window: Window, _ moment: Moment) throws(Refusal) -> [HallFact] {
        if let ticket = window.ticket.flatMap({ tickets[$0] }) {
            let finished = try finishing(ticket, at: window, Finishing(), moment)
            let next = paused == nil ? nextCall(window, moment) : []
            return [finished] + (next.isEmpty ? askingAtFinish(ticket, at: window) : next)
        }
        try isAtWork()
        let resumed = window.paused == nil ? [] : [try resuming(window)]
        return resumed + nextCall(window, moment)
    }
}
