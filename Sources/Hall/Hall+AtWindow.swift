// SPDX-License-Identifier: Apache-2.0

import Facts

extension Hall {
    /// What an officer's action at a window comes to.
    func deciding(
        _ action: WindowAction, at window: Window, by actor: Actor, _ moment: Moment
    ) throws(Refusal) -> [HallFact] {
        try mayDo(action, at: window, by: actor)
        switch action {
        case .open(let officer): return [try opening(window, by: officer, actor)]
        case .takeOver(let officer): return try takingOver(window, by: officer, actor)
        case .close:
            try hasFreeHands(window)
            return closing(window)
        case .pause(let reason, let minutes): return [try pausing(window, reason, minutes)]
        case .pauseKey: return try pressingPause(window, moment)
        case .resume: return [try resuming(window)]
        case .callBack(let number):
            return try callingBack(number, at: window, by: actor, moment)
        case .call:
            try mayCall(window)
            return nextCall(window, moment)
        case .callNext: return try callingNext(window, moment)
        case .start: return [try starting(try inHand(at: window), at: window)]
        case .askRating: return [try asking(try inHand(at: window), at: window)]
        case .recall: return [try recalling(try inHand(at: window), at: window, moment)]
        case .noShow: return [try missing(try inHand(at: window), at: window, moment)]
        case .giveUp:
            let ticket = try inHand(at: window).id
            return [.ticketGivenUp(TicketGivenUp(ticket: ticket, window: window.id))]
        case .hold(let kind): return [holding(try inHand(at: window), at: window, kind, moment)]
        case .transfer(let target):
            return [try transferring(try inHand(at: window), from: window, to: target)]
        case .putBack:
            let ticket = try inHand(at: window).id
            return [.ticketReturned(TicketReturned(ticket: ticket, window: window.id))]
        case .finish(let how):
            let ticket = try inHand(at: window)
            return [try finishing(ticket, at: window, how, moment)]
                + askingAtFinish(ticket, at: window)
        }
    }

    /// Whoever opens a window or takes it over does not hold it yet.
    private func mayDo(
        _ action: WindowAction, at window: Window, by actor: Actor
    ) throws(Refusal) {
        switch action {
        case .open, .takeOver: break
        case .close where window.officer == nil:
            throw Refusal(.alreadyClosed, values: ["window": window.definition.number])
        default: try mayAct(actor, at: window)
        }
    }
}
