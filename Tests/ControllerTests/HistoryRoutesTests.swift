// SPDX-License-Identifier: Apache-2.0

import Facts
import Foundation
import TestSupport
import Testing

@testable import Controller

/// What a supervisor is told of any day.
struct HistoryRoutesTests {
    private static let past = "/api/v1/history"

    private func started() throws -> (day: PastDay, client: HallClient) {
        let day = try PastDay()
        try day.start()
        return (day, try day.hall.client())
    }

    @Test func `a day is told by hour, service, window and officer, with its waits`() throws {
        let (day, client) = try started()
        let view = try client.get("\(Self.past)/days/\(day.date)").json
        let figures = view["figures"]
        #expect(figures["issued"].whole == 7)
        #expect(figures["called"].whole == 4)
        #expect(figures["served"].whole == 3)
        #expect(figures["noShow"].whole == 1)
        #expect(figures["voided"].whole == 3)
        #expect(figures["wait"]["mean"].whole == 675)
        #expect(abs((figures["wait"]["median"].whole ?? 0) - 540) <= 30)
        #expect(abs((figures["wait"]["p90"].whole ?? 0) - 1260) <= 60)
        #expect(figures["meanService"].whole == 220)
        #expect(view["hours"].list.map { $0["hour"].whole } == [9, 23])
        #expect(view["services"].row("tax")["figures"]["served"].whole == 1)
        #expect(view["windows"].row("W1")["figures"]["called"].whole == 2)
        #expect(view["officers"].row("officer2")["figures"]["served"].whole == 1)
        let session = view["windows"].row("W3")["sessions"][0]
        #expect(session["officer"].text == "officer3")
        #expect(session["pauses"][0]["reason"].text == "meal")
        #expect(session["closedAt"].whole != nil, "over midnight it goes on as another")
        #expect(view["pauses"].list.map { $0["reason"].text } == ["fire-drill"])
        #expect(view["pauses"][0]["until"].whole != nil)
        #expect(view["services"].row("tax")["names"]["zh-Hans"].text == "地税", "as it was then")
        #expect(view["windows"].row("W1")["number"].text == "1")
        let found = try client.get("\(Self.past)/tickets?date=\(day.date)&service=tax").json
        #expect(found["tickets"][0]["serviceNames"]["zh-Hans"].text == "地税")
        let unknown = try client.get("\(Self.past)/days/\(day.date)?service=nope")
        #expect(unknown.status == 404)
        #expect(unknown.json["field"].text == "service")
        let tax = try client.get("\(Self.past)/days/\(day.date)?service=tax").json
        #expect(tax["hours"].list.map { $0["figures"]["issued"].whole } == [3, 0])
    }

    @Test func `days are told with their sum, today as it is now`() throws {
        let (day, client) = try started()
        _ = try client.takeTicket()
        _ = try client.act("W1", "call")
        let page = try client.get("\(Self.past)/days?from=\(day.date)").json
        #expect(page["days"].list.count == 2)
        #expect(page["days"][0]["date"].text == day.date.description)
        #expect(page["days"][1]["figures"]["called"].whole == 1)
        #expect(page["total"]["issued"].whole == 8)
        let alone = try client.get("\(Self.past)/days?from=\(day.date)&to=\(day.date)").json
        #expect(alone["total"]["issued"].whole == 7)
    }

    @Test func `a window's and an officer's day is told`() throws {
        let (day, client) = try started()
        let window = try client.get("\(Self.past)/windows/W1?date=\(day.date)").json
        #expect(window["figures"]["noShow"].whole == 1)
        #expect(window["sessions"][0]["served"].whole == 1)
        let officer = try client.get("\(Self.past)/officers/officer3?date=\(day.date)").json
        #expect(officer["figures"]["served"].whole == 1)
        #expect(officer["sessions"][0]["window"].text == "W3")
        let today = try client.get("\(Self.past)/windows/W1").json
        #expect(today["sessions"].list.count == 1)
        #expect(today["sessions"][0]["closedAt"] == .null)
    }

    @Test func `tickets are found and their story told, also yesterday's by its id alone`() throws {
        let (day, client) = try started()
        let found = try client.get("\(Self.past)/tickets?date=\(day.date)&number=a003").json
        #expect(found["tickets"].list.count == 1)
        #expect(found["tickets"][0]["id"].text == "past-A003")
        #expect(found["tickets"][0]["outcome"].text == "done")
        let paged = try client.get("\(Self.past)/tickets?q=officer1&limit=1").json
        let next = try #require(paged["next"].whole)
        let rest = try client.get("\(Self.past)/tickets?q=officer1&limit=1&after=\(next)").json
        #expect(
            [paged, rest].map { $0["tickets"][0]["id"].text } == ["past-A002", "past-A001"])
        let story = try client.get("\(Self.past)/tickets/past-A001").json
        #expect(
            story["facts"].list.map { $0["name"].text }
                == ["ticketIssued", "ticketCalled", "ticketNoShow"])
        #expect(story["ticket"]["waitSeconds"].whole == 540)
        let ticket = try client.get("/api/v1/tickets/past-A004").json
        #expect(ticket["state"].text == "void")
        #expect(ticket["wait"] == .null)
    }

    @Test(arguments: [
        ("A002", "A001", "priority", "had priority"),
        ("A001", "A003", "came-earlier", "joined the queue before A003"),
        ("A001", "A002", "second-was-first", "A002 was in fact called first: at 09:05"),
        ("T001", "A003", "other-service", "Window 3 did not serve"),
        ("A003", "A004", "not-there-yet", "A004 had not been taken"),
        ("A003", "A001", "second-was-first", "window 1"),
        ("A004", "A003", "only-second", "A004 was not called"),
        ("A004", "past-T002", "never-called", "Neither A004 nor T002"),
        ("a002", "past-A001", "priority", "A001 is a normal"),
        ("a2", " A1", "priority", "A001 is a normal"),
    ])
    func `why one was called before another is answered in a sentence`(
        first: String, second: String, answer: String, words: String
    ) throws {
        let (day, client) = try started()
        let why = try client.get(
            "\(Self.past)/why?date=\(day.date)&first=\(first)&second="
                + second.replacing(" ", with: "%20"),
            ["Accept-Language: en"]
        ).json
        #expect(why["answer"].text == answer)
        #expect(why["sentence"].text?.contains(words) == true, "\(why["sentence"])")
        #expect(why["sentence"].text?.contains("{") == false, "\(why["sentence"])")
    }

    @Test(arguments: [
        ("days/2026-02-30", 400, "date"), ("days/yesterday", 400, "date"),
        ("days/1999-01-01", 404, "date"), ("days?from=x", 400, "from"),
        ("days?from=2030-01-01&to=2026-01-01", 400, "from"),
        ("tickets?outcome=eaten", 400, "outcome"),
        ("tickets?limit=0", 400, "limit"), ("tickets?after=-1", 400, "after"),
        ("tickets?number=\(String(repeating: "A", count: 99))", 400, "number"),
        ("windows/W99", 404, "id"), ("officers/nobody", 404, "id"),
        ("why?first=past-A001", 400, "second"), ("why?second=A001", 400, "first"),
        ("why?first=A777&second=A001", 404, "first"), ("why?date=x&first=a&second=b", 400, "date"),
    ])
    func `what nobody can answer is refused by the name of what is wrong`(
        path: String, status: Int, field: String
    ) throws {
        let (_, client) = try started()
        let answer = try client.get("\(Self.past)/\(path)")
        #expect(answer.status == status)
        #expect(answer.json["field"].text == field)
        let unknown = try client.get("\(Self.past)/tickets/nobody")
        #expect(unknown.problem == "unknown-ticket")
        #expect(try client.get("/api/v1/tickets/nobody").problem == "unknown-ticket")
    }

    @Test func `a number asked about itself, and one that two tickets had, are told apart`() throws
    {
        let (day, client) = try started()
        let same = try client.get(
            "\(Self.past)/why?date=\(day.date)&first=A001&second=past-A001")
        #expect(same.status == 400)
        #expect(same.problem == "numbers-alike")
        #expect(same.json["field"].text == "second")
        let unknown = try client.get(
            "\(Self.past)/why?date=\(day.date)&first=A001&second=a777", ["Accept-Language: en"])
        #expect(unknown.problem == "number-unknown")
        #expect(unknown.json["detail"].text?.contains("There was no A777 on ") == true)
        let twice = try client.get("\(Self.past)/why?date=\(day.date)&first=T001&second=T002")
        #expect(twice.status == 409)
        #expect(twice.json["mend"].text == "past-T002|again-T002")
        let one = try client.get(
            "\(Self.past)/why?date=\(day.date)&first=T001&second=again-T002")
        #expect(one.json["answer"].text == "not-there-yet")
    }

    @Test func `a file that is gone is made anew at a start while tickets are taken`() throws {
        let (day, client) = try started()
        _ = try client.get("\(Self.past)/days")
        day.hall.stop()
        try FileManager.default.removeItem(atPath: day.hall.data + "/views.sqlite")
        try day.start()
        let anew = try day.hall.client()
        _ = try anew.takeTicket()
        let view = try anew.get("\(Self.past)/days/\(day.date)").json
        #expect(view["figures"]["issued"].whole == 7)
        #expect(view["rebuilding"] == .null)
        #expect(try anew.get("/api/v1/staff").json["history"] == .null)
        let metrics = try anew.get("/metrics").text
        #expect(metrics.contains("hallkeeper_history_behind 0"))
        #expect(metrics.contains("hallkeeper_history_rebuilds_total 1"))
    }
}
