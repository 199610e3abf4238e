// SPDX-License-Identifier: Apache-2.0

package import Facts

extension Hall {
    /// Why `first` was called at a window and `second` was not. The hall is as it stood just before
    /// that call.
    ///
    /// - Parameter why: what the fact of the call says.
    /// - Returns: nil for a window or a first ticket the hall does not know, and for twice the same
    ///   ticket.
    package func explain(
        _ first: TicketID, before second: TicketID, at window: WindowID, _ why: Why,
        _ moment: Moment
    ) -> Explanation? {
        guard let window = windows[window], let first = tickets[first], first.id != second else {
            return nil
        }
        let standing = standing(for: window, by: nil, at: moment)
        var values = [
            "first": first.number, "window": window.definition.number,
            "minutes": String(first.waitedSeconds(at: moment) / 60),
            "normal": String(standing.terms.normalTurns),
            "priority": String(standing.terms.priorityTurns),
        ]
        values["time"] = first.appointmentAt.map {
            Moment(wall: $0, monotonic: 0, utcOffset: moment.utcOffset).clockText
        }
        guard let second = tickets[second] else {
            return Explanation(reason: .notThereYet, values: values)
        }
        values["second"] = second.number
        if let (reason, other) = outOfReach(second, of: window) {
            values["other"] = other
            return Explanation(reason: reason, values: values)
        }
        return Explanation(
            reason: why.rule == .heldRecalled
                ? .calledBack : standing.reason(for: first, before: second, why.rule),
            values: values)
    }

    /// Why a window could not have called a ticket, whatever the rules say.
    private func outOfReach(
        _ ticket: Ticket, of window: Window
    ) -> (reason: Explanation.Reason, other: String?)? {
        switch ticket.state {
        case .called(let other), .serving(let other): (.alreadyCalled, number(of: other))
        case .held: (.setAside, nil)
        case .deferred: (.deferred, nil)
        case .done: (.alreadyServed, nil)
        case .noShow: (.noShow, nil)
        case .givenUp: (.givenUp, nil)
        case .void: (.void, nil)
        case .waiting:
            switch ticket.bound {
            case .window(let other) where other != window.id:
                (.boundToWindow, number(of: other))
            case .officer(let other) where other != window.officer:
                (.boundToOfficer, other.text)
            case nil where !window.serves(ticket.service): (.otherService, nil)
            default: nil
            }
        }
    }

    private func number(of window: WindowID) -> String {
        windows[window]?.definition.number ?? window.text
    }
}

extension Standing {
    /// What in the rules puts one of two who both could have been called before the other.
    fileprivate func reason(
        for first: Ticket, before second: Ticket, _ rule: Why.Rule
    ) -> Explanation.Reason {
        guard let one = candidate(first), let other = candidate(second) else {
            return .unexplained
        }
        let isInOrder = terms.precedes(one, other)
        guard rule != .chosen else { return isInOrder ? .chosenInOrder : .chosen }
        guard isInOrder else { return .unexplained }
        switch terms.rule(one, over: other) {
        case .ownFirst: return .own
        case .helpOut: return .ownServices
        case .appointmentDue:
            return terms.isDue(other) ? .appointmentEarlier : .appointmentDue
        case .preferred: return .preferred
        case .ratioTurn: return .ratioTurn
        case .aged: return .aged
        case .priorityFirst: return .priority
        case .headStart: return .headStart
        case .oldestFirst, .heldRecalled, .chosen:
            let isLate = second.reactivations > 0 && second.issuedAt < first.issuedAt
            return isLate ? .cameBack : .cameEarlier
        }
    }
}
