// SPDX-License-Identifier: Apache-2.0

import Web
import Wire

extension HallAPI {
    var lineRoutes: [HallRoute] {
        [
            Route("GET", "/api/v1/lines", need: .supervisor, .immediate(showLines)),
            Route("POST", "/api/v1/lines/{id}/units", need: .bench, .immediate(placeUnit)),
        ]
    }

    private struct Lines: Encodable {
        var lines: [LineReport]
    }

    private func showLines(_ call: HallCall) -> Response {
        .encoded(Lines(lines: ports.lineReports(at: loop.clock.now())))
    }

    /// Gives a window unit the address it is meant for; whether it takes it is seen in the list.
    private func placeUnit(_ call: HallCall) -> Response {
        do throws(Refused) {
            var body = try JSONBody(call.request.body)
            guard let uid = BusUID(try body.text("uid")), uid.isOfUnit else {
                throw Refused("uid", expected: "0123456789ab")
            }
            guard let number = try body.optionalNumber("address", in: 1...250) else {
                throw Refused(.missingField, "address")
            }
            try body.finish()
            let isThere = ports.place(uid, at: UInt8(number), on: call.parameters["id"])
            return isThere ? .empty() : .problem(Problem(.notFound))
        } catch {
            return .problem(error.problem)
        }
    }
}
