// SPDX-License-Identifier: Apache-2.0

/// What an account may be in the hall.
package enum Role: String, Sendable, CaseIterable {
    case citizenKiosk
    case display
    case officer
    case supervisor
    case administrator

    /// A page nobody sits at.
    var isMachine: Bool { self == .citizenKiosk || self == .display }
}

/// Somebody, or some device, that can sign in.
package struct Account: Sendable, Equatable {
    package let name: String
    package let role: Role
    /// The officer's, kiosk's or board's id in the hall, when it is not the name.
    package let subject: String?

    package init(name: String, role: Role, subject: String? = nil) {
        self.name = name
        self.role = role
        self.subject = subject
    }

    /// Whom the account stands for in the hall.
    package var person: String { subject ?? name }
}

/// A signed-in account. Times are wall-clock milliseconds since 1970.
package struct Session: Sendable, Equatable {
    package let account: Account
    package let startedAt: Int64
    package var seenAt: Int64
}

/// What became of an attempt to sign in.
package enum SignIn: Sendable, Equatable {
    /// The token is told only here; the store keeps its digest.
    case signedIn(token: String, Session)
    /// Unknown name or wrong password: which of them is not told.
    case refused
    /// After failures; try again in so many milliseconds.
    case wait(Int64)
    /// Too many attempts at the same time.
    case busy
    /// The store could not be read or written.
    case failed
}

/// Why an account store or an account could not be made.
package enum AccessError: Error, Equatable {
    /// SQLite does not sync each commit, although it was told to.
    case notDurable
    /// The library of ciphers did not start, or memory for a password hash was short.
    case hashingFailed
    /// Fewer than 8 characters, or more than 1024 bytes.
    case unsuitablePassword
    /// A name is 1 to 64 characters, none of them a control character.
    case unsuitableName
    case nameTaken
    case noSuchAccount
}

/// How long sessions last and what a password hash costs. Times are milliseconds.
package struct AccessSettings: Sendable {
    package var idleLimit: Int64 = 30 * 60_000
    package var absoluteLimit: Int64 = 12 * 3_600_000
    /// A machine stays signed in whether it is used or not, for as long as browsers keep a cookie:
    /// nobody is there to sign it in each morning.
    static let machineLimit: Int64 = 400 * 86_400_000
    /// The pause after a first failure; it doubles with each further one.
    package var firstDelay: Int64 = 1_000
    package var longestDelay: Int64 = 60_000
    /// Attempts that may wait for the one hashing thread.
    package var waitingLimit = 16
    /// Sessions of one account; a further one ends the one that was not used for longest.
    package var sessionsPerAccount = 32
    /// Argon2id memory in bytes and passes: OWASP's 19 MiB and 2.
    package var hashMemory = 19 << 20
    package var hashPasses: UInt64 = 2

    package init() {}
}
