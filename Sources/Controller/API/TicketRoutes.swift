// SPDX-License-Identifier: Apache-2.0

import Facts
import Hall
import Machine
import Views
import Web

extension HallAPI {
    var ticketRoutes: [HallRoute] {
        [
            Route("POST", "/api/v1/tickets", need: .nothing, .suspended(takeTicket)),
            Route("GET", "/api/v1/tickets/{id}", need: .nothing, .suspended(showTicket)),
            onTicket("reactivate", need: .officer) { .reactivate($0) },
            // Who knows the id, which cannot be guessed, holds the ticket.
            onTicket("give-up", need: .nothing) { .giveUp($0) },
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

    private func takeTicket(_ call: HallCall, _ responder: Responder) {
        do throws(Refused) {
            var body = try JSONBody(call.request.body)
            let service = ServiceID(try body.text("service"))
            let kiosk = try body.optionalText("kiosk").map { KioskID($0) }
            let priority = try body.choice("class", of: PriorityClass.self) ?? .normal
            let caseNumber = try body.caseNumber()
            try body.finish()
            let person = kiosk.flatMap {
                persons.person(at: $0, now: MonotonicClock.now())
            }
            let details = TicketDetails(person: person, caseNumber: caseNumber)
            let command = Command.takeTicket(
                ticket: RandomID.ticket(), service: service, priority: priority, kiosk: kiosk,
                details: details)
            ask(command, by: call.caller.actor(atKiosk: kiosk), for: call, responder) {
                records, standing in
                if let kiosk { persons.forget(kiosk) }
                return issued(records, standing)
            }
        } catch {
            responder.send(.problem(error.problem))
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
            responder.send(.encoded(TicketRow(ticket, in: standing.hall)))
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
