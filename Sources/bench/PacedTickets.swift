// SPDX-License-Identifier: Apache-2.0

/// Tickets taken by one kiosk at an even pace, faster than a hall of 100 windows ever gives them
/// out, while the server does something else.
struct PacedTickets: Encodable {
    private static let pause: Int64 = 25_000_000
    private static let limit = 600.0

    let tickets: Int
    /// From asking to the answer, commit included.
    let p50Milliseconds: Double
    let p99Milliseconds: Double
    let worstMilliseconds: Double
    /// Of a commit, waiting for the journal's connection included.
    let meanCommitMilliseconds: Double

    /// - Parameters:
    ///   - firstKey: of the requests; keys are not to be used twice in one journal.
    ///   - isDone: asked after each ticket.
    init(
        _ server: Child, firstKey: Int, until isDone: () throws -> Bool
    ) throws {
        let kiosk = try Connection(port: server.port)
        let before = try Self.commits(of: server)
        let start = Clock.now()
        var times: [Double] = []
        repeat {
            guard Clock.seconds(since: start) < Self.limit else {
                throw BenchFailure("not done after \(Self.limit) s")
            }
            let asked = Clock.now()
            let service = YearHall.services[times.count % YearHall.services.count]
            let answer = try kiosk.ask(
                Request.post(
                    "/api/v1/tickets", #"{"service":"\#(service)"}"#, key: firstKey + times.count))
            guard answer.status == 201 else { throw TicketBench.unexpected(answer) }
            times.append(Clock.seconds(since: asked) * 1e3)
            let left = start + Int64(times.count) * Self.pause - Clock.now()
            if left > 0 { Clock.pass(milliseconds: Int32(left / 1_000_000)) }
        } while try !isDone()
        let after = try Self.commits(of: server)
        tickets = times.count
        p50Milliseconds = times.median
        p99Milliseconds = times.percentile(99)
        worstMilliseconds = times.percentile(100)
        meanCommitMilliseconds =
            (after.seconds - before.seconds) * 1e3 / max(1, after.count - before.count)
    }

    /// For so many seconds.
    init(_ server: Child, firstKey: Int, seconds: Double) throws {
        let start = Clock.now()
        try self.init(server, firstKey: firstKey) {
            Clock.seconds(since: start) >= seconds
        }
    }

    private static func commits(of server: Child) throws -> (count: Double, seconds: Double) {
        (try server.metric("commits_total"), try server.metric("commit_seconds_total"))
    }
}
