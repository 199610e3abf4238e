// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Facts
import Hall
import Store
import Web

extension HallAPI {
    /// Where the program beside a card reader leaves its token (`docs/id-adapter.md`).
    var personRoutes: [HallRoute] {
        [
            Route(
                "POST", "/api/v1/kiosks/{id}/person", need: .kiosk, .suspended(takePerson))
        ]
    }

    private func takePerson(_ call: HallCall, _ responder: Responder) {
        let kiosk = KioskID(call.parameters["id"])
        do throws(Refused) {
            guard call.caller.may(speakFor: kiosk) else { throw Refused(Problem(.notAllowed)) }
            var body = try JSONBody(call.request.body)
            let token = try body.text("token")
            try body.finish()
            loop.look { standing in
                guard let standing, let date = standing.hall.businessDate else {
                    return responder.send(.problem(Problem(.storageFailed), headers: [.retrySoon]))
                }
                guard standing.hall.kiosks[kiosk] != nil else {
                    let values = ["kiosk": kiosk.text]
                    return responder.send(
                        .problem(Problem(Refusal(.unknownKiosk, values: values))))
                }
                let now = standing.moment.monotonic
                // A day's first token writes a key to the disk, and the hall must not wait for it.
                Self.smallWrites.async {
                    responder.send(keep(token, at: kiosk, on: date, now))
                }
            }
        } catch {
            responder.send(.problem(error.problem))
        }
    }

    private func keep(
        _ token: String, at kiosk: KioskID, on date: CivilDate, _ now: Int64
    ) -> Response {
        do {
            persons.put(try dayKey.person(token, on: date), at: kiosk, now: now)
            return .empty()
        } catch {
            return .problem(Problem(.storageFailed), headers: [.retrySoon])
        }
    }
}
