// SPDX-License-Identifier: Apache-2.0

import Facts

/// Who holds a window, and whether it serves.
extension Hall {
    func opening(
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

    func takingOver(
        _ window: Window, by officer: OfficerID, _ actor: Actor
    ) throws(Refusal) -> [HallFact] {
        try mayPlace(officer, actor, at: window)
        guard let holder = window.officer else {
            throw Refusal(.windowClosed, values: ["window": window.definition.number])
        }
        guard holder != officer else {
            throw Refusal(.alreadyOpen, values: ["window": window.definition.number])
        }
        try isFree(officer, besides: window)
        let taken = WindowTakenOver(window: window.id, officer: officer, from: holder)
        return [.windowTakenOver(taken)] + releasing([.officer(holder)])
    }

    func pausing(
        _ window: Window, _ reason: String?, _ minutes: Int?
    ) throws(Refusal) -> HallFact {
        try hasFreeHands(window)
        guard window.paused == nil else {
            throw Refusal(.windowPaused, values: ["window": window.definition.number])
        }
        try isKnown(reason, among: structure.pauseReasons, .unknownReason, field: "reason")
        return .windowPaused(WindowPaused(window: window.id, reason: reason, minutes: minutes))
    }

    /// What a keypad's pause key comes to.
    func pressingPause(_ window: Window, _ moment: Moment) throws(Refusal) -> [HallFact] {
        guard window.paused == nil else { return [try resuming(window)] }
        guard let ticket = window.ticket.flatMap({ tickets[$0] }) else {
            return [try pausing(window, nil, nil)]
        }
        let finished = try finishing(ticket, at: window, Finishing(), moment)
        return [finished] + askingAtFinish(ticket, at: window)
            + [.windowPaused(WindowPaused(window: window.id, reason: nil, minutes: nil))]
    }

    func resuming(_ window: Window) throws(Refusal) -> HallFact {
        guard window.paused != nil else {
            throw Refusal(.windowNotPaused, values: ["window": window.definition.number])
        }
        return .windowResumed(WindowResumed(window: window.id))
    }

    /// The end of a window's work, and what no longer holds without it. Says nothing of a ticket in
    /// hand.
    func closing(_ window: Window) -> [HallFact] {
        let closed = HallFact.windowClosed(
            WindowClosed(window: window.id, officer: window.officer))
        let bindings = [.window(window.id)] + (window.officer.map { [Binding.officer($0)] } ?? [])
        return [closed] + tidesEnding(at: window) + releasing(bindings)
    }

    /// Those who waited for one window or officer wait for any again.
    func releasing(_ bindings: [Binding]) -> [HallFact] {
        bindings.flatMap { own[$0]?.places ?? [] }
            .map { .ticketReleased(TicketReleased(ticket: $0.ticket)) }
    }

    /// A key must be one of the hall's, if the hall names any; nobody need give one.
    func isKnown(
        _ key: String?, among codes: [NamedCode]?, _ refusal: Refusal.Kind, field: String
    ) throws(Refusal) {
        guard let key, let known = codes?.map(\.id), !known.isEmpty, !known.contains(key) else {
            return
        }
        throw Refusal(
            refusal, field: field, values: ["known": known.joined(separator: ", ")])
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
}
