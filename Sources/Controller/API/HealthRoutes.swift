// SPDX-License-Identifier: Apache-2.0

import Hall
import Machine
import Web

extension HallAPI {
    var healthRoutes: [HallRoute] {
        [
            Route("GET", "/healthz", need: .always, .immediate { _ in .encoded(["alive": true]) }),
            Route("GET", "/readyz", need: .always, .immediate(readiness)),
            Route("GET", "/metrics", need: .nothing, .suspended(showMetrics)),
        ]
    }

    private func readiness(_ call: HallCall) -> Response {
        guard gate.isOpen else {
            return .problem(Problem(.notReady), headers: [.retrySoon])
        }
        guard loop.isStorageSound else { return .problem(Problem(.storageFailed)) }
        guard !loop.metrics.isStorageLow else {
            return .problem(Problem(Refusal(.storageLow)))
        }
        return .encoded(["ready": true])
    }

    private func showMetrics(_ call: HallCall, _ responder: Responder) {
        look(responder) { standing in
            var page = MetricsPage()
            page.add(loop.metrics)
            page.add(topics.metrics)
            page.add(history.status)
            page.add(upkeep.status)
            page.add(ports.lineReports(at: standing.moment))
            page.add(presses: ports.presses.withLock(\.self))
            page.add(standing.hall)
            return .text(page.text)
        }
    }
}
