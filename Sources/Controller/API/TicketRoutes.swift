// SPDX-License-Identifier: Apache-2.0

import Facts
import Hall
import Views
import Web

extension HallAPI {
    var ticketRoutes: [HallRoute] {
        [
            Route("POST", "/api/v1/tickets", need: .nothing, .suspended(takeTicket)),
            Route("GET", "/api/v1/tickets/{id}", need: .nothing, .suspended(showTicket)),
            Route(
                "POST", "/api/v1/tickets/{id}/reactivate", need: .officer, .suspended(reactivate)
            ),
            Route("POST", "/api/v1/tickets/{id}/call", need: .officer, .suspended(callChosen)),
        ]
    }

    private func takeTicket(_ call: HallCall, _ responder: Responder) {
        do throws(Refused) {
            var body = try JSONBody(call.request.body)
            let service = ServiceID(try body.text("service"))
            let kiosk = try body.optionalText("kiosk").map { KioskID($0) }
            let priority = try body.choice("class", of: PriorityClass.self) ?? .normal
            try body.finish()
            let command = Command.takeTicket(
                ticket: RandomID.ticket(), service: service, priority: priority, kiosk: kiosk)
            ask(command, by: call.caller.actor(atKiosk: kiosk), for: call, responder) {
                records, standing in
                issued(records, standing)
            }
        } catch {
            responder.send(.problem(error.problem))
        }
    }

    private func issued(_ records: [Recorded<HallFact>], _ standing: Standing) -> Response {
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
            responder.send(.encoded(TicketRow(ticket, in: standing.hall)))
        }
    }

    private func reactivate(_ call: HallCall, _ responder: Responder) {
        let id = TicketID(call.parameters["id"])
        do throws(Refused) {
            try JSONBody(call.request.body).finish()
            ask(
                .reactivate(id), by: call.caller.actor(atWindow: "desk"), for: call, responder
            ) { _, standing in
                guard let ticket = standing.hall.tickets[id] else {
                    return .problem(Problem(.unknownTicket))
                }
                return .encoded(["ticket": TicketRow(ticket, in: standing.hall)])
            }
        } catch {
            responder.send(.problem(error.problem))
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
