// SPDX-License-Identifier: Apache-2.0

import Devices
import Dispatch
import Facts
import Foundation
import Hall
import Machine
import Store
import TestSupport
import Testing

@testable import Controller

/// What happens when the disk fills up or refuses, and when it is well again.
struct StorageTests {
    /// Asks again until an answer is as wanted; fails after about ten seconds of answers.
    private func eventually(
        _ what: String, _ isSo: () throws -> Bool,
        at place: SourceLocation = #_sourceLocation
    ) throws {
        let start = ContinuousClock.now
        while try !isSo() {
            guard start.duration(to: .now) < .seconds(10) else {
                Issue.record("never \(what)", sourceLocation: place)
                return
            }
        }
    }

    /// Runs `body` while what the journal's file says of the hall's first ticket is not what was
    /// written, and nothing can be.
    private func withUnreadableRecord(of hall: TestHall, _ body: () throws -> Void) throws {
        let reader = try #require(hall.controller?.api.reader)
        _ = try reader.pragma("wal_checkpoint(TRUNCATE)")
        let journal = URL(filePath: hall.journal)
        let sound = try Data(contentsOf: journal)
        var edited = sound
        let place = try #require(edited.range(of: Data(#""A001""#.utf8)))
        edited.replaceSubrange(place, with: Data(#""A009""#.utf8))
        try edited.write(to: journal)
        for order in ["shrink_memory", "query_only = 1"] { _ = try reader.pragma(order) }
        for _ in 1...2 {
            let refused = try hall.client().post("/api/v1/tickets", #"{"service": "general"}"#)
            #expect(refused.problem == "storage-failed")
        }
        try body()
        try sound.write(to: journal)
        for order in ["shrink_memory", "query_only = 0"] { _ = try reader.pragma(order) }
    }

    @Test func `with little space left no number is given out, and everything else goes on`() throws
    {
        let free = Guarded<Int64>(1 << 40)
        let hall = try TestHall(isStarted: false)
        hall.freeBytes = { free.withLock { $0 } }
        try hall.start()
        let client = try hall.client()
        let tap = #"{"service": "general"}"#
        _ = try client.takeTicket()

        free.withLock { $0 = 1000 }
        try eventually("low") { try client.get("/readyz").status == 503 }
        let before = try client.get("/api/v1/hall").text
        for (language, word) in [("zh-Hans", "取号"), ("zh-Hant", "取號"), ("en", "number")] {
            let refused = try client.post(
                "/api/v1/tickets", tap, key: nil, ["Accept-Language: \(language)"])
            #expect(refused.status == 503)
            #expect(refused.problem == "storage-low")
            let said = (refused.json["title"].text ?? "") + (refused.json["detail"].text ?? "")
            #expect(said.contains(word), "\(said)")
        }
        #expect(try client.get("/api/v1/hall").text == before)
        #expect(try client.get("/api/v1/staff").json["storage"]["state"].text == "low")
        for action in ["call", "recall", "start", "finish"] {
            #expect(try client.act("W1", action).status == 200, "\(action)")
        }

        free.withLock { $0 = 1 << 40 }
        try eventually("well again") {
            try client.post("/api/v1/tickets", tap).status == 201
        }
        try eventually("ready") { try client.get("/readyz").status == 200 }
        #expect(try client.get("/api/v1/staff").json["storage"]["state"].text == "ok")
    }

    @Test func `a disk that refuses loses no number and gives none twice`() throws {
        let hall = try TestHall()
        let client = try hall.client()
        let reader = try #require(hall.controller?.api.reader)
        var numbers: [String] = []
        numbers.append(try #require(try client.takeTicket(key: "tap-1")["number"].text))
        _ = try reader.pragma("query_only = 1")

        let tap = #"{"service": "general"}"#
        for key in ["tap-2", "tap-3"] {
            let refused = try client.post("/api/v1/tickets", tap, key: key)
            #expect(refused.status == 503)
            #expect(refused.problem == "storage-failed")
            #expect(refused["Retry-After"] != nil)
        }
        #expect(try client.act("W1", "call").problem == "storage-failed")
        try eventually("told") { try client.get("/readyz").problem == "storage-failed" }
        #expect(try client.get("/healthz").status == 200)
        #expect(try client.get("/api/v1/staff").json["storage"]["state"].text == "failed")
        let view = try client.get("/api/v1/hall").json
        #expect(view["services"].row("general")["waiting"].whole == 1)
        #expect(try client.takeTicket(key: "tap-1")["number"].text == "A001", "known before")

        _ = try reader.pragma("query_only = 0")
        numbers.append(try #require(try client.takeTicket(key: "tap-2")["number"].text))
        numbers.append(try #require(try client.takeTicket(key: "tap-3")["number"].text))
        #expect(numbers == ["A001", "A002", "A003"])
        #expect(try client.act("W1", "call").json["ticket"]["number"].text == "A001")
        try eventually("ready") { try client.get("/readyz").status == 200 }
        try hall.restart()
        let after = try hall.client().get("/api/v1/hall").json
        #expect(after["services"].row("general")["waiting"].whole == 2)
    }

    @Test func `a journal that cannot be signed is told of, and its hall goes on`() throws {
        let hall = try TestHall()
        hall.stop()
        try "no key".write(toFile: hall.data + "/signing.key", atomically: false, encoding: .utf8)
        let said = Guarded<[String]>([])
        try hall.start(log: { line in said.withLock { $0.append(line) } })
        _ = try hall.client().takeTicket()
        hall.stop()
        let lines = said.withLock { $0 }
        #expect(lines.count == 1)
        #expect(lines.first?.contains("signing.key holds no signing key") == true)
    }

    @Test func `a full disk is noticed to have room again though nobody asks for anything`() throws
    {
        let hall = try TestHall()
        let client = try hall.client()
        let reader = try #require(hall.controller?.api.reader)
        let pages = try #require(try reader.pragma("page_count"))
        _ = try reader.pragma("max_page_count = \(pages)")
        try eventually("full") {
            try client.post("/api/v1/tickets", #"{"service": "general"}"#).status == 503
        }
        try eventually("told") { try client.get("/readyz").problem == "storage-failed" }
        let given = try client.get("/api/v1/hall").json["services"].row("general")["waiting"]
        _ = try reader.pragma("max_page_count = 1000000")
        try eventually("ready") { try client.get("/readyz").status == 200 }
        let next = try #require(try client.takeTicket()["number"].text)
        #expect(Int(next.dropFirst()).map(Int64.init) == given.whole.map { $0 + 1 })
    }

    @Test func `while the record cannot be read nobody is shown an empty hall`() throws {
        let hall = try TestHall()
        let client = try hall.client()
        _ = try client.takeTicket()
        try withUnreadableRecord(of: hall) {
            for path in ["/api/v1/kiosk", "/api/v1/staff", "/api/v1/windows/W1", "/readyz"] {
                let problem = try client.get(path).problem
                #expect(problem == "storage-failed", "\(path)")
            }
        }
        try eventually("read again") { try client.get("/readyz").status == 200 }
        #expect(try client.get("/api/v1/windows/W1").json["waiting"].whole == 1)
        #expect(try client.takeTicket()["number"].text == "A002")
    }

    @Test func `a line that begins anew while the record cannot be read is shown the hall later`()
        throws
    {
        let text = HallText(hasDesk: true).text
        let hall = try TestHall(HallText(hasDesk: true))
        _ = try hall.client().takeTicket()
        let ports = try #require(hall.controller?.ports)
        let file = hall.options.configuration
        try hall.files.write(
            text.replacing(
                "qt-strip, device: virtual, baud: 115200",
                with: "qt-strip, device: virtual, baud: 9600"),
            to: "hall.yaml")
        let nowhere = DeviceAddress.pseudoTerminal(path: hall.files.file("nowhere"))
        try withUnreadableRecord(of: hall) {
            try ports.change(to: HallFile.read(file), prepare: {}, address: { _ in nowhere })
        }
        try eventually("shown") {
            let looked = DispatchSemaphore(value: 0)
            let isShown = Guarded(false)
            ports.loop.look { standing in
                defer { looked.signal() }
                guard let hall = standing?.hall else { return }
                var desk = ports.desks.withLock(\.sign)
                let missing = desk.follow(["W1"], in: hall)
                isShown.withLock { $0 = missing.isEmpty }
            }
            looked.wait()
            return isShown.withLock(\.self)
        }
    }

    @Test func `live pages stay true over a refusal`() throws {
        let hall = try TestHall()
        let client = try hall.client()
        let reader = try #require(hall.controller?.api.reader)
        let follower = try Follower("hall", of: hall)
        _ = try follower.next()
        _ = try reader.pragma("query_only = 1")
        _ = try client.post("/api/v1/tickets", #"{"service": "general"}"#)
        _ = try reader.pragma("query_only = 0")
        _ = try client.takeTicket("tax")
        let change = try follower.next()
        #expect(change.data["services"].list.map { $0["id"].text } == ["tax"])
        #expect(change.data["services"][0]["waiting"].whole == 1)
    }
}
