// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import Controller

struct RatingRoutesTests {
    /// Somebody served at window 1 and asked for a rating.
    private func served(_ client: HallClient) throws -> String {
        let ticket = try client.takeTicket()
        _ = try client.act("W1", "call")
        #expect(try client.act("W1", "rating/ask").status == 200)
        return try #require(ticket["id"].text)
    }

    @Test func `a rating is asked for, shown, taken once, and its grade is not the officer's`()
        throws
    {
        let client = try TestHall().client()
        let id = try served(client)
        #expect(try client.act("W1", "rating/ask").problem == "rating-asked-already")
        let row = try client.get("/api/v1/hall").json["windows"].row("W1")
        #expect(row["rating"]["ticket"].text == id)
        #expect(row["rating"]["state"].text == "asked")

        let given = try client.post("/api/v1/tickets/\(id)/rating", #"{"grade": 4}"#)
        #expect(given.status == 200, "\(given.text)")
        #expect(given.json["window"].text == "W1")
        #expect(given.json["grade"].whole == 4)
        let view = try client.get("/api/v1/windows/W1").json
        #expect(view["rating"]["state"].text == "answered")
        #expect(view["rating"]["grade"] == .null)
        #expect(view["window"]["rating"] == .null)
        #expect(try client.get("/api/v1/staff").json["lowRatings"].list.isEmpty)
    }

    @Test func `the same rating sent again is answered the same and counts once`() throws {
        let client = try TestHall().client()
        let id = try served(client)
        let body = #"{"grade": 1, "window": "W1"}"#
        let first = try client.post("/api/v1/tickets/\(id)/rating", body, key: "pad-1")
        let again = try client.post("/api/v1/tickets/\(id)/rating", body, key: "pad-1")
        #expect(first.status == 200 && first.json == again.json)
        let other = try client.post("/api/v1/tickets/\(id)/rating", body, key: "pad-2")
        #expect(other.problem == "already-rated")
        let low = try client.get("/api/v1/staff").json["lowRatings"].list
        #expect(low.map { $0["grade"].whole } == [1])
        #expect(low.first?["number"].text == "A001")
    }

    @Test func `a bad grade reaches staff at once, and nobody else`() throws {
        let hall = try TestHall()
        let client = try hall.client()
        let id = try served(client)
        let staff = try Follower("staff", of: hall)
        _ = try client.post("/api/v1/tickets/\(id)/rating", #"{"grade": 2}"#)
        let event = try staff.next(where: { $0.name == "rated" })
        #expect(event.data["lowRatings"].list.first?["ticket"].text == id)
    }

    @Test(arguments: [
        (#"{"grade": 0}"#, 400), (#"{"grade": 6}"#, 400), (#"{}"#, 400),
        (#"{"grade": "5"}"#, 400), (#"{"grade": 5, "more": 1}"#, 400),
    ])
    func `what is no grade is refused`(_ body: String, _ status: Int) throws {
        let client = try TestHall().client()
        let id = try served(client)
        #expect(try client.post("/api/v1/tickets/\(id)/rating", body).status == status)
    }

    @Test func `nobody rates what was not asked about`() throws {
        let client = try TestHall().client()
        let ticket = try client.takeTicket()
        let id = try #require(ticket["id"].text)
        let path = "/api/v1/tickets/\(id)/rating"
        #expect(try client.post(path, #"{"grade": 5}"#).problem == "rating-not-asked")
        let unknown = try client.post("/api/v1/tickets/none/rating", #"{"grade": 5}"#)
        #expect(unknown.problem == "unknown-ticket")
    }
}

extension RatingRoutesTests {
    @Test func `the history knows grades, and those who gave none`() throws {
        let client = try TestHall().client()
        let rated = try served(client)
        _ = try client.post("/api/v1/tickets/\(rated)/rating", #"{"grade": 5}"#)
        _ = try client.act("W1", "finish")
        let silent = try served(client)
        _ = try client.act("W1", "finish")
        _ = try client.takeTicket()
        _ = try client.act("W1", "call")
        var story = JSONValue.null
        for _ in 1...1000 {
            let answer = try client.get("/api/v1/history/tickets/\(silent)")
            story = answer.json
            if story["ticket"]["unrated"].flag == true { break }
        }
        #expect(story["ticket"]["unrated"].flag == true)
        #expect(story["ticket"]["rating"] == .null)
        #expect(
            story["facts"].list.suffix(2).map { $0["name"].text } == ["ticketFinished", "rated"])
        let first = try client.get("/api/v1/history/tickets/\(rated)").json["ticket"]
        #expect(first["rating"].whole == 5)
        #expect(first["unrated"] == .null)
        let officer = try client.get("/api/v1/history/officers/officer1").json["figures"]
        #expect(officer["ratings"]["grades"].list.map(\.whole) == [0, 0, 0, 0, 1])
        #expect(officer["ratings"]["unanswered"].whole == 1)
    }
}
