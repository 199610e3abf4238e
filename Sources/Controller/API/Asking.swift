// SPDX-License-Identifier: Apache-2.0

import Facts
import Hall
import Web

/// A command and whom facts are to name for it.
struct Wish: Sendable {
    var command: Command
    var actor: Actor
}

extension HallAPI {
    typealias WishReader =
        @Sendable (inout JSONBody, HallCall) throws(Refused) -> Wish
    typealias WishAnswer = @Sendable ([Recorded<HallFact>], Standing) -> Response

    /// A route whose body is read strictly, becomes one command, and is answered from the hall as
    /// the command left it.
    func asking(
        _ path: String, method: String = "POST", need: Need, _ read: @escaping WishReader,
        then answer: @escaping WishAnswer
    ) -> HallRoute {
        Route(
            method, "/api/v1" + path, need: need,
            .suspended { ask(read, $0, $1, then: answer) })
    }

    func ask(
        _ read: WishReader, _ call: HallCall, _ responder: Responder,
        then answer: @escaping WishAnswer
    ) {
        do throws(Refused) {
            var body = try JSONBody(call.request.body)
            let wish = try read(&body, call)
            try body.finish()
            ask(wish.command, by: wish.actor, for: call, responder, then: answer)
        } catch {
            responder.send(.problem(error.problem))
        }
    }
}
