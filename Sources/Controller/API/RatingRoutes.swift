// SPDX-License-Identifier: Apache-2.0

import Facts
import Hall
import Web

/// What was taken down, for the pad that sent it.
private struct RatingTaken: Encodable {
    var ticket: TicketID
    var window: WindowID
    var grade: Int
}

extension HallAPI {
    /// For rating pads that are a page: a tablet at the window, a kiosk at the door. Officers are
    /// not let in, whose own service it is about.
    var ratingRoutes: [HallRoute] {
        [
            asking("/tickets/{id}/rating", need: .rater) { body, call throws(Refused) in
                let number = try body.optionalNumber("grade", in: 1...5)
                guard let grade = number.flatMap(Grade.init) else {
                    throw Refused(.missingField, "grade")
                }
                let window = try body.optionalText("window").map { WindowID($0) }
                return Wish(
                    command: .rate(TicketID(call.parameters["id"]), window, grade),
                    actor: call.caller.actor(atKiosk: nil))
            } then: { records, _ in
                for case .rated(let rated) in records.lazy.map(\.fact) {
                    guard let grade = rated.grade?.rawValue else { continue }
                    return .encoded(
                        RatingTaken(ticket: rated.ticket, window: rated.window, grade: grade))
                }
                return .problem(Problem(.unknownTicket))
            }
        ]
    }
}
