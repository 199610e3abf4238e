// SPDX-License-Identifier: Apache-2.0

import Foundation

/// What a supervisor asks of a year's history, over HTTP, one question after another.
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

    private static let questions = 20

    let days: Int
    /// Medians of what one client waits for.
    let dayMilliseconds: Double
    let allDaysMilliseconds: Double
    let searchMilliseconds: Double
    /// Why one ticket was called before another, on days chosen at random.
    let whyMilliseconds: Double
    let whyWorstMilliseconds: Double

    /// - Parameter data: a directory with a year and its history.
    init(_ places: Places, data: String) throws {
        let server = try Child(hallkeeper: places, data: data)
        _ = try server.ready(since: Clock.now())
        while try server.metric("history_behind") > 0 { Clock.pass(milliseconds: 50) }
        let client = Client(try Connection(port: server.port))
        let last = try client.ask("days", as: Days.self).days.last?.date ?? ""
        let year = (Int(last.prefix(4)) ?? 0) - 1
        // The API gives 400 days at most.
        let all = try client.ask("days?from=\(year)\(last.dropFirst(4))", as: Days.self).days
        guard let first = all.first?.date, all.count > 1 else { throw BenchFailure("no past day") }
        days = all.count
        // Not today, which has no ticket that was called.
        let past = all.dropLast().map(\.date)
        allDaysMilliseconds = try client.milliseconds(["days?from=\(first)"])
        let some = Client.random(past, Self.questions)
        dayMilliseconds = try client.milliseconds(some.map { "days/\($0)" })
        searchMilliseconds = try client.milliseconds(["tickets?number=A017&limit=500"])
        var times: [Double] = []
        for date in some {
            let ids = try client.ask("tickets?date=\(date)&limit=500", as: Tickets.self).tickets
                .map(\.id)
            let pair = Client.random(ids, 2)
            guard pair.count == 2, pair[0] != pair[1] else { continue }
            times.append(
                try client.milliseconds(
                    ["why?date=\(date)&first=\(pair[0])&second=\(pair[1])"], times: 1))
        }
        whyMilliseconds = times.median
        whyWorstMilliseconds = times.percentile(100)
    }

    private struct Client {
        let connection: Connection

        init(_ connection: Connection) { self.connection = connection }

        static func random(_ words: [String], _ count: Int) -> [String] {
            (0..<count).compactMap { _ in words.randomElement() }
        }

        func ask<Answer: Decodable>(_ path: String, as type: Answer.Type) throws -> Answer {
            let answer = try connection.ask(Request.get("/api/v1/history/\(path)"))
            return try JSONDecoder().decode(type, from: Data(answer.body))
        }

        /// The median over all paths, each asked so many times.
        func milliseconds(_ paths: [String], times: Int = 5) throws -> Double {
            try (0..<times).flatMap { _ in
                try paths.map { path in
                    let start = Clock.now()
                    let answer = try connection.ask(Request.get("/api/v1/history/\(path)"))
                    guard answer.status == 200 else { throw TicketBench.unexpected(answer) }
                    return Clock.seconds(since: start) * 1000
                }
            }.median
        }
    }
}
