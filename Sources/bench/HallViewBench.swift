// SPDX-License-Identifier: Apache-2.0

import Foundation

/// `GET /api/v1/hall` beside plain C and libmicrohttpd answering with the same bytes, in turns.
struct HallViewBench: Encodable {
    private static let clients = 64
    private static let rounds = 5
    private static let requests = 40_000

    private(set) var bytes = 0
    private(set) var perSecond = 0.0
    private(set) var barePerSecond = 0.0
    private(set) var cpuMicroseconds = 0.0
    private(set) var bareCPUMicroseconds = 0.0
    /// Requests per second, ours to the bare server's.
    private(set) var ratio = 0.0
    /// The bare server's CPU per request to ours.
    private(set) var cpuRatio = 0.0
    private(set) var p99Milliseconds = 0.0

    init(server: Child, _ places: Places) throws {
        let request = Request.get("/api/v1/hall")
        let answer = try Connection(port: server.port).ask(request)
        guard answer.status == 200 else { throw TicketBench.unexpected(answer) }
        bytes = answer.head.count + answer.body.count
        let bare = try Self.bare(answer, places)
        var rounds: [(ours: Round, bare: Round)] = []
        for _ in 0..<Self.rounds {
            rounds.append((try Round(server, request), try Round(bare, request)))
        }
        perSecond = rounds.map(\.ours.perSecond).median
        barePerSecond = rounds.map(\.bare.perSecond).median
        cpuMicroseconds = rounds.map(\.ours.cpuMicroseconds).median
        bareCPUMicroseconds = rounds.map(\.bare.cpuMicroseconds).median
        p99Milliseconds = rounds.map(\.ours.p99).median
        ratio = perSecond / barePerSecond
        cpuRatio = bareCPUMicroseconds / cpuMicroseconds
    }

    private static func bare(_ answer: Answer, _ places: Places) throws -> Child {
        // The daemon writes these itself.
        let own = ["Date:", "Content-Length:", "Connection:"]
        let headers = String(decoding: answer.head, as: UTF8.self).split(separator: "\r\n")
            .dropFirst().filter { line in !own.contains { line.hasPrefix($0) } }
        let head = places.directory("headers")
        let body = places.directory("body")
        try Data(headers.joined(separator: "\n").utf8).write(to: URL(filePath: head))
        try Data(answer.body).write(to: URL(filePath: body))
        return try Child(bareHTTP: places, headers: head, body: body)
    }

    private struct Round {
        let perSecond: Double
        let cpuMicroseconds: Double
        let p99: Double

        init(_ server: Child, _ request: [UInt8]) throws {
            let cpu = try server.cpuSeconds()
            var left = HallViewBench.requests
            let load = try Load(port: server.port, clients: HallViewBench.clients) { _, answer in
                if let answer, answer.status != 200 { throw TicketBench.unexpected(answer) }
                left -= 1
                return left >= 0 ? request : nil
            }
            perSecond = load.perSecond
            cpuMicroseconds =
                (try server.cpuSeconds() - cpu) * 1e6 / Double(HallViewBench.requests)
            p99 = load.latencies.percentile(99)
        }
    }
}
