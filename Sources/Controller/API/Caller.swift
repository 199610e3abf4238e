// SPDX-License-Identifier: Apache-2.0

import Facts
import Web

/// What a route asks of whoever calls it.
enum Need: Sendable, Equatable {
    /// Nothing, not even that the hall is ready.
    case always
    /// Nothing: what everybody in the hall may see and do.
    case nothing
    /// A kiosk's own account, or any of the staff's.
    case kiosk
    /// As `kiosk`, but no officer: a rating is about them.
    case rater
    /// An officer, or whoever answers for the whole hall.
    case officer
    case supervisor
    /// The technician's bench: in a demo this machine, else an administrator.
    case bench
}

/// Who calls.
enum Caller: Sendable, Equatable {
    /// Nobody signed in.
    case anyone
    /// This machine, in a demo: acts as the demo's own kiosk and officers.
    case demo
    case account(Account, token: String)

    /// Whether this caller may use a route.
    func may(_ need: Need) -> Bool {
        switch (need, self) {
        case (.always, _), (.nothing, _), (_, .demo): true
        case (_, .anyone): false
        case (.kiosk, .account(let account, _)): account.role != .display
        case (.rater, .account(let account, _)):
            [.citizenKiosk, .supervisor, .administrator].contains(account.role)
        case (.officer, .account(let account, _)):
            [.officer, .supervisor, .administrator].contains(account.role)
        case (.supervisor, .account(let account, _)):
            [.supervisor, .administrator].contains(account.role)
        case (.bench, .account(let account, _)): account.role == .administrator
        }
    }

    /// The account's name; a demo without sign-in has none.
    var name: String {
        if case .account(let account, _) = self { account.name } else { "" }
    }

    /// Whether this caller may speak for a kiosk: a kiosk's account for its own alone.
    func may(speakFor kiosk: KioskID) -> Bool {
        guard case .account(let account, _) = self, account.role == .citizenKiosk else {
            return true
        }
        return account.person == kiosk.text
    }

    /// Whom facts name for an act of this caller at a kiosk.
    func actor(atKiosk kiosk: KioskID?) -> Actor {
        if case .account(let account, _) = self { return Actor(account) }
        return Actor(.kiosk, kiosk?.text ?? "none")
    }

    /// Whom facts name for an act of this caller at a window.
    ///
    /// - Parameter holder: who holds the window, whom a demo without sign-in acts as.
    func actor(atWindow holder: OfficerID) -> Actor {
        if case .account(let account, _) = self { return Actor(account) }
        return Actor(.officer, holder.text)
    }

    /// Whom facts name for an act of this caller that concerns the whole hall.
    ///
    /// - Parameter name: whom a demo without sign-in acts as.
    func actor(inCharge name: String) -> Actor {
        if case .account(let account, _) = self { return Actor(account) }
        return Actor(.supervisor, name)
    }
}

extension Actor {
    fileprivate init(_ account: Account) {
        let kind: Kind =
            switch account.role {
            case .citizenKiosk, .display: .kiosk
            case .officer: .officer
            case .supervisor: .supervisor
            case .administrator: .administrator
            }
        self.init(kind, account.person)
    }
}
