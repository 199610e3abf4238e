// SPDX-License-Identifier: Apache-2.0

import Dispatch
import TestSupport
import Testing

@testable import Web

struct LiveTopicsTests {
    /// A hall that only counts: its view says how far it has counted.
    private final class Counter: Sendable {
        let topics: LiveTopics
        let closed = Mailbox<Bool>()

        init(_ settings: LiveConfiguration = LiveConfiguration()) {
            let closed = self.closed
            topics = LiveTopics(
                startingAfter: EventID(epoch: "e1", sequence: 0), settings: settings
            ) { _, wasCutOff in closed.put(wasCutOff) }
        }

        func publish(_ sequence: UInt64, epoch: String = "e1", filler: Int = 0) {
            let id = EventID(epoch: epoch, sequence: sequence)
            let data = "\(sequence)" + String(repeating: " ", count: filler)
            topics.publish(topic: "hall", id: id, event: "counted", data: Array(data.utf8))
        }

        func route(viewAt sequence: UInt64 = 0, epoch: String = "e1") -> TestRoute {
            let view = LiveView(
                id: EventID(epoch: epoch, sequence: sequence), data: Array("all".utf8))
            let topics = self.topics
            return .stream("/events") { call in
                topics.open(topic: "hall", for: call.request) { deliver in deliver(view) }
            }
        }
    }

    private func follow(
        _ port: UInt16, headers: [String] = [], query: String = "", receiveBuffer: Int32? = nil
    ) throws -> RawClient {
        let client = try RawClient(port: port, receiveBuffer: receiveBuffer)
        try client.ask("GET", "/events\(query)", headers: headers)
        let answer = try client.answer()
        #expect(answer.status == 200)
        #expect(answer["Content-Type"] == "text/event-stream")
        #expect(try client.nextEvent() == "retry: 2000")
        return client
    }

    private func event(_ sequence: UInt64, epoch: String = "e1") -> String {
        "id: \(epoch)-\(sequence)\nevent: counted\ndata: \(sequence)"
    }

    @Test func `a new client gets a view and then each event in order`() throws {
        let counter = Counter()
        try withServer([counter.route()]) { _, port in
            let client = try follow(port)
            #expect(try client.nextEvent() == "id: e1-0\nevent: view\ndata: all")
            for sequence in 1...200 { counter.publish(UInt64(sequence)) }
            for sequence in 1...200 { #expect(try client.nextEvent() == event(UInt64(sequence))) }
        }
    }

    @Test func `events up to the view are not told again, and those since are`() throws {
        let counter = Counter()
        for sequence in 1...10 { counter.publish(UInt64(sequence)) }
        try withServer([counter.route(viewAt: 7)]) { _, port in
            let client = try follow(port)
            #expect(try client.nextEvent() == "id: e1-7\nevent: view\ndata: all")
            counter.publish(11)
            for sequence in 8...11 { #expect(try client.nextEvent() == event(UInt64(sequence))) }
        }
    }

    @Test func `a view that is ahead of the events swallows them`() throws {
        let counter = Counter()
        try withServer([counter.route(viewAt: 3)]) { _, port in
            let client = try follow(port)
            #expect(try client.nextEvent() == "id: e1-3\nevent: view\ndata: all")
            for sequence in 1...4 { counter.publish(UInt64(sequence)) }
            #expect(try client.nextEvent() == event(4))
        }
    }

    @Test func `events published while the view is being made come after it`() throws {
        let counter = Counter()
        let asked = Mailbox<@Sendable (LiveView?) -> Void>()
        let topics = counter.topics
        let route = TestRoute.stream("/events") { call in
            topics.open(topic: "hall", for: call.request) { asked.put($0) }
        }
        try withServer([route]) { _, port in
            let client = try follow(port)
            let deliver = try #require(asked.take())
            for sequence in 1...5 { counter.publish(UInt64(sequence)) }
            DispatchQueue.global().async {
                deliver(LiveView(id: EventID(epoch: "e1", sequence: 2), data: []))
            }
            #expect(try client.nextEvent() == "id: e1-2\nevent: view\ndata: ")
            for sequence in 3...5 { #expect(try client.nextEvent() == event(UInt64(sequence))) }
        }
    }

    @Test(arguments: [("Last-Event-ID: e1-6", ""), ("X-None: 1", "?lastEventID=e1-6")])
    func `a client that returns gets what it missed`(header: String, query: String) throws {
        let counter = Counter()
        for sequence in 1...8 { counter.publish(UInt64(sequence)) }
        try withServer([counter.route()]) { _, port in
            let client = try follow(port, headers: [header], query: query)
            counter.publish(9)
            for sequence in 7...9 { #expect(try client.nextEvent() == event(UInt64(sequence))) }
        }
    }

    @Test(arguments: ["e1-5", "e0-9", "e1-11", "nonsense", "e1-", "-3", "e1-99999999999999999999"])
    func `who cannot be caught up gets a view first`(last: String) throws {
        var settings = LiveConfiguration()
        settings.ringLength = 4
        let counter = Counter(settings)
        for sequence in 1...10 { counter.publish(UInt64(sequence)) }
        try withServer([counter.route(viewAt: 10)]) { _, port in
            let client = try follow(port, headers: ["Last-Event-ID: \(last)"])
            #expect(try client.nextEvent() == "id: e1-10\nevent: view\ndata: all")
        }
    }

    @Test func `what came before the start is not taken for known`() throws {
        let topics = LiveTopics(startingAfter: EventID(epoch: "e1", sequence: 50))
        let view = LiveView(id: EventID(epoch: "e1", sequence: 51), data: Array("all".utf8))
        let route = TestRoute.stream("/events") { call in
            topics.open(topic: "hall", for: call.request) { $0(view) }
        }
        for name in ["board", "hall"] {
            topics.publish(
                topic: name, id: EventID(epoch: "e1", sequence: 51), event: "counted",
                data: Array("51".utf8))
        }
        try withServer([route]) { _, port in
            let early = try follow(port, headers: ["Last-Event-ID: e1-49"])
            #expect(try early.nextEvent() == "id: e1-51\nevent: view\ndata: all")
            let exact = try follow(port, headers: ["Last-Event-ID: e1-50"])
            #expect(try exact.nextEvent() == event(51))
        }
    }

    @Test func `a new epoch ends the streams and gives returning clients a view`() throws {
        let counter = Counter()
        try withServer([counter.route(viewAt: 1, epoch: "e2")]) { _, port in
            counter.publish(1)
            let client = try follow(port, headers: ["Last-Event-ID: e1-1"])
            counter.publish(1, epoch: "e2")
            #expect(try client.nextEvent() == "")
            let again = try follow(port, headers: ["Last-Event-ID: e1-1"])
            #expect(try again.nextEvent() == "id: e2-1\nevent: view\ndata: all")
        }
    }

    @Test func `a view that stays too old ends the stream`() throws {
        var settings = LiveConfiguration()
        settings.ringLength = 2
        let counter = Counter(settings)
        for sequence in 1...9 { counter.publish(UInt64(sequence)) }
        try withServer([counter.route(viewAt: 3)]) { _, port in
            let client = try follow(port)
            #expect(try client.nextEvent() == "")
        }
    }

    @Test func `a slow reader is cut off and the others go on`() throws {
        let counter = Counter()
        try withServer([counter.route()]) { _, port in
            let slow = try follow(port, receiveBuffer: 4096)
            let quick = try follow(port)
            #expect(try quick.nextEvent().contains("view"))
            var sequence: UInt64 = 0
            // The system's own buffers swallow a few megabytes before our limit counts.
            while counter.topics.metrics.clients == 2, sequence < 4000 {
                sequence += 1
                counter.publish(sequence, filler: 16 * 1024)
                #expect(try quick.nextEvent().hasPrefix("id: e1-\(sequence)\n"))
            }
            #expect(counter.closed.take() == true)
            #expect(counter.topics.metrics.cutOff == 1)
            counter.publish(sequence + 1)
            #expect(try quick.nextEvent() == event(sequence + 1))
            #expect(slow.isClosed())
        }
    }

    @Test func `heartbeats find a peer that has gone`() throws {
        var configuration = HTTPConfiguration()
        configuration.heartbeat = 20
        let counter = Counter()
        try withServer([counter.route()], configuration: configuration) { _, port in
            do {
                let client = try follow(port)
                #expect(try client.nextEvent().contains("view"))
            }
            #expect(counter.closed.take() == false)
            #expect(counter.topics.metrics.clients == 0)
        }
    }

    @Test func `a stream ends at the heartbeat after it is no longer allowed`() throws {
        var configuration = HTTPConfiguration()
        configuration.heartbeat = 20
        let topics = LiveTopics(startingAfter: EventID(epoch: "e1", sequence: 0))
        let route = TestRoute.stream("/events") { call in
            topics.open(topic: "hall", for: call.request, isStillAllowed: { false }) { _ in }
        }
        try withServer([route], configuration: configuration) { _, port in
            let client = try follow(port)
            #expect(try client.nextEvent() == "")
        }
    }

    @Test func `too many clients and too many topics are refused`() throws {
        var settings = LiveConfiguration()
        settings.clientCountLimit = 1
        settings.topicLimit = 1
        let counter = Counter(settings)
        try withServer([counter.route()]) { _, port in
            _ = try follow(port)
            let answer = try RawClient(port: port).request("GET", "/events")
            #expect(answer.status == 503)
            #expect(answer.text.contains("too-many-streams"))
        }
        let id = EventID(epoch: "e1", sequence: 1)
        counter.topics.publish(topic: "another", id: id, event: "counted", data: [])
        #expect(counter.topics.metrics.refused == 1)
    }

    @Test func `a topic that is over leaves its place, and one of its name begins anew`() throws {
        var settings = LiveConfiguration()
        settings.topicLimit = 1
        let counter = Counter(settings)
        for sequence in 1...3 { counter.publish(UInt64(sequence)) }
        try withServer([counter.route(viewAt: 4)]) { _, port in
            let before = try follow(port)
            _ = try before.nextEvent()
            counter.topics.end { $0 == "hall" }
            #expect(try before.nextEvent() == "")
            // What it has not seen is in no ring any more.
            let back = try follow(port, headers: ["Last-Event-ID: e1-2"])
            #expect(try back.nextEvent() == "id: e1-4\nevent: view\ndata: all")
            counter.publish(5)
            #expect(try back.nextEvent() == event(5))
            counter.topics.end { $0 == "hall" }
            let other = EventID(epoch: "e1", sequence: 6)
            counter.topics.publish(topic: "other", id: other, event: "counted", data: [])
            #expect(counter.topics.metrics.refused == 0)
        }
    }

    @Test func `stopping ends open streams`() throws {
        let counter = Counter()
        let clients = try withServer([counter.route()]) { _, port in
            try (0..<20).map { _ in
                let client = try follow(port)
                #expect(try client.nextEvent().contains("view"))
                return client
            }
        }
        for client in clients { #expect(try client.nextEvent() == "") }
        #expect(counter.topics.metrics.clients == 0)
    }

    @Test func `data with line breaks stays one event`() {
        let bytes = EventID(epoch: "e", sequence: 1).encoded(
            name: "a\nb", data: Array("x\ny".utf8))
        #expect(
            String(decoding: bytes, as: UTF8.self)
                == "id: e-1\nevent: a b\ndata: x\ndata: y\n\n")
    }

    @Test func `sleeping streams and busy clients do not starve each other`() throws {
        let counter = Counter()
        let hello = TestRoute.immediate("GET", "/hello") { _ in .text("hello") }
        try withServer([counter.route(), hello]) { _, port in
            let streams = try (0..<50).map { _ in try follow(port) }
            let clients = try (0..<8).map { _ in try RawClient(port: port) }
            for sequence in 1...400 {
                counter.publish(UInt64(sequence))
                #expect(try clients[sequence % 8].request("GET", "/hello").status == 200)
            }
            for stream in streams {
                #expect(try stream.nextEvent().contains("view"))
                for sequence in 1...400 {
                    #expect(try stream.nextEvent() == event(UInt64(sequence)))
                }
            }
        }
    }

    @Test func `clients that come and go while events are published lose and double none`() throws {
        let counter = Counter()
        let published = Mailbox<UInt64>()
        try withServer([counter.route()]) { _, port in
            DispatchQueue.global().async {
                for sequence in 1...500 { counter.publish(UInt64(sequence)) }
                published.put(500)
            }
            for _ in 0..<20 {
                let client = try follow(port)
                #expect(try client.nextEvent().contains("view"))
                for sequence in 1...50 {
                    #expect(try client.nextEvent() == event(UInt64(sequence)))
                }
            }
            #expect(published.take() == 500)
        }
    }
}
