// SPDX-License-Identifier: Apache-2.0

import Machine

/// One end of a shared port's conversation, as a value: bytes come in, bytes and events go out. It
/// has no socket, no clock and no chance: `now` and the random secret are handed in.
///
/// Each side opens with a greeting, a fresh X25519 key. Out of both keys and the pairing each makes
/// two keys, one a direction, that nobody has who has not the pairing, and that never come again;
/// what follows is messages sealed with them and numbered. So a recorded conversation is worth
/// nothing, and neither is the pairing, stolen later, for reading it.
package struct ShareConversation: Sendable {
    package enum Side: Sendable { case controller, sharer }

    package enum Event: Sendable, Equatable {
        /// To the sharer: the other has the key. It waits for `accept` or `end`.
        case proved
        /// To the controller: the port is open.
        case accepted
        case data([UInt8])
        /// The other side says why it ends; nothing follows.
        case ended(String)
    }

    /// What a conversation cannot go on after.
    package enum Fault: String, Error, Sendable, CaseIterable {
        /// It is no port-share, or one of another version.
        case foreign
        /// The first sealed message does not open: the other has another key, or repeats what it
        /// has heard.
        case wrongKey = "wrong-key"
        /// A later message does not open, or says what cannot be said now.
        case damaged
        /// Nothing came for too long.
        case silent
    }

    private enum State { case greeting, proving, deciding, open, over }

    /// Milliseconds of silence after which the other is taken for dead.
    package static let patience: Int64 = 4000
    /// Milliseconds from the start until the port must be open.
    package static let openingPatience: Int64 = 5000
    /// Milliseconds without anything to say, after which that is said.
    private static let interval: Int64 = 1000
    private static let greeting = Array("HKPS".utf8) + [1]
    private static let greetingLength = 5 + Sodium.exchangeLength
    private static let sealedLimit = 1 + ShareMessage.dataLimit + SealedStream.overhead

    private let side: Side
    private let key: ShareKey
    private let secret: [UInt8]
    private let publicKey: [UInt8]
    private var state = State.greeting
    private var input: [UInt8] = []
    private var streams: (incoming: SealedStream, outgoing: SealedStream)?
    private var underWay = 0
    private var untaken = 0
    private var heardAt: Int64
    private var saidAt: Int64

    /// What is to be sent now; whoever sends it takes it away.
    package private(set) var output: [UInt8] = []

    /// - Parameter secret: 32 random bytes, others each time.
    package init(_ side: Side, key: ShareKey, secret: [UInt8], now: Int64) {
        self.side = side
        self.key = key
        self.secret = secret
        publicKey = Sodium.exchangeKey(secret: secret)
        heardAt = now
        saidAt = now
        if side == .controller { output = Self.greeting + publicKey }
    }

    /// How many bytes of data may be sent now.
    package var room: Int { state == .open ? ShareMessage.window - underWay : 0 }

    /// True while the other side thinks about the proof it was given.
    var awaitsAnswer: Bool { state == .proving && side == .controller }

    /// When `deadlineReached` is wanted; nil once it is over.
    package var nextDeadline: Int64? {
        switch state {
        case .over: nil
        case .greeting, .proving, .deciding: heardAt + Self.openingPatience
        case .open: min(heardAt + Self.patience, saidAt + Self.interval)
        }
    }

    /// Takes in what came, in pieces of any size. After a fault nothing is taken in any more.
    package mutating func received(
        _ bytes: [UInt8], now: Int64
    ) throws(Fault) -> [Event] {
        guard state != .over else { return [] }
        input += bytes
        var events: [Event] = []
        do throws(Fault) {
            if state == .greeting, try greet(now) { state = .proving }
            while let sealed = try nextSealed() {
                if let event = try heard(sealed, now) { events.append(event) }
            }
        } catch {
            // What was said before the fault is lost with it: nobody can tell how much was true.
            stop()
            throw error
        }
        return events
    }

    /// To the other side, who proved to have the key: the port is open.
    package mutating func accept(now: Int64) {
        guard state == .deciding else { return }
        state = .open
        heardAt = now
        say(.accepted, now)
    }

    /// Ends the conversation and says why, if it has come so far that the other can read it.
    package mutating func end(_ code: String, now: Int64) {
        if state == .deciding || state == .open { say(.ended(code), now) }
        stop()
    }

    /// Sends data, as much of it as there is room for, and returns how much that was.
    package mutating func send(_ data: ArraySlice<UInt8>, now: Int64) -> Int {
        let count = min(data.count, room)
        var rest = data.prefix(count)
        while !rest.isEmpty {
            say(.data(Array(rest.prefix(ShareMessage.dataLimit))), now)
            rest = rest.dropFirst(ShareMessage.dataLimit)
        }
        underWay += count
        return count
    }

    /// So many bytes of the data that came were handed on.
    package mutating func took(_ count: Int, now: Int64) {
        guard state == .open, count > 0 else { return }
        untaken -= count
        say(.taken(count), now)
    }

    /// `nextDeadline` has come.
    package mutating func deadlineReached(now: Int64) throws(Fault) {
        let patience = state == .open ? Self.patience : Self.openingPatience
        guard state != .over else { return }
        guard now - heardAt < patience else {
            stop()
            throw .silent
        }
        if state == .open, now - saidAt >= Self.interval { say(.alive, now) }
    }

    /// So many bytes of `output` were sent.
    package mutating func sent(_ count: Int) { output.removeFirst(count) }

    private mutating func stop() {
        state = .over
        input = []
        streams = nil
    }

    private mutating func say(_ message: ShareMessage, _ now: Int64) {
        guard let sealed = streams?.outgoing.seal(message.bytes) else { return }
        saidAt = now
        output += [UInt8(sealed.count >> 8), UInt8(sealed.count & 0xFF)] + sealed
    }
}

extension ShareConversation {
    /// Reads the other's greeting. False while it is not whole.
    private mutating func greet(_ now: Int64) throws(Fault) -> Bool {
        let known = min(input.count, Self.greeting.count)
        guard input.prefix(known) == Self.greeting.prefix(known) else { throw .foreign }
        guard input.count >= Self.greetingLength else { return false }
        let other = Array(input[Self.greeting.count..<Self.greetingLength])
        input.removeFirst(Self.greetingLength)
        guard let agreed = Sodium.agree(secret: secret, with: other) else { throw .foreign }
        let controllers = side == .controller ? publicKey : other
        let sharers = side == .controller ? other : publicKey
        let keys = Sodium.twoKeys(
            Array("hallkeeper port-share 1".utf8) + agreed + controllers + sharers, key: key.bytes)
        let toSharer = SealedStream(key: keys.first)
        let toController = SealedStream(key: keys.second)
        switch side {
        case .controller:
            streams = (incoming: toController, outgoing: toSharer)
            say(.proof, now)
        case .sharer:
            streams = (incoming: toSharer, outgoing: toController)
            output += Self.greeting + publicKey
        }
        return true
    }

    /// The next sealed message that is whole.
    private mutating func nextSealed() throws(Fault) -> [UInt8]? {
        guard state != .greeting, state != .over, input.count >= 2 else { return nil }
        let length = Int(input[0]) << 8 | Int(input[1])
        guard (SealedStream.overhead + 1...Self.sealedLimit).contains(length) else {
            throw unreadable
        }
        guard input.count >= 2 + length else { return nil }
        defer { input.removeFirst(2 + length) }
        return Array(input[2..<2 + length])
    }

    /// What a message that cannot be read means.
    private var unreadable: Fault { state == .proving ? .wrongKey : .damaged }

    private mutating func heard(_ sealed: [UInt8], _ now: Int64) throws(Fault) -> Event? {
        guard let plain = streams?.incoming.open(sealed) else { throw unreadable }
        guard let message = ShareMessage(plain) else { throw .damaged }
        switch (state, side, message) {
        case (.proving, .sharer, .proof):
            state = .deciding
            heardAt = now
            return .proved
        case (.proving, .controller, .accepted):
            state = .open
            heardAt = now
            return .accepted
        case (.proving, .controller, .ended(let code)), (.open, _, .ended(let code)):
            stop()
            return .ended(code)
        case (.open, _, .data(let data)):
            untaken += data.count
            guard untaken <= ShareMessage.window else { throw .damaged }
            heardAt = now
            return .data(data)
        case (.open, _, .taken(let count)):
            underWay -= count
            guard underWay >= 0 else { throw .damaged }
            heardAt = now
            return nil
        case (.open, _, .alive):
            heardAt = now
            return nil
        default: throw .damaged
        }
    }
}
