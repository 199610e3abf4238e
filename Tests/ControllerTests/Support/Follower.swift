// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import Controller

/// A client that follows a topic.
final class Follower {
    struct Event {
        var id = ""
        var name = ""
        var data = JSONValue.null
    }

    private let client: HallClient

    convenience init(_ topic: String, of hall: TestHall, after id: String? = nil) throws {
        try self.init(path: "/api/v1/events?topic=\(topic)", of: hall, after: id)
    }

    convenience init(path: String, of hall: TestHall, after id: String? = nil) throws {
        try self.init(path: path, client: try hall.client(), after: id)
    }

    init(path: String, client: HallClient, after id: String? = nil) throws {
        self.client = client
        try client.ask(
            "GET", path, id.map { ["Last-Event-ID: \($0)"] } ?? [])
        let head = try client.raw.answer()
        #expect(head.status == 200)
        #expect(head["Content-Type"] == "text/event-stream")
        #expect(try client.raw.nextEvent().hasPrefix("retry: "))
    }

    func next() throws -> Event {
        var event = Event()
        for line in try client.raw.nextEvent().split(separator: "\n") {
            let parts = line.split(separator: ":", maxSplits: 1)
            let value = String(parts.last?.dropFirst() ?? "")
            switch parts.first {
            case "id": event.id = value
            case "event": event.name = value
            case "data": event.data = JSONValue(bytes: Array(value.utf8))
            default: break
            }
        }
        return event
    }

    /// The first event from here on that is as asked for; fails when none comes in ten seconds.
    func next(where isWanted: (Event) -> Bool) throws -> Event {
        while true {
            let event = try next()
            if isWanted(event) { return event }
        }
    }
}
