// SPDX-License-Identifier: Apache-2.0

import Devices
import Simulators
import Testing

struct ShareConversationTests {
    private let data = (0..<700).map { UInt8(truncatingIfNeeded: $0) }

    @Test func `whoever has the same key gets the port, and bytes go both ways`() throws {
        var talk = try Talk.open()
        #expect(talk.controller.send(data[...], now: 1) == 700)
        #expect(try talk.toSharer(now: 1) == [.data(data)])
        #expect(talk.sharer.send([9, 8], now: 1) == 2)
        #expect(try talk.toController(now: 1) == [.data([9, 8])])
    }

    @Test func `bytes that come one by one are understood as if they came together`() throws {
        var talk = try Talk.open()
        _ = talk.controller.send(data[...], now: 1)
        _ = talk.controller.send([1, 2, 3], now: 1)
        var heard: [ShareConversation.Event] = []
        for byte in talk.controller.takeOutput() {
            heard += try talk.sharer.received([byte], now: 1)
        }
        #expect(heard == [.data(data), .data([1, 2, 3])])
    }

    @Test func `another key is refused, by either side`() throws {
        var talk = try Talk(Talk.key, Talk.otherKey)
        _ = try talk.toSharer()
        _ = try talk.toController()
        #expect(throws: ShareConversation.Fault.wrongKey) { _ = try talk.toSharer() }
        // A sharer that says yes all the same cannot say it so that it is believed.
        talk.sharer.accept(now: 0)
        #expect(talk.sharer.takeOutput() == [])
    }

    @Test func `who greets with something else is told apart from who has another key`() throws {
        for greeting in ["GET / HTTP/1.1\r\n", "HKPS\u{2}", "\u{1B}@", "SSH-2.0"] {
            var talk = try Talk()
            #expect(throws: ShareConversation.Fault.foreign, "\(greeting)") {
                _ = try talk.sharer.received(Array(greeting.utf8), now: 0)
            }
            #expect(talk.sharer.takeOutput() == [], "strangers are told nothing")
        }
    }

    @Test func `a key that no honest side makes is refused`() throws {
        var talk = try Talk()
        let hello = Array(talk.controller.takeOutput().prefix(5)) + [UInt8](repeating: 0, count: 32)
        #expect(throws: ShareConversation.Fault.foreign) {
            _ = try talk.sharer.received(hello, now: 0)
        }
    }

    @Test func `a recorded conversation opens no port`() throws {
        var first = try Talk()
        let greeting = first.controller.takeOutput()
        _ = try first.sharer.received(greeting, now: 0)
        _ = try first.toController()
        let proof = first.controller.takeOutput()
        #expect(try first.sharer.received(proof, now: 0) == [.proved])
        var second = try Talk(salt: 50)
        #expect(try second.sharer.received(greeting, now: 0) == [])
        #expect(throws: ShareConversation.Fault.wrongKey) {
            _ = try second.sharer.received(proof, now: 0)
        }
    }

    @Test func `a message said twice, left out or out of turn ends the conversation`() throws {
        let open = try Talk.open()
        var said = open
        _ = said.controller.send([1], now: 0)
        let one = said.controller.takeOutput()
        _ = said.controller.send([2], now: 0)
        let two = said.controller.takeOutput()
        for wrong in [one + one, two, two + one] {
            var talk = open
            #expect(throws: ShareConversation.Fault.damaged) {
                _ = try talk.sharer.received(wrong, now: 0)
            }
            #expect(try talk.sharer.received(one, now: 0) == [], "it is over")
        }
    }

    @Test func `what one side says is not taken for what the other says`() throws {
        var talk = try Talk.open()
        _ = talk.controller.send([1], now: 0)
        let mirrored = talk.controller.takeOutput()
        #expect(throws: ShareConversation.Fault.damaged) {
            _ = try talk.controller.received(mirrored, now: 0)
        }
    }

    @Test func `every bit that is turned in a message is found`() throws {
        let open = try Talk.open()
        var said = open
        _ = said.controller.send([1, 2, 3], now: 0)
        let message = said.controller.takeOutput()
        for bit in 0..<message.count * 8 {
            var turned = message
            turned[bit / 8] ^= 1 << UInt8(bit % 8)
            var talk = open
            // A length that grew is waited for: nothing is believed, and the silence ends it.
            let heard = (try? talk.sharer.received(turned, now: 0)) ?? []
            #expect(heard == [], "bit \(bit)")
        }
    }

    @Test func `half of anything says nothing, and its other half completes it`() throws {
        var whole = try Talk()
        let greeting = whole.controller.takeOutput()
        for cut in 0..<greeting.count {
            var talk = try Talk()
            #expect(try talk.sharer.received(Array(greeting[..<cut]), now: 0) == [])
            #expect(talk.sharer.output.isEmpty)
            _ = try talk.sharer.received(Array(greeting[cut...]), now: 0)
            #expect(!talk.sharer.output.isEmpty)
        }
        let open = try Talk.open()
        var said = open
        _ = said.controller.send([4, 5], now: 0)
        let message = said.controller.takeOutput()
        for cut in 0..<message.count {
            var talk = open
            #expect(try talk.sharer.received(Array(message[..<cut]), now: 0) == [])
            #expect(
                try talk.sharer.received(Array(message[cut...]), now: 0) == [.data([4, 5])])
        }
    }

    @Test func `no more is under way than the other has room for`() throws {
        var talk = try Talk.open()
        let much = [UInt8](repeating: 7, count: 10_000)
        let first = talk.controller.send(much[...], now: 0)
        #expect(first == 2048)
        #expect(talk.controller.send(much[...], now: 0) == 0)
        #expect(try talk.toSharer() == [.data(Array(much[..<1024])), .data(Array(much[..<1024]))])
        talk.sharer.took(100, now: 0)
        _ = try talk.toController()
        #expect(talk.controller.room == 100)
    }

    @Test func `a controller that sends more than it may is cut off`() throws {
        let open = try Talk.open()
        var cheat = open.controller
        var sent: [UInt8] = []
        for _ in 0..<3 {
            if cheat.room == 0 {
                // It believes that it was told to go on.
                var honest = open.sharer
                honest.took(1024, now: 0)
                _ = try cheat.received(honest.takeOutput(), now: 0)
            }
            #expect(cheat.send([UInt8](repeating: 7, count: 1024)[...], now: 0) == 1024)
            sent += cheat.takeOutput()
        }
        var talk = open
        #expect(throws: ShareConversation.Fault.damaged) {
            _ = try talk.sharer.received(sent, now: 0)
        }
    }

    @Test func `who has nothing to say says so, and who is silent is taken for dead`() throws {
        var talk = try Talk.open()
        #expect(talk.controller.nextDeadline == 1000)
        try talk.controller.deadlineReached(now: 1000)
        #expect(try talk.toSharer(now: 1000) == [])
        try talk.sharer.deadlineReached(now: 4500)
        #expect(throws: ShareConversation.Fault.silent) {
            try talk.sharer.deadlineReached(now: 5000)
        }
        #expect(talk.sharer.nextDeadline == nil)
    }

    @Test func `who does not come to the point is not waited for`() throws {
        var talk = try Talk()
        _ = try talk.sharer.received(Array("HKP".utf8), now: 4000)
        #expect(talk.sharer.nextDeadline == 5000)
        #expect(throws: ShareConversation.Fault.silent) {
            try talk.sharer.deadlineReached(now: 5000)
        }
    }

    @Test func `the end is told with its reason, before and after the port was open`() throws {
        var open = try Talk.open()
        _ = open.sharer.send([1], now: 0)
        open.sharer.end("line-lost", now: 0)
        #expect(try open.toController() == [.data([1]), .ended("line-lost")])
        #expect(open.controller.send([1], now: 0) == 0)

        var closed = try Talk()
        _ = try closed.toSharer()
        _ = try closed.toController()
        _ = try closed.toSharer()
        closed.sharer.end("device-busy", now: 0)
        #expect(try closed.toController() == [.ended("device-busy")])
    }

    @Test func `nothing that comes breaks it or fills the memory`() throws {
        let seed = UInt64.random(in: 0 ... .max)
        var random = SeededRandom(seed: seed)
        for _ in 0..<2000 {
            var talk = random.happens(5000) ? try Talk.open() : try Talk()
            for _ in 0..<4 {
                let count = Int(random.next() % 3000)
                let noise = (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next()) }
                let heard = (try? talk.sharer.received(noise, now: 0)) ?? []
                #expect(heard == [], "seed \(seed)")
            }
            #expect(talk.sharer.output.count < 100, "seed \(seed)")
        }
    }
}
