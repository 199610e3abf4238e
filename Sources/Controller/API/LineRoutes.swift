// SPDX-License-Identifier: Apache-2.0

import Web

extension HallAPI {
    var lineRoutes: [HallRoute] {
        [Route("GET", "/api/v1/lines", need: .supervisor, .immediate(showLines))]
    }

    private struct Lines: Encodable {
        var lines: [LineReport]
    }

    private func showLines(_ call: HallCall) -> Response {
        .encoded(Lines(lines: ports.lineReports(at: loop.clock.now())))
    }
}
