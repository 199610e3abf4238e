// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@testable import Controller

struct PersonRoutesTests {
    private func hall() throws -> TestHall {
        var text = HallText()
        text.more = ""
        let limited = text.text.replacing("prefix: T}", with: "prefix: T, perPerson: 1}")
        let hall = try TestHall(text, isStarted: false)
        try hall.files.write(limited, to: "hall.yaml")
        try hall.start()
        return hall
    }

    private let tap = #"{"service": "tax", "kiosk": "door"}"#
    private let card = #"{"token": "440308199001011234"}"#

    @Test func `a service for persons asks for a card and gives each person as many as it says`()
        throws
    {
        let hall = try hall()
        let client = try hall.client()
        #expect(try client.post("/api/v1/tickets", tap).problem == "person-required")
        #expect(try client.post("/api/v1/kiosks/door/person", card).status == 204)
        #expect(try client.post("/api/v1/tickets", tap).status == 201)
        #expect(try client.post("/api/v1/tickets", tap).problem == "person-required")
        _ = try client.post("/api/v1/kiosks/door/person", card)
        let refused = try client.post("/api/v1/tickets", tap)
        #expect(refused.status == 409)
        #expect(refused.problem == "person-limit")
        _ = try client.post("/api/v1/kiosks/door/person", #"{"token": "someone else"}"#)
        #expect(try client.post("/api/v1/tickets", tap).status == 201)
    }

    @Test func `the limit holds over a restart, and the card's number is nowhere on the disk`()
        throws
    {
        let hall = try hall()
        var client = try hall.client()
        _ = try client.post("/api/v1/kiosks/door/person", card)
        #expect(try client.post("/api/v1/tickets", tap).status == 201)
        try hall.restart()
        client = try hall.client()
        _ = try client.post("/api/v1/kiosks/door/person", card)
        #expect(try client.post("/api/v1/tickets", tap).problem == "person-limit")
        hall.stop()
        let files = FileManager.default.enumerator(atPath: hall.data)?.allObjects ?? []
        #expect(files.contains { $0 as? String == "day.key" })
        for case let name as String in files {
            let bytes = FileManager.default.contents(atPath: "\(hall.data)/\(name)") ?? Data()
            #expect(bytes.range(of: Data("440308199001011234".utf8)) == nil, "\(name)")
        }
    }

    @Test func `a card at a kiosk the hall has not is refused`() throws {
        let client = try hall().client()
        let answer = try client.post("/api/v1/kiosks/roof/person", card)
        #expect(answer.problem == "unknown-kiosk")
        let empty = try client.post("/api/v1/kiosks/door/person", "{}")
        #expect(empty.json["field"].text == "token")
    }
}
