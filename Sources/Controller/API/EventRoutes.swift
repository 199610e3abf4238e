// SPDX-License-Identifier: Apache-2.0

import Facts
import Hall
import Views
import Web

extension HallAPI {
    var eventRoutes: [HallRoute] {
        [Route("GET", "/api/v1/events", need: .nothing, .stream(follow))]
    }

    private func follow(_ call: HallCall) -> StreamAnswer {
        let topic = call.request.queryValue("topic") ?? ""
        let isAlive = aliveness(of: call.caller)
        switch topic {
        case "hall":
            return open(topic, call, isAlive) { [views] in views.encodeHall($0)?.bytes }
        case "board":
            return open(topic, call, isAlive) { [views] in views.encodeBoard($0)?.bytes }
        case "staff":
            guard call.caller.may(.supervisor) else { return refused(call.caller) }
            return open(topic, call, isAlive) { standing in
                Encoding().bytes(of: staffView(standing))
            }
        default:
            return followWindow(topic, call, isAlive)
        }
    }

    private func followWindow(
        _ topic: String, _ call: HallCall, _ isAlive: @escaping @Sendable () -> Bool
    ) -> StreamAnswer {
        let known = configuration.structure.windows.map(\.id)
        guard let id = known.first(where: { Publisher.topic(of: $0) == topic }) else {
            return .refused(
                .problem(Problem(.badRequest, field: "topic", mend: "hall|board|staff|window/ID")))
        }
        guard call.caller.may(.officer) else { return refused(call.caller) }
        return open(topic, call, isAlive) { standing in
            standing.hall.windows[id].flatMap {
                Encoding().bytes(of: officerView($0, standing))
            }
        }
    }

    private func open(
        _ topic: String, _ call: HallCall, _ isAlive: @escaping @Sendable () -> Bool,
        _ view: @escaping @Sendable (Standing) -> [UInt8]?
    ) -> StreamAnswer {
        topics.open(topic: topic, for: call.request, isStillAllowed: isAlive) { deliver in
            loop.look { standing in
                guard let standing, let data = view(standing) else { return deliver(nil) }
                deliver(LiveView(id: EventID(standing.mark), data: data))
            }
        }
    }

    private func refused(_ caller: Caller) -> StreamAnswer {
        .refused(.problem(Problem(caller == .anyone ? .notSignedIn : .notAllowed)))
    }

    /// A stream ends with the session it was opened in.
    @Sendable func aliveness(of caller: Caller) -> @Sendable () -> Bool {
        guard case .account(_, let token) = caller else { return { true } }
        return { [access] in access.isAlive(token: token) }
    }
}
