// SPDX-License-Identifier: Apache-2.0

import Facts
import Hall
import Machine
import Store
import Views
import Web

extension HallAPI {
    var ticketRoutes: [HallRoute] {
        [
            Route("POST", "/api/v1/tickets", need: .kiosk, .suspended(takeTicket)),
            Route("GET", "/api/v1/tickets/{id}", need: .nothing, .suspended(showTicket)),
            onTicket("reactivate", need: .officer) { .reactivate($0) },
            // Not for whoever knows the id: that of a ticket in hand is on every page of the hall.
            onTicket("give-up", need: .kiosk) { .giveUp($0) },
            onTicket("check-in", need: .officer) { .checkIn($0) },
            Route("POST", "/api/v1/tickets/{id}/call", need: .officer, .suspended(callChosen)),
            adopting,
        ]
    }

    /// A route that does something with a ticket at no window.
    private func onTicket(
        _ name: String, need: Need, _ command: @escaping @Sendable (TicketID) -> Command
    ) -> HallRoute {
        Route(
            "POST", "/api/v1/tickets/{id}/\(name)", need: need,
            .suspended { call, responder in
                let id = TicketID(call.parameters["id"])
                do throws(Refused) {
                    try JSONBody(call.request.body).finish()
                    let actor = call.caller.actor(atWindow: "desk")
                    ask(command(id), by: actor, for: call, responder) { _, standing in
                        guard let ticket = standing.hall.tickets[id] else {
                            return .problem(Problem(.unknownTicket))
                        }
                        return .encoded(["ticket": TicketRow(ticket, in: standing.hall)])
                    }
                } catch {
                    responder.send(.problem(error.problem))
                }
            })
    }

    private var adopting: HallRoute {
        asking("/tickets/adopt", need: .supervisor) { body, call throws(Refused) in
            let priority = try body.choice("class", of: PriorityClass.self) ?? .normal
            let numbers = try body.texts("numbers", most: 100)
            guard !numbers.isEmpty else { throw Refused(.missingField, "numbers") }
            let slips = try OutstandingSlips(numbers).slips(in: priority)
            return Wish(
                command: .adopt(slips), actor: call.caller.actor(inCharge: "supervisor"))
        } then: { records, standing in
            let adopted = records.compactMap { record -> TicketRow? in
                guard case .ticketAdopted(let fact) = record.fact else { return nil }
                return standing.hall.tickets[fact.ticket].map { TicketRow($0, in: standing.hall) }
            }
            return .encoded(["tickets": adopted], status: 201)
        }
    }

    /// What somebody who wants a number says of themselves.
    private struct Taking: Sendable {
        let id = RandomID.ticket()
        let service: ServiceID
        let kiosk: KioskID?
        let priority: PriorityClass
        var details: TicketDetails
        /// A masked name for the slip.
        let holder: String?

        init(_ body: inout JSONBody, by caller: Caller) throws(Refused) {
            service = ServiceID(try body.text("service"))
            kiosk = try body.kiosk(spokenForBy: caller)
            priority = try body.choice("class", of: PriorityClass.self) ?? .normal
            details = TicketDetails(caseNumber: try body.caseNumber())
            holder = try body.optionalText("holder", most: 40)
            try body.finish()
        }

        var command: Command {
            .takeTicket(
                ticket: id, service: service, priority: priority, kiosk: kiosk, details: details)
        }
    }

    private func takeTicket(_ call: HallCall, _ responder: Responder) {
        do throws(Refused) {
            var body = try JSONBody(call.request.body)
            var taking = try Taking(&body, by: call.caller)
            taking.details.person = taking.kiosk.flatMap {
                persons.person(at: $0, now: MonotonicClock.now())
            }
            if let number = taking.details.caseNumber {
                goOn(with: number, taking, call, responder)
            } else {
                take(taking, call, responder)
            }
        } catch {
            responder.send(.problem(error.problem))
        }
    }

    /// A visit that goes on, perhaps on another day: the history knows where it began.
    private func goOn(
        with number: String, _ taking: Taking, _ call: HallCall, _ responder: Responder
    ) {
        recall(responder) { history, status in
            var taking = taking
            taking.details.visit = try history.visit(ofCase: number)
            guard taking.details.visit != nil else {
                throw Refused(
                    Problem(
                        status.isBehind ? .historyRebuilding : .unknownCase,
                        values: ["case": number], field: "case"))
            }
            take(taking, call, responder)
            return nil
        }
    }

    private func take(_ taking: Taking, _ call: HallCall, _ responder: Responder) {
        guard let holder = taking.holder else { return issue(taking, nil, call, responder) }
        keeping(holder, kind: "name", subject: taking.id, responder) { text in
            issue(taking, text, call, responder)
        }
    }

    private func issue(
        _ taking: Taking, _ holder: TextCommitment?, _ call: HallCall, _ responder: Responder
    ) {
        var taking = taking
        taking.details.holder = holder
        let actor = call.caller.actor(atKiosk: taking.kiosk)
        ask(taking.command, by: actor, for: call, responder, keeping: holder) {
            [taking] records, standing in
            if let kiosk = taking.kiosk { persons.forget(kiosk) }
            return issued(records, standing)
        }
    }

    /// The answer to whoever took a ticket.
    func issued(_ records: [Recorded<HallFact>], _ standing: Standing) -> Response {
        for record in records {
            guard case .ticketIssued(let fact) = record.fact,
                let ticket = standing.hall.tickets[fact.ticket]
            else { continue }
            return .encoded(
                TicketRow(ticket, in: standing.hall), status: 201,
                headers: [Header("Location", "/api/v1/tickets/\(ticket.id)")])
        }
        // Asked again a day later: the ticket is no longer in the hall.
        return .problem(Problem(.unknownTicket))
    }

    private func showTicket(_ call: HallCall, _ responder: Responder) {
        let id = TicketID(call.parameters["id"])
        loop.look { standing in
            guard let standing else {
                return responder.send(.problem(Problem(.storageFailed), headers: [.retrySoon]))
            }
            guard let ticket = standing.hall.tickets[id] else {
                return showPastTicket(id, responder)
            }
            var row = TicketRow(ticket, in: standing.hall)
            // Everybody can read the id of a ticket in hand; whose case it is, is not for everybody.
            if !call.caller.may(.officer) { row.caseNumber = nil }
            responder.send(.encoded(row))
        }
    }

    private func callChosen(_ call: HallCall, _ responder: Responder) {
        let id = TicketID(call.parameters["id"])
        do throws(Refused) {
            var body = try JSONBody(call.request.body)
            let window = WindowID(try body.text("window"))
            try body.finish()
            let actor = call.caller.actor(atWindow: holder(of: window))
            ask(.callChosen(id, window), by: actor, for: call, responder) { records, standing in
                called(records, standing, for: call)
            }
        } catch {
            responder.send(.problem(error.problem))
        }
    }
}
