// SPDX-License-Identifier: Apache-2.0

import Facts
import Hall
import Views
import Web

/// What staff does about paper: another slip, a number told by hand, a new roll, a test.
extension HallAPI {
    var printerRoutes: [HallRoute] {
        [
            Route("GET", "/api/v1/printers", need: .officer, .suspended(showPrinters)),
            onPaper("reprint") { id, body throws(Refused) in
                .reprint(id, try body.optionalText("printer").map { PrinterID($0) })
            },
            onPaper("paper") { id, body throws(Refused) in
                guard let way = try body.choice("way", of: PaperSettled.Way.self) else {
                    throw Refused(.missingField, "way")
                }
                return .settlePaper(id, way)
            },
            asking("/printers/{id}/roll", need: .officer) { _, call throws(Refused) in
                Wish(
                    command: .changeRoll(PrinterID(call.parameters["id"])),
                    actor: call.caller.actor(atWindow: "desk"))
            } then: { _, standing in
                .encoded(["printers": standing.hall.printerRows])
            },
            Route("POST", "/api/v1/printers/{id}/test", need: .officer, .suspended(testPrint)),
        ]
    }

    /// What whoever looks after paper works with.
    private struct PaperPage: Encodable {
        var printers: [PrinterRow]
        var unprinted: [TicketRow]
    }

    private func showPrinters(_ call: HallCall, _ responder: Responder) {
        look(responder) { standing in
            .encoded(
                PaperPage(
                    printers: standing.hall.printerRows, unprinted: standing.hall.unprinted))
        }
    }

    private func onPaper(
        _ name: String,
        _ read: @escaping @Sendable (TicketID, inout JSONBody) throws(Refused) -> Command
    ) -> HallRoute {
        asking("/tickets/{id}/\(name)", need: .officer) { body, call throws(Refused) in
            Wish(
                command: try read(TicketID(call.parameters["id"]), &body),
                actor: call.caller.actor(atWindow: "desk"))
        } then: { records, standing in
            let id = records.lazy.compactMap(\.fact.paperTicket).first
            let row = id.flatMap { standing.hall.tickets[$0] }
                .map { TicketRow($0, in: standing.hall) }
            return row.map { .encoded(["ticket": $0]) } ?? .empty()
        }
    }

    /// Answered once the slip is on its way; what became of it is in the printer's row.
    private func testPrint(_ call: HallCall, _ responder: Responder) {
        do throws(Refused) {
            try JSONBody(call.request.body).finish()
        } catch {
            return responder.send(.problem(error.problem))
        }
        let printer = PrinterID(call.parameters["id"])
        look(responder) { standing in
            guard standing.hall.structure.everyPrinter.contains(where: { $0.id == printer })
            else {
                return .problem(
                    Problem(Refusal(unknown: printer)))
            }
            ports.test(printer)
            return .encoded(["printers": standing.hall.printerRows], status: 202)
        }
    }
}

extension HallFact {
    /// The ticket a person did something about the paper of.
    fileprivate var paperTicket: TicketID? {
        switch self {
        case .printAsked(let fact): fact.ticket
        case .paperSettled(let fact): fact.ticket
        default: nil
        }
    }
}
