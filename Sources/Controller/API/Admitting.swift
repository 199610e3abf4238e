// SPDX-License-Identifier: Apache-2.0

import Views
import Web

extension HallAPI {
    /// Who calls, and whether they may.
    func admit(_ request: Request, _ need: Need) -> Admission<Caller> {
        guard gate.isOpen || need == .always else {
            return .refused(.problem(Problem(.notReady), headers: [.retrySoon]))
        }
        var caller = Caller.anyone
        if let token = SessionCookie.token(of: request),
            let session = access.session(token: token)
        {
            caller = .account(session.account, token: token)
        } else if setting.demo, request.isLoopback {
            caller = .demo
        }
        if caller.may(need) { return .admitted(caller) }
        let kind: ProblemKind = caller == .anyone ? .notSignedIn : .notAllowed
        return .refused(.problem(Problem(kind)))
    }
}
