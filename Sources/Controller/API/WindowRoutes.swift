// SPDX-License-Identifier: Apache-2.0

import Facts
import Hall
import Views
import Web

/// What the answer to a call says.
private struct Called: Encodable {
    var ticket: TicketRow
    var window: WindowRow?
    var why: WhyRow
}

/// What the answer to any other act at a window says.
private struct Acted: Encodable {
    var ticket: TicketRow?
    var window: WindowRow
}

extension HallAPI {
    var windowRoutes: [HallRoute] {
        let plain: [(String, WindowAction)] = [
            ("start", .start), ("rating/ask", .askRating), ("recall", .recall),
            ("no-show", .noShow), ("give-up", .giveUp),
            ("return", .putBack), ("resume", .resume), ("close", .close),
        ]
        return plain.map { name, action in
            act(name) { _, _ throws(Refused) in action }
        } + [
            act("call") { _, _ throws(Refused) in .call },
            act("hold") { body, _ throws(Refused) in
                .hold(try body.choice("kind", of: HoldKind.self) ?? .withPapers)
            },
            act("transfer") { body, _ throws(Refused) in .transfer(try body.transferTarget()) },
            Route("POST", "/api/v1/windows/{id}/finish", need: .officer, .suspended(finish)),
            act("pause") { body, _ throws(Refused) in
                let reason = try body.optionalText("reason")
                return .pause(
                    reason: reason, minutes: try body.optionalNumber("minutes", in: 1...480))
            },
            act("open") { body, officer throws(Refused) in .open(try officer(&body)) },
            act("take-over") { body, officer throws(Refused) in .takeOver(try officer(&body)) },
        ]
    }

    private typealias OfficerReader = (inout JSONBody) throws(Refused) -> OfficerID

    /// A route that does something at a window.
    private func act(
        _ name: String,
        _ read:
            @escaping @Sendable (inout JSONBody, OfficerReader) throws(Refused)
            -> WindowAction
    ) -> HallRoute {
        Route(
            "POST", "/api/v1/windows/{id}/\(name)", need: .officer,
            .suspended { call, responder in
                let window = WindowID(call.parameters["id"])
                do throws(Refused) {
                    var body = try JSONBody(call.request.body)
                    let action = try read(&body) { body throws(Refused) in
                        try officer(named: &body, by: call.caller, at: window)
                    }
                    try body.finish()
                    perform(action, at: window, call, responder)
                } catch {
                    responder.send(.problem(error.problem))
                }
            })
    }

    /// A note is about a person, so it is kept aside before the fact that speaks of it.
    private func finish(_ call: HallCall, _ responder: Responder) {
        let window = WindowID(call.parameters["id"])
        do throws(Refused) {
            var body = try JSONBody(call.request.body)
            let finishing = try body.finishing()
            let note = try body.optionalText("note", most: 500)
            try body.finish()
            guard let note else {
                return perform(.finish(finishing), at: window, call, responder)
            }
            keeping(note, kind: "note", at: window, responder) { text in
                var finishing = finishing
                finishing.note = text
                perform(.finish(finishing), at: window, call, responder, keeping: text)
            }
        } catch {
            responder.send(.problem(error.problem))
        }
    }

    private func perform(
        _ action: WindowAction, at id: WindowID, _ call: HallCall, _ responder: Responder,
        keeping text: TextCommitment? = nil
    ) {
        let actor: Actor
        switch action {
        case .open(let officer), .takeOver(let officer):
            actor = call.caller.actor(atWindow: officer)
        default: actor = call.caller.actor(atWindow: holder(of: id))
        }
        ask(.atWindow(id, action), by: actor, for: call, responder, keeping: text) {
            records, standing in
            guard action != .call else { return called(records, standing, for: call) }
            guard let window = standing.hall.windows[id] else {
                return .problem(Problem(.unknownWindow))
            }
            let ticket = records.lazy.compactMap { $0.fact.ticket }.first
                .flatMap { standing.hall.tickets[$0] }
            return .encoded(
                Acted(
                    ticket: ticket.map { TicketRow($0, in: standing.hall) },
                    window: WindowRow(window, in: standing.hall)))
        }
    }

    /// The answer to a call: the ticket and why it is that one, or that nobody waits.
    func called(
        _ records: [Recorded<HallFact>], _ standing: Standing, for call: HallCall
    ) -> Response {
        for record in records {
            guard case .ticketCalled(let fact) = record.fact,
                let ticket = standing.hall.tickets[fact.ticket]
            else { continue }
            let why = WhyRow(
                fact.why, number: ticket.number, Phrases(locales, in: call.request.language))
            let window = standing.hall.windows[fact.window]
            return .encoded(
                Called(
                    ticket: TicketRow(ticket, in: standing.hall),
                    window: window.map { WindowRow($0, in: standing.hall) }, why: why))
        }
        // Asked again a day later, the ticket is no longer in the hall.
        return records.isEmpty ? .empty() : .problem(Problem(.unknownTicket))
    }

    /// Who holds a window; in a demo an empty one is acted at as by its own officer.
    func holder(of window: WindowID) -> OfficerID {
        posts.holder(of: window) ?? configuration.demoOfficers[window] ?? "nobody"
    }

    /// Whom a request to open or take over is about: the officer who calls, unless it names
    /// another, who outside a demo must have an account.
    private func officer(
        named body: inout JSONBody, by caller: Caller, at window: WindowID
    ) throws(Refused) -> OfficerID {
        if let named = try body.optionalText("officer") {
            guard setting.demo || access.knowsOfficer(named) else {
                throw Refused(.unknownOfficer, "officer")
            }
            return OfficerID(named)
        }
        switch caller {
        case .account(let account, _) where account.role == .officer:
            return OfficerID(account.person)
        case .demo: return configuration.demoOfficers[window] ?? OfficerID("demo-\(window)")
        default:
            throw Refused(.missingField, "officer")
        }
    }
}

extension HallFact {
    /// The ticket a fact about a window's work names.
    fileprivate var ticket: TicketID? {
        switch self {
        case .serviceStarted(let fact): fact.ticket
        case .ratingAsked(let fact): fact.ticket
        case .ticketRecalled(let fact): fact.ticket
        case .ticketNoShow(let fact): fact.ticket
        case .ticketGivenUp(let fact): fact.ticket
        case .ticketHeld(let fact): fact.ticket
        case .ticketReturned(let fact): fact.ticket
        case .ticketTransferred(let fact): fact.ticket
        case .ticketFinished(let fact): fact.ticket
        default: nil
        }
    }
}
