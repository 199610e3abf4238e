// SPDX-License-Identifier: Apache-2.0

import Facts
import Hall
import Views
import Web

/// What a supervisor asks of the whole hall.
extension HallAPI {
    var hallWideRoutes: [HallRoute] {
        [
            hallWide("/hall/pause") { body throws(Refused) in
                .pauseHall(reason: try body.text("reason"))
            },
            hallWide("/hall/resume") { _ throws(Refused) in .resumeHall },
            hallWide("/hall/closing") { body throws(Refused) in
                guard let choice = try body.choice("choice", of: ClosingChoice.self) else {
                    throw Refused(.missingField, "choice")
                }
                return .chooseClosing(
                    choice, try body.optionalText("service").map { ServiceID($0) })
            },
            hallWide("/hall/policy") { body throws(Refused) in
                .choosePolicy(
                    try body.optionalText("policy"),
                    try body.optionalText("window").map { WindowID($0) })
            },
            hallWide("/tides/open") { body throws(Refused) in
                .openTidal(WindowID(try body.text("window")), ServiceID(try body.text("service")))
            },
            hallWide("/tides/close") { body throws(Refused) in
                .closeTidal(WindowID(try body.text("window")), ServiceID(try body.text("service")))
            },
            hallWide("/tides/dismiss") { body throws(Refused) in
                .dismissTidal(rule: try body.text("rule"))
            },
        ]
    }

    private func hallWide(
        _ path: String,
        _ read: @escaping @Sendable (inout JSONBody) throws(Refused) -> Command
    ) -> HallRoute {
        asking(path, need: .supervisor) { body, call throws(Refused) in
            Wish(command: try read(&body), actor: call.caller.actor(inCharge: "supervisor"))
        } then: { _, standing in
            .encoded(HallWideRow(standing.hall))
        }
    }
}
