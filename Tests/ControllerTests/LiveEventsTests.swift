// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import Controller

struct LiveEventsTests {
    @Test(arguments: [("hall", "Hall"), ("board", "Board"), ("staff", "Staff")])
    func `a topic begins with the view its route gives, then tells changes`(
        _ topic: String, _ schema: String
    ) throws {
        let hall = try TestHall()
        let client = try hall.client()
        let follower = try Follower(topic, of: hall)
        let view = try follower.next()
        #expect(view.name == "view")
        #expect(view.data == (try client.get("/api/v1/\(topic)").json))
        #expect(Contract.shared.complaints(about: view.data, as: schema).isEmpty)
        let epoch = try #require(view.data["epoch"].text)
        var sequence = try #require(view.data["sequence"].whole)
        #expect(view.id == "\(epoch)-\(sequence)")

        _ = try client.takeTicket()
        _ = try client.act("W1", "call")
        for name in ["ticketIssued", "ticketCalled"] {
            let change = try follower.next()
            sequence += 1
            #expect(change.name == name)
            #expect(change.id == "\(epoch)-\(sequence)")
            #expect(change.data["sequence"].whole == sequence)
            #expect(Contract.shared.complaints(about: change.data, as: "Change") == [])
        }
    }

    @Test func `changes laid over a view give the view of now`() throws {
        let hall = try TestHall()
        let client = try hall.client()
        let follower = try Follower("hall", of: hall)
        var view = try follower.next().data.members
        _ = try client.takeTicket()
        _ = try client.takeTicket("tax")
        let acts: [(String, String, String)] = [
            ("W1", "call", "{}"), ("W1", "recall", "{}"), ("W1", "start", "{}"),
            ("W1", "transfer", #"{"service": "tax"}"#), ("W2", "close", "{}"),
            ("W3", "call", "{}"), ("W3", "hold", "{}"), ("W3", "close", "{}"),
            ("W1", "pause", "{}"), ("W3", "open", "{}"), ("W3", "call", "{}"),
        ]
        for (window, action, body) in acts {
            let status = try client.act(window, action, body).status
            #expect(status == 200, "\(action) at \(window)")
        }
        let now = try client.get("/api/v1/hall").json
        while view["sequence"] != now["sequence"] {
            let change = try follower.next().data
            view["sequence"] = change["sequence"]
            for rows in ["services", "windows"] {
                for row in change[rows].list {
                    guard case .list(var list)? = view[rows],
                        let index = list.firstIndex(where: { $0["id"] == row["id"] })
                    else { continue }
                    list[index] = row
                    view[rows] = .list(list)
                }
            }
        }
        #expect(JSONValue.object(view) == now)
    }

    @Test func `an officer's page gets itself whole`() throws {
        let hall = try TestHall()
        let client = try hall.client()
        let follower = try Follower("window/W1", of: hall)
        #expect(try follower.next().data["window"]["id"].text == "W1")
        _ = try client.takeTicket()
        let change = try follower.next()
        #expect(change.name == "ticketIssued")
        #expect(change.data.members.keys.sorted() == ["view"])
        #expect(change.data["view"]["waiting"].whole == 1)
        #expect(Contract.shared.complaints(about: change.data, as: "OfficerChange") == [])
    }

    @Test func `whoever comes back gets what was missed and nothing twice`() throws {
        let hall = try TestHall()
        let client = try hall.client()
        let seen = try Follower("hall", of: hall).next().id
        _ = try client.takeTicket()
        _ = try client.takeTicket("tax")
        let back = try Follower("hall", of: hall, after: seen)
        let first = try back.next()
        let second = try back.next()
        #expect(first.data["services"][0]["id"].text == "general")
        #expect(second.data["services"][0]["id"].text == "tax")
        let late = try Follower("hall", of: hall, after: first.id)
        #expect(try late.next().id == second.id)
    }

    @Test func `another epoch, or a place before this run, begins with a view`() throws {
        let hall = try TestHall()
        let seen = try Follower("hall", of: hall).next().id
        _ = try hall.client().takeTicket()
        try hall.restart()
        for id in [seen, "other-1", "nonsense", "other-99999999999999999999"] {
            #expect(try Follower("hall", of: hall, after: id).next().name == "view", "\(id)")
        }
    }

    @Test(arguments: ["", "topic=nothing", "topic=window/W9", "topic=window/"])
    func `a topic nobody has is refused`(_ query: String) throws {
        let answer = try TestHall().client().get("/api/v1/events?\(query)")
        #expect(answer.status == 400)
        #expect(answer.problem == "bad-request")
        #expect(answer.json["field"].text == "topic")
    }
}
