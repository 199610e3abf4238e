// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import Controller

/// Everybody at once.
struct TogetherTests {
    @Test func `sixty-four clients at once get distinct consecutive numbers`() throws {
        let hall = try TestHall()
        let clients = try (1...64).map { _ in try hall.client() }
        let rounds = 5
        var numbers: [String] = []
        for _ in 1...rounds {
            for client in clients {
                try client.ask("POST", "/api/v1/tickets", [], #"{"service": "general"}"#)
            }
            for client in clients {
                let answer = try client.answer(to: "POST", "/api/v1/tickets")
                #expect(answer.status == 201)
                numbers.append(answer.json["number"].text ?? "")
            }
        }
        let expected = (1...(64 * rounds)).map { "A" + String(1000 + $0).dropFirst() }
        #expect(numbers.sorted() == expected)
    }

    @Test func `sixteen officers who call at once each get a ticket of their own`() throws {
        let hall = try TestHall(HallText(windows: 16))
        let desk = try hall.client()
        for _ in 1...40 { _ = try desk.takeTicket() }
        // The third window serves nobody who waits here.
        let windows = (1...16).filter { $0 != 3 }.map { "W\($0)" }
        let officers = try windows.map { (window: $0, client: try hall.client()) }
        var called: [String] = []
        for round in 1...3 {
            for (window, client) in officers {
                try client.ask("POST", "/api/v1/windows/\(window)/call", [], "{}")
            }
            for (window, client) in officers {
                let answer = try client.answer(to: "POST", "/api/v1/windows/\(window)/call")
                if answer.status == 200 {
                    called.append(answer.json["ticket"]["number"].text ?? "")
                    _ = try client.act(window, "finish")
                } else {
                    #expect(answer.status == 204, "only when nobody waits any more")
                    #expect(round == 3)
                }
            }
        }
        #expect(called.count == 40)
        #expect(Set(called).count == 40)
    }

    @Test func `one ticket and sixteen officers make one call`() throws {
        let hall = try TestHall(HallText(windows: 16))
        let officers = try (1...16).map { (window: "W\($0)", client: try hall.client()) }
        _ = try officers[0].client.takeTicket()
        for (window, client) in officers {
            try client.ask("POST", "/api/v1/windows/\(window)/call", [], "{}")
        }
        let answers = try officers.map { window, client in
            try client.answer(to: "POST", "/api/v1/windows/\(window)/call").status
        }
        #expect(answers.count { $0 == 200 } == 1)
        #expect(answers.count { $0 == 204 } == 15)
    }
}
