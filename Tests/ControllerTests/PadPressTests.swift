// SPDX-License-Identifier: Apache-2.0

import Hall
import Machine
import TestSupport
import Testing
import Wire

@testable import Controller

/// From a line's report to the journal.
struct PadPressTests {
    /// Window 1 has a pad at address 1 of the line `keys`; two wait.
    private func hall() throws -> TestHall {
        let hall = try TestHall(HallText(hasDesk: true))
        let client = try hall.client()
        for _ in 1...2 { _ = try client.takeTicket() }
        return hall
    }

    private func press(_ press: PadPress?, in hall: TestHall) throws {
        try #require(hall.controller).ports.pressed(press, line: "keys", address: 1)
    }

    /// The metric's lines once so many presses came to something.
    private func outcomes(_ count: Int, in hall: TestHall) throws -> [String: Int] {
        let ports = try #require(hall.controller).ports
        let client = try hall.client()
        var found: [String: Int] = [:]
        for _ in 1...1000 {
            // Each request passes through the loop, behind what was pressed before.
            _ = try client.get("/metrics")
            found = ports.presses.withLock(\.self)
            if found.values.reduce(0, +) == count { break }
        }
        return found
    }

    private func facts(named name: String, in hall: TestHall) throws -> Int {
        try hall.client().get("/api/v1/facts?limit=1000").json["facts"].list
            .count { $0["name"].text == name }
    }

    @Test func `a press that is brought again acts once, even after a restart`() throws {
        let hall = try hall()
        let call = PadPress(.key(.call, number: nil), identity: "0123/7/42")
        try press(call, in: hall)
        try press(call, in: hall)
        #expect(try outcomes(2, in: hall) == ["obeyed": 2])
        #expect(try facts(named: "ticketCalled", in: hall) == 1)

        try hall.restart()
        try press(call, in: hall)
        #expect(try outcomes(1, in: hall) == ["obeyed": 1])
        #expect(try facts(named: "ticketCalled", in: hall) == 1)

        let next = PadPress(.key(.call, number: nil), identity: "0123/7/43")
        try press(next, in: hall)
        #expect(try outcomes(2, in: hall) == ["obeyed": 2])
        #expect(try facts(named: "ticketCalled", in: hall) == 2)
    }

    @Test func `what is not obeyed is counted by why`() throws {
        let hall = try hall()
        try press(PadPress(.key(.call, number: nil), age: 60_000, identity: "a"), in: hall)
        try press(nil, in: hall)
        try press(PadPress(.rating(5, reference: 3)), in: hall)
        try press(PadPress(.key(.recall, number: nil)), in: hall)
        try press(PadPress(.key(.finish, number: nil)), in: hall)
        let counted = try outcomes(5, in: hall)
        #expect(
            counted == [
                "late": 1, "meaningless": 1, "other-question": 1, "no-ticket-in-hand": 2,
            ])
        let metrics = try hall.client().get("/metrics").text
        #expect(metrics.contains(#"hallkeeper_pad_presses_total{outcome="late"} 1"#))
        #expect(metrics.contains(#"hallkeeper_refused_total{reason="no-ticket-in-hand"} 2"#))
        #expect(try facts(named: "ticketCalled", in: hall) == 0)
    }

    @Test func `a visit is called, asked and rated at the pad alone`() throws {
        let hall = try hall()
        let contents: [PadPress.Content] = [
            .key(.call, number: nil), .key(.askRating, number: nil), .rating(2, reference: 9),
            .rating(2, reference: 1),
        ]
        for (count, content) in contents.enumerated() {
            try press(PadPress(content), in: hall)
            _ = try outcomes(count + 1, in: hall)
        }
        #expect(try outcomes(4, in: hall) == ["obeyed": 3, "other-question": 1])
        let low = try hall.client().get("/api/v1/staff").json["lowRatings"].list
        #expect(low.map { $0["number"].text } == ["A001"])
        #expect(low.map { $0["grade"].whole } == [2])
    }
}
