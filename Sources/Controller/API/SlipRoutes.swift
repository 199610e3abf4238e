// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Facts
import Web

/// The hall's slip as a picture, before anybody prints it.
extension HallAPI {
    var slipRoutes: [HallRoute] {
        [Route("GET", "/api/v1/bench/slip.png", need: .bench, .suspended(showSlip))]
    }

    /// Fonts are read when the first slip is drawn: not on the network's thread.
    private static let drawing = DispatchQueue(label: "hallkeeper.slip-preview")

    private func showSlip(_ call: HallCall, _ responder: Responder) {
        let wish = SlipPreview.Wish(
            printer: call.request.queryValue("printer").map { PrinterID($0) },
            language: call.request.queryValue("language"),
            isReprint: call.request.queryValue("reprint") == "true")
        loop.look { standing in
            guard let standing else {
                return responder.send(.problem(Problem(.storageFailed), headers: [.retrySoon]))
            }
            let moment = standing.moment
            Self.drawing.async {
                guard let paper = slipPreview.paper(of: configuration, at: moment, wish) else {
                    return responder.send(.problem(Problem(.notFound)))
                }
                responder.send(
                    Response(
                        status: 200,
                        headers: [
                            Header("Content-Type", "image/png"),
                            Header("Cache-Control", "no-store"),
                        ],
                        body: .bytes(paper.png)))
            }
        }
    }
}
