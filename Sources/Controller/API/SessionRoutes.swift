// SPDX-License-Identifier: Apache-2.0

import Views
import Web

private struct SessionPage: Encodable {
    struct Person: Encodable {
        var id: String
        var name: String
        var role: String
    }

    /// Encoded as null when nobody is signed in.
    var account: Person?

    init(_ account: Account?) {
        self.account = account.map {
            Person(id: $0.person, name: $0.name, role: $0.role.rawValue)
        }
    }

    private enum CodingKeys: String, CodingKey {
        case account
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(account, forKey: .account)
    }
}

extension HallAPI {
    var sessionRoutes: [HallRoute] {
        [
            Route("POST", "/api/v1/sessions", need: .nothing, .suspended(signIn)),
            Route("GET", "/api/v1/sessions", need: .nothing, .immediate(showSession)),
            Route("DELETE", "/api/v1/sessions", need: .nothing, .suspended(signOut)),
        ]
    }

    private func signIn(_ call: HallCall, _ responder: Responder) {
        do throws(Refused) {
            var body = try JSONBody(call.request.body)
            let name = try body.text("name")
            let password = try body.text("password")
            try body.finish()
            guard mayUse(name, password, call.request) else {
                return responder.send(.problem(Problem(.signInRefused)))
            }
            access.signIn(name: name, password: password, source: call.request.clientAddress) {
                responder.send(response(to: $0))
            }
        } catch {
            responder.send(.problem(error.problem))
        }
    }

    /// The demo's accounts have a password everybody can read, so they work on this machine alone,
    /// and only in a demo: a hall that was one before still has them.
    private func mayUse(_ name: String, _ password: String, _ request: Request) -> Bool {
        let isOpenToAll =
            password == DemoAccounts.password
            || DemoAccounts.names(configuration).contains(name)
        return !isOpenToAll || (setting.demo && request.isLoopback)
    }

    private func response(to outcome: SignIn) -> Response {
        switch outcome {
        case .signedIn(let token, let session):
            .encoded(
                SessionPage(session.account), status: 201,
                headers: [SessionCookie.set(token, of: session.account.role, isSecure: false)])
        case .refused: .problem(Problem(.signInRefused))
        case .wait(let milliseconds):
            .tooSoon(.signInTooSoon, milliseconds: milliseconds)
        case .busy: .problem(Problem(.busy), headers: [.retrySoon])
        case .failed: .problem(Problem(.storageFailed))
        }
    }

    private func showSession(_ call: HallCall) -> Response {
        guard case .account(let account, _) = call.caller else {
            return .encoded(SessionPage(nil))
        }
        return .encoded(SessionPage(account))
    }

    private func signOut(_ call: HallCall, _ responder: Responder) {
        guard case .account(_, let token) = call.caller else { return responder.send(.empty()) }
        access.signOut(token: token) { isDurable in
            let cleared = [SessionCookie.clear(isSecure: false)]
            responder.send(
                isDurable
                    ? .empty(headers: cleared)
                    : .problem(Problem(.storageFailed), headers: cleared))
        }
    }
}
