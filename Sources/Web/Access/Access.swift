// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Machine

/// Who may come in: accounts, sign-in and sessions. Sessions are answered from memory, so that a
/// lookup may run on the network thread; passwords are hashed and the file is written on a thread
/// of their own, one at a time.
package final class Access: Sendable {
    fileprivate struct State {
        var sessions: [[UInt8]: Session] = [:]
        /// When a session's last use was written; writing each one would cost a sync.
        var writtenAt: [[UInt8]: Int64] = [:]
        var delays: SignInDelays
        var waiting = 0
    }

    private static let writeInterval: Int64 = 60_000

    private let settings: AccessSettings
    private let store: AccessStore
    private let now: @Sendable () -> Int64
    private let decoy: String
    private let worker = DispatchQueue(label: "hallkeeper.access")
    private let state: Guarded<State>

    /// - Parameters:
    ///   - path: of `access.sqlite`, made when it is missing.
    ///   - now: wall-clock milliseconds since 1970.
    package init(
        path: String, settings: AccessSettings = AccessSettings(),
        now: @escaping @Sendable () -> Int64
    ) throws {
        self.settings = settings
        self.now = now
        store = try AccessStore(path: path)
        // Verified for unknown names, so that the time taken does not tell which names exist.
        decoy = try Secrets.hash(Secrets.token(), settings: settings)
        let delays = SignInDelays(first: settings.firstDelay, longest: settings.longestDelay)
        state = Guarded(State(sessions: try store.sessions(), delays: delays))
    }

    // MARK: Accounts

    package func accounts() throws -> [Account] {
        try store.accounts()
    }

    /// Whether an officer's account stands for a person. While the accounts cannot be read, nobody
    /// is known.
    package func knowsOfficer(_ person: String) -> Bool {
        let accounts = (try? store.accounts()) ?? []
        return accounts.contains { $0.role == .officer && $0.person == person }
    }

    /// Makes an account. Takes tens of milliseconds for the hash.
    package func addAccount(_ account: Account, password: String) throws {
        guard try add([account], password: password) == 1 else { throw AccessError.nameTaken }
    }

    /// Makes those accounts whose names are free, with one hash for all. Only for a password that
    /// is no secret: whoever reads the file sees that they share it.
    package func addAccounts(_ accounts: [Account], sharedPassword: String) throws {
        _ = try add(accounts, password: sharedPassword)
    }

    private func add(_ accounts: [Account], password: String) throws -> Int {
        for account in accounts {
            guard (1...64).contains(account.name.count),
                account.name.unicodeScalars.allSatisfy({
                    $0.properties.generalCategory != .control
                })
            else { throw AccessError.unsuitableName }
        }
        return try store.insert(accounts, password: try hash(of: password))
    }

    /// Changes a password and ends the account's sessions. Not to be called from a completion of
    /// this class: it waits for attempts that are under way, so that none of them outlives it.
    package func setPassword(_ password: String, of name: String) throws {
        let hash = try hash(of: password)
        try worker.sync {
            guard try store.setPassword(hash, of: name) else { throw AccessError.noSuchAccount }
            try endSessions(of: name)
        }
    }

    /// Removes an account and ends its sessions. Not to be called from a completion either.
    package func removeAccount(named name: String) throws {
        try worker.sync {
            guard try store.deleteAccount(named: name) else { throw AccessError.noSuchAccount }
            try endSessions(of: name)
        }
    }

    private func hash(of password: String) throws -> String {
        guard password.count >= 8, password.utf8.count <= 1024 else {
            throw AccessError.unsuitablePassword
        }
        return try Secrets.hash(password, settings: settings)
    }

    // MARK: Copies

    /// Writes the accounts, without their sessions, to a file that is made for it.
    package func copy(to path: String) throws {
        try store.copy(to: path)
    }

    /// The same for a file nobody has open.
    package static func copy(_ source: String, to path: String) throws {
        try AccessStore(path: source).copy(to: path)
    }

    // MARK: Signing in and out

    /// Signs in; `done` is called once, from another thread or at once.
    /// - Parameter source: where the attempt comes from, such as the client's address.
    package func signIn(
        name: String, password: String, source: String,
        done: @escaping @Sendable (SignIn) -> Void
    ) {
        let key = SignInDelays.Key(account: String(name.prefix(64)), source: source)
        let time = now()
        let early = state.withLock { state -> SignIn? in
            let pause = state.delays.pause(for: key, at: time)
            guard pause == 0 else { return .wait(pause) }
            guard state.waiting < settings.waitingLimit else { return .busy }
            state.waiting += 1
            return nil
        }
        if let early { return done(early) }
        worker.async {
            let outcome = self.attempt(name: name, password: password, key: key)
            self.state.withLock { $0.waiting -= 1 }
            done(outcome)
        }
    }

    private func attempt(name: String, password: String, key: SignInDelays.Key) -> SignIn {
        // Attempts that queued up behind a failure wait for its pause like later ones.
        let pause = state.withLock { $0.delays.pause(for: key, at: now()) }
        guard pause == 0 else { return .wait(pause) }
        do {
            let found = try store.account(named: name)
            let isRight =
                password.utf8.count <= 1024
                && Secrets.verify(password, against: found?.password ?? decoy)
            guard isRight, let (account, _) = found else {
                state.withLock { $0.delays.failed(key, at: now()) }
                return .refused
            }
            return try begin(account, key: key)
        } catch {
            return .failed
        }
    }

    private func begin(_ account: Account, key: SignInDelays.Key) throws -> SignIn {
        let token = Secrets.token()
        let digest = Secrets.digest(of: token)
        let time = now()
        let session = Session(account: account, startedAt: time, seenAt: time)
        try store.insert(session, digest: digest)
        let ended = state.withLock { state -> [[UInt8]] in
            state.delays.succeeded(key)
            var ended = state.sessions.filter { !isAlive($0.value, at: time) }.map(\.key)
            let own = state.sessions.filter { $0.value.account.name == account.name }
                .sorted { $0.value.seenAt < $1.value.seenAt }
            ended += own.prefix(max(0, own.count + 1 - settings.sessionsPerAccount)).map(\.key)
            for digest in ended { state.forget(digest) }
            state.sessions[digest] = session
            state.writtenAt[digest] = time
            return ended
        }
        try store.deleteSessions(ended)
        return .signedIn(token: token, session)
    }

    /// The session of a token, whose idle time starts anew; `nil` when it is none or has expired.
    package func session(token: String) -> Session? {
        look(up: token, isUse: true)
    }

    /// Whether a token's session still lives, without counting as its use: for long streams.
    package func isAlive(token: String) -> Bool {
        look(up: token, isUse: false) != nil
    }

    private func look(up token: String, isUse: Bool) -> Session? {
        let digest = Secrets.digest(of: token)
        let time = now()
        let (session, write) = state.withLock { state -> (Session?, Bool) in
            guard var session = state.sessions[digest], isAlive(session, at: time) else {
                return (nil, false)
            }
            guard isUse else { return (session, false) }
            session.seenAt = max(session.seenAt, time)
            state.sessions[digest] = session
            let isDue = time - (state.writtenAt[digest] ?? 0) >= Access.writeInterval
            if isDue { state.writtenAt[digest] = time }
            return (session, isDue)
        }
        if write {
            // Lost when the disk is full: the session then merely ends earlier after a restart.
            worker.async { try? self.store.setSeen(digest, at: time) }
        }
        return session
    }

    /// Ends a session. `done` is called once it cannot come back, even after a power cut; `false`
    /// when the file could not be written.
    package func signOut(
        token: String, done: @escaping @Sendable (Bool) -> Void = { _ in }
    ) {
        let digest = Secrets.digest(of: token)
        state.withLock { $0.forget(digest) }
        worker.async {
            done((try? self.store.deleteSessions([digest])) != nil)
        }
    }

    /// Ends every session of an account.
    package func endSessions(of name: String) throws {
        let ended = state.withLock { state -> [[UInt8]] in
            let ended = state.sessions.filter { $0.value.account.name == name }.map(\.key)
            for digest in ended { state.forget(digest) }
            return ended
        }
        try store.deleteSessions(ended)
    }

    private func isAlive(_ session: Session, at time: Int64) -> Bool {
        let age = time - session.startedAt
        guard !session.account.role.isMachine else { return age < AccessSettings.machineLimit }
        return time - session.seenAt < settings.idleLimit && age < settings.absoluteLimit
    }
}

extension Access.State {
    fileprivate mutating func forget(_ digest: [UInt8]) {
        sessions[digest] = nil
        writtenAt[digest] = nil
    }
}
