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
            .suspended { call, responder in
                do throws(Refused) {
                    var body = try JSONBody(call.request.body)
                    let wish = try read(&body, call)
                    try body.finish()
                    ask(wish.command, by: wish.actor, for: call, responder, then: answer)
                } catch {
                    responder.send(.problem(error.problem))
                }
            })
    }
}

extension JSONBody {
    /// Exactly one of `service`, `window` and `officer`.
    mutating func transferTarget() throws(Refused) -> TransferTarget {
        let service = try optionalText("service").map { TransferTarget.service(ServiceID($0)) }
        let window = try optionalText("window").map { TransferTarget.window(WindowID($0)) }
        let officer = try optionalText("officer").map { TransferTarget.officer(OfficerID($0)) }
        let targets = [service, window, officer].compactMap(\.self)
        guard let target = targets.first else { throw Refused(.missingField, "service") }
        guard targets.count == 1 else {
            throw Refused(.unknownField, window != nil && service != nil ? "window" : "officer")
        }
        return target
    }

    /// The number of a case, as other systems write it: printable and short.
    mutating func caseNumber() throws(Refused) -> String? {
        guard let number = try optionalText("case", most: 64) else { return nil }
        let isPlain = number.unicodeScalars.allSatisfy { scalar in
            !scalar.properties.isWhitespace
                && scalar.properties.generalCategory != .control
                && scalar.properties.generalCategory != .format
        }
        guard isPlain else { throw Refused(.wrongType, "case") }
        return number
    }

    /// The service a visit goes on with.
    mutating func finishing() throws(Refused) -> Finishing {
        Finishing(
            outcome: try optionalText("outcome"), caseNumber: try caseNumber(),
            next: try optionalText("next").map { ServiceID($0) })
    }
}
