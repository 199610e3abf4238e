// SPDX-License-Identifier: Apache-2.0

import Facts
import Foundation

/// Tickets taken and called over HTTP, and whether every one was given out exactly once.
final class TicketBench {
    struct Row: Encodable {
        var clients: Int
        var perSecond: Double
        var p50Milliseconds: Double
        var p99Milliseconds: Double
        /// CPU of the whole server, disk included, for each.
        var cpuMilliseconds: Double
        /// Inputs in a commit, on average.
        var batch: Double
    }

    private struct Issued: Decodable {
        var id: String
        var number: String
    }

    private struct Called: Decodable {
        var ticket: Issued
    }

    private let server: Child
    private let structure: HallStructure
    private var key = 0
    private var issued: [Issued] = []
    private var called: [Issued] = []

    init(server: Child, structure: HallStructure) {
        self.server = server
        self.structure = structure
    }

    /// Clients that take one ticket after another, for the services in turn.
    func take(clients: Int, seconds: Double) throws -> Row {
        var answers: [Answer] = []
        let services = structure.services.map(\.id)
        let row = try measured(clients: clients, actions: \.latencies.count) {
            let start = Clock.now()
            return try Load(port: server.port, clients: clients) { client, answer in
                if let answer { answers.append(answer) }
                guard Clock.seconds(since: start) < seconds else { return nil }
                key += 1
                let service = services[(key + client) % services.count]
                return Request.post(
                    "/api/v1/tickets", #"{"service":"\#(service)"}"#, key: key)
            }
        }
        let decoder = JSONDecoder()
        for answer in answers {
            guard answer.status == 201 else { throw Self.unexpected(answer) }
            issued.append(try decoder.decode(Issued.self, from: Data(answer.body)))
        }
        return row
    }

    /// Officers who call and finish, each at a window of their own; one action is both.
    func call(officers: Int, seconds: Double) throws -> Row {
        var answers: [Answer] = []
        var isInHand = [Bool](repeating: false, count: officers)
        let row = try measured(clients: officers, actions: { $0.latencies.count / 2 }) {
            let start = Clock.now()
            return try Load(port: server.port, clients: officers) { officer, answer in
                if let answer {
                    if !isInHand[officer] { answers.append(answer) }
                    guard answer.status != 204 else { return nil }
                    guard answer.status == 200 else { throw Self.unexpected(answer) }
                    isInHand[officer].toggle()
                }
                let isOver = Clock.seconds(since: start) >= seconds
                guard !isOver || isInHand[officer] else { return nil }
                key += 1
                let act = isInHand[officer] ? "finish" : "call"
                let window = structure.windows[officer].id
                return Request.post("/api/v1/windows/\(window)/\(act)", "{}", key: key)
            }
        }
        let decoder = JSONDecoder()
        for answer in answers where answer.status == 200 {
            called.append(try decoder.decode(Called.self, from: Data(answer.body)).ticket)
        }
        return row
    }

    private func measured(
        clients: Int, actions: (Load) -> Int, _ run: () throws -> Load
    ) throws -> Row {
        let before = (
            cpu: try server.cpuSeconds(), inputs: try server.metric("inputs_total"),
            commits: try server.metric("commits_total")
        )
        let load = try run()
        let count = Double(actions(load))
        let cpu = try server.cpuSeconds() - before.cpu
        let inputs = try server.metric("inputs_total") - before.inputs
        let commits = try server.metric("commits_total") - before.commits
        return Row(
            clients: clients, perSecond: count / load.seconds,
            p50Milliseconds: load.latencies.percentile(50),
            p99Milliseconds: load.latencies.percentile(99),
            cpuMilliseconds: cpu * 1000 / max(1, count), batch: inputs / max(1, commits))
    }

    /// Throws unless all numbers handed out are distinct and consecutive from 1 for each service,
    /// and no ticket was called twice or without having been issued. Gives how many there were.
    func checkExactlyOnce() throws -> (issued: Int, called: Int) {
        var ordinals: [Substring: [Int]] = [:]
        for ticket in issued {
            let prefix = ticket.number.prefix { !$0.isNumber }
            ordinals[prefix, default: []].append(
                Int(ticket.number.dropFirst(prefix.count)) ?? 0)
        }
        for (prefix, ordinals) in ordinals where ordinals.sorted() != Array(1...ordinals.count) {
            throw BenchFailure("numbers of \(prefix) are not each given out once, without a gap")
        }
        let ids = Set(issued.map(\.id))
        let calledIDs = Set(called.map(\.id))
        guard ids.count == issued.count, calledIDs.count == called.count,
            calledIDs.isSubset(of: ids)
        else { throw BenchFailure("a ticket was issued or called twice") }
        return (issued.count, called.count)
    }

    static func unexpected(_ answer: Answer) -> BenchFailure {
        BenchFailure("answered \(answer.status): \(String(decoding: answer.body, as: UTF8.self))")
    }
}
