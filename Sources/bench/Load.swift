// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Which of many connections have something to read.
struct Poller {
    private var polled: [pollfd]

    init(_ connections: [Connection]) {
        polled = connections.map { pollfd(fd: $0.descriptor, events: Int16(POLLIN), revents: 0) }
    }

    /// Their indices; none when the time is over.
    mutating func wait(milliseconds: Int32) -> [Int] {
        guard poll(&polled, nfds_t(polled.count), milliseconds) > 0 else { return [] }
        return polled.indices.filter { polled[$0].revents != 0 }
    }
}

/// What came of a number of clients that each asked again as soon as they were answered.
struct Load {
    /// Milliseconds from question to answer, one per request.
    private(set) var latencies: [Double] = []
    private(set) var seconds = 0.0

    var perSecond: Double { Double(latencies.count) / seconds }

    /// - Parameter next: given the client and the answer it got, nil at first, says what it asks
    ///   next; nil when it has done.
    init(
        port: UInt16, clients: Int, next: (_ client: Int, Answer?) throws -> [UInt8]?
    ) throws {
        let connections = try (0..<clients).map { _ in try Connection(port: port) }
        var poller = Poller(connections)
        var askedAt = [Int64](repeating: 0, count: clients)
        var waiting = 0
        func ask(_ client: Int, after answer: Answer?) throws {
            guard let request = try next(client, answer) else { return }
            askedAt[client] = Clock.now()
            waiting += 1
            try connections[client].send(request)
        }
        let start = Clock.now()
        for client in 0..<clients { try ask(client, after: nil) }
        while waiting > 0 {
            let ready = poller.wait(milliseconds: 10_000)
            guard !ready.isEmpty else { throw BenchFailure("no answer in 10 s") }
            for client in ready {
                guard let answer = try connections[client].answer() else { continue }
                waiting -= 1
                latencies.append(Double(Clock.now() - askedAt[client]) / 1e6)
                try ask(client, after: answer)
            }
        }
        seconds = Clock.seconds(since: start)
    }
}
