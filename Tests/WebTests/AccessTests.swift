// SPDX-License-Identifier: Apache-2.0

import Machine
import TestSupport
import Testing

@testable import Web

struct AccessTests {
    /// Accounts in a directory of their own, on a clock that a test moves.
    private final class Bench: Sendable {
        let clock = Guarded<Int64>(1_000_000)
        let path: String

        init(in directory: TemporaryDirectory) { path = directory.file("access.sqlite") }

        func open(_ change: (inout AccessSettings) -> Void = { _ in }) throws -> Access {
            var settings = AccessSettings()
            settings.hashMemory = 8192
            settings.hashPasses = 1
            change(&settings)
            return try Access(path: path, settings: settings) { self.clock.withLock { $0 } }
        }

        func advance(_ milliseconds: Int64) { clock.withLock { $0 += milliseconds } }
    }

    private let directory: TemporaryDirectory
    private let bench: Bench

    init() throws {
        directory = try TemporaryDirectory()
        bench = Bench(in: directory)
    }

    private func signIn(
        _ access: Access, _ name: String = "officer1", password: String = "correct horse",
        source: String = "127.0.0.1"
    ) throws -> SignIn {
        let outcome = Mailbox<SignIn>()
        access.signIn(name: name, password: password, source: source) { outcome.put($0) }
        return try #require(outcome.take())
    }

    private func token(_ access: Access) throws -> String {
        guard case .signedIn(let token, _) = try signIn(access) else {
            throw RawClientError(reason: "not signed in")
        }
        return token
    }

    private func withOfficer(_ change: (inout AccessSettings) -> Void = { _ in }) throws -> Access {
        let access = try bench.open(change)
        let account = Account(name: "officer1", role: .officer, subject: "o-1")
        try access.addAccount(account, password: "correct horse")
        return access
    }

    @Test func `a right password gives a session with the account's role`() throws {
        let access = try withOfficer()
        let token = try token(access)
        #expect(token.utf8.count == 64)
        let session = try #require(access.session(token: token))
        #expect(session.account.role == .officer)
        #expect(session.account.subject == "o-1")
        #expect(access.session(token: String(token.dropLast()) + "g") == nil)
    }

    @Test func `a wrong password and an unknown name are refused alike`() throws {
        let access = try withOfficer()
        #expect(try signIn(access, password: "wrong horse") == .refused)
        #expect(try signIn(access, "nobody") == .refused)
    }

    @Test func `a session ends when it is idle`() throws {
        let access = try withOfficer()
        let token = try token(access)
        bench.advance(29 * 60_000)
        #expect(access.session(token: token) != nil)
        bench.advance(29 * 60_000)
        #expect(access.isAlive(token: token))
        bench.advance(60_000)
        #expect(!access.isAlive(token: token))
        #expect(access.session(token: token) == nil)
    }

    @Test func `a session ends after its absolute time however busy it is`() throws {
        let access = try withOfficer()
        let token = try token(access)
        for _ in 0..<71 {
            bench.advance(10 * 60_000)
            #expect(access.session(token: token) != nil)
        }
        bench.advance(10 * 60_000)
        #expect(access.session(token: token) == nil)
    }

    @Test func `signing out ends the session for good`() throws {
        let access = try withOfficer()
        let token = try token(access)
        let done = Mailbox<Bool>()
        access.signOut(token: token) { done.put($0) }
        #expect(access.session(token: token) == nil)
        #expect(done.take() == true)
        #expect(try bench.open().session(token: token) == nil)
    }

    @Test func `sessions outlive a restart and the file holds no token`() throws {
        var access: Access? = try withOfficer()
        let token = try token(try #require(access))
        access = nil
        #expect(try bench.open().session(token: token)?.account.name == "officer1")
        let store = try AccessStore(path: bench.path)
        #expect(try store.sessions().keys.contains(Secrets.digest(of: token)))
        #expect(try store.account(named: "officer1")?.password.hasPrefix("$argon2id$") == true)
    }

    @Test func `pauses grow after failures up to a limit and end with a success`() throws {
        let access = try withOfficer()
        for pause in [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000] as [Int64] {
            #expect(try signIn(access, password: "wrong horse") == .refused)
            #expect(try signIn(access) == .wait(pause))
            bench.advance(pause)
        }
        _ = try token(access)
        #expect(try signIn(access, password: "wrong horse") == .refused)
        #expect(try signIn(access) == .wait(1_000))
    }

    @Test func `failures elsewhere do not keep the owner out`() throws {
        let access = try withOfficer()
        #expect(try signIn(access, password: "wrong horse", source: "10.0.0.9") == .refused)
        _ = try token(access)
    }

    @Test func `more attempts than may wait are told busy`() throws {
        let access = try withOfficer { $0.waitingLimit = 0 }
        #expect(try signIn(access) == .busy)
    }

    @Test func `a new password ends the sessions of the old one`() throws {
        let access = try withOfficer()
        let token = try token(access)
        try access.setPassword("battery staple", of: "officer1")
        #expect(access.session(token: token) == nil)
        #expect(try signIn(access) == .refused)
    }

    @Test func `a removed account is gone with its sessions`() throws {
        let access = try withOfficer()
        let token = try token(access)
        try access.removeAccount(named: "officer1")
        #expect(access.session(token: token) == nil)
        #expect(try bench.open().session(token: token) == nil)
        #expect(throws: AccessError.noSuchAccount) {
            try access.removeAccount(named: "officer1")
        }
    }

    @Test func `a machine stays signed in over nights and holidays, and not for ever`() throws {
        let access = try bench.open()
        try access.addAccount(Account(name: "K1", role: .citizenKiosk), password: "correct horse")
        guard case .signedIn(let token, _) = try signIn(access, "K1") else {
            throw RawClientError(reason: "not signed in")
        }
        bench.advance(399 * 86_400_000)
        #expect(access.isAlive(token: token))
        bench.advance(86_400_000)
        #expect(!access.isAlive(token: token))
    }

    @Test func `the session nobody used for longest makes room for a new one`() throws {
        let access = try withOfficer { $0.sessionsPerAccount = 2 }
        let used = try token(access)
        let idle = try token(access)
        bench.advance(1000)
        _ = access.session(token: used)
        _ = try token(access)
        #expect(access.isAlive(token: used))
        #expect(!access.isAlive(token: idle))
    }

    @Test func `one session more than allowed ends the oldest`() throws {
        let access = try withOfficer { $0.sessionsPerAccount = 2 }
        var tokens: [String] = []
        for _ in 0..<3 {
            tokens.append(try token(access))
            bench.advance(1)
        }
        #expect(tokens.map { access.session(token: $0) != nil } == [false, true, true])
    }

    @Test func `unsuitable names and passwords and taken names are refused`() throws {
        let access = try withOfficer()
        let account = Account(name: "officer1", role: .officer)
        #expect(throws: AccessError.nameTaken) {
            try access.addAccount(account, password: "correct horse")
        }
        #expect(throws: AccessError.unsuitablePassword) {
            try access.addAccount(Account(name: "x", role: .display), password: "short")
        }
        for name in ["", "a\nb", String(repeating: "x", count: 65)] {
            #expect(throws: AccessError.unsuitableName) {
                try access.addAccount(
                    Account(name: name, role: .display), password: "correct horse")
            }
        }
    }

    @Test func `the cookie is kept from scripts and other sites`() {
        #expect(
            SessionCookie.set("t", of: .officer, isSecure: true).value
                == "hallkeeper_session=t; Path=/; HttpOnly; SameSite=Strict; Secure")
        #expect(!SessionCookie.clear(isSecure: false).value.contains("Secure"))
        let token = String(repeating: "a", count: 64)
        let request = Request(
            method: "GET", segments: [""],
            headers: Headers([Header("cookie", "x=1; hallkeeper_session=\(token)")]))
        #expect(SessionCookie.token(of: request) == token)
    }
}
