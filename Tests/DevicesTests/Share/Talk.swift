// SPDX-License-Identifier: Apache-2.0

import Devices
import Testing

/// The two ends of a shared port without a network between them: tests carry the bytes.
struct Talk {
    static let key = ShareKey((0..<32).map { $0 &* 7 &+ 3 })
    static let otherKey = ShareKey((0..<32).map { $0 &* 5 &+ 1 })

    var controller: ShareConversation
    var sharer: ShareConversation

    /// - Parameter salt: other keys for one conversation than for another.
    init(_ controllers: ShareKey? = key, _ sharers: ShareKey? = key, salt: UInt8 = 0) throws {
        controller = ShareConversation(
            .controller, key: try #require(controllers), secret: Self.secret(1 &+ salt), now: 0)
        sharer = ShareConversation(
            .sharer, key: try #require(sharers), secret: Self.secret(101 &+ salt), now: 0)
    }

    /// Both greeted, the proof given and taken, the port open.
    static func open(salt: UInt8 = 0) throws -> Talk {
        var talk = try Talk(salt: salt)
        #expect(try talk.toSharer() == [])
        #expect(try talk.toController() == [])
        #expect(try talk.toSharer() == [.proved])
        talk.sharer.accept(now: 0)
        #expect(try talk.toController() == [.accepted])
        return talk
    }

    mutating func toSharer(now: Int64 = 0) throws -> [ShareConversation.Event] {
        try sharer.received(controller.takeOutput(), now: now)
    }

    mutating func toController(now: Int64 = 0) throws -> [ShareConversation.Event] {
        try controller.received(sharer.takeOutput(), now: now)
    }

    static func secret(_ salt: UInt8) -> [UInt8] { (0..<32).map { $0 &* 11 &+ salt } }
}

extension ShareConversation {
    mutating func takeOutput() -> [UInt8] {
        let bytes = output
        sent(bytes.count)
        return bytes
    }
}
