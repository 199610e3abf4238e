// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The history made anew from a long journal by the running program, and what is asked of it.
struct HistoryBench: Encodable {
    private struct Days: Decodable {
        struct Day: Decodable {
            let date: String
        }

        let days: [Day]
    }

    private struct Tickets: Decodable {
        struct Ticket: Decodable {
            let id: String
        }

        let tickets: [Ticket]
    }

    let facts: Int
    let tickets: Int
    let days: Int
    /// From a start without `views.sqlite` until it is whole.
    let rebuildSeconds: Double
    let factsPerSecond: Double
    let bytesPerTicket: Double
    let journalBytesPerTicket: Double
    /// Medians of what one client waits for.
    let dayMilliseconds: Double
    let allDaysMilliseconds: Double
    let searchMilliseconds: Double
    let whyMilliseconds: Double

    /// - Parameter data: a directory that holds a journal of so many facts and days.
    init(
        _ places: Places, data: String, tickets: Int, days: Int, service: String
    ) throws {
        for end in ["", "-wal", "-shm"] {
            try? FileManager.default.removeItem(atPath: "\(data)/views.sqlite\(end)")
        }
        let server = try Child(hallkeeper: places, data: data)
        let start = Clock.now()
        _ = try server.ready(since: start)
        let taken = try Connection(port: server.port).ask(
            Request.post("/api/v1/tickets", #"{"service": "\#(service)"}"#, key: -1))
        guard taken.status == 201 else {
            throw BenchFailure(
                "no ticket while the history is made anew: \(taken.status) "
                    + String(decoding: taken.body, as: UTF8.self))
        }
        while try server.metric("history_behind") > 0 { Clock.pass(milliseconds: 20) }
        rebuildSeconds = Clock.seconds(since: start)
        facts = Int(try server.metric("history_of"))
        factsPerSecond = Double(facts) / rebuildSeconds
        self.tickets = tickets
        self.days = days
        let client = try Connection(port: server.port)
        func ask<Answer: Decodable>(_ path: String, as type: Answer.Type) throws -> Answer {
            let answer = try client.ask(Request.get("/api/v1/history/\(path)"))
            return try JSONDecoder().decode(type, from: Data(answer.body))
        }
        func milliseconds(_ path: String) throws -> Double {
            try (0..<5).map { _ in
                let start = Clock.now()
                let answer = try client.ask(Request.get("/api/v1/history/\(path)"))
                guard answer.status == 200 else { throw BenchFailure("\(path): \(answer.status)") }
                return Clock.seconds(since: start) * 1000
            }.median
        }
        let all = try ask("days", as: Days.self).days
        guard let last = all.dropLast().last?.date else { throw BenchFailure("no past day") }
        allDaysMilliseconds = try milliseconds("days?from=\(all[0].date)")
        dayMilliseconds = try milliseconds("days/\(last)")
        searchMilliseconds = try milliseconds("tickets?number=A017&limit=500")
        let pair = try ask("tickets?date=\(last)&limit=2", as: Tickets.self).tickets.map(\.id)
        guard pair.count == 2 else { throw BenchFailure("no two tickets on \(last)") }
        whyMilliseconds = try milliseconds("why?date=\(last)&first=\(pair[1])&second=\(pair[0])")
        server.stop()
        bytesPerTicket = try Self.size("\(data)/views.sqlite") / Double(tickets)
        journalBytesPerTicket = try Self.size("\(data)/journal.sqlite") / Double(tickets)
    }

    private static func size(_ path: String) throws -> Double {
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        return Double(attributes[.size] as? Int ?? 0)
    }
}
