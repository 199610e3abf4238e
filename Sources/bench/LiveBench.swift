// SPDX-License-Identifier: Apache-2.0

import Facts

/// Hundreds of pages that follow the hall while tickets are taken.
struct LiveBench: Encodable {
    private static let clients = 500
    private static let tickets = 120
    private static let pause: Int64 = 50_000_000

    let clients: Int
    let tickets: Int
    let perSecond: Double
    /// Events that reached a client.
    private(set) var delivered = 0
    /// From asking for the ticket, commit included, to the event at each client.
    private(set) var p50Milliseconds = 0.0
    private(set) var p99Milliseconds = 0.0
    /// Of one core, while it went on.
    private(set) var cpuPercent = 0.0
    private(set) var cpuMicrosecondsPerEvent = 0.0
    private(set) var residentMegabytes = 0.0

    init(server: Child, structure: HallStructure) throws {
        clients = Self.clients
        tickets = Self.tickets
        perSecond = 1e9 / Double(Self.pause)
        let pages = try (0..<clients).map { _ in try LivePage(port: server.port) }
        var poller = Poller(pages.map(\.connection))
        try Self.pump(&poller, pages) { pages.allSatisfy(\.hasView) }
        let cpu = try server.cpuSeconds()
        let start = Clock.now()
        let askedAt = try Self.take(server, structure, &poller, pages)
        try Self.pump(&poller, pages) { pages.allSatisfy { $0.arrivals.count == askedAt.count } }
        let seconds = Clock.seconds(since: start)
        let used = try server.cpuSeconds() - cpu
        let delays = pages.flatMap { page in
            zip(page.arrivals, askedAt).map { Double($0 - $1) / 1e6 }
        }
        delivered = delays.count
        p50Milliseconds = delays.percentile(50)
        p99Milliseconds = delays.percentile(99)
        cpuPercent = used / seconds * 100
        cpuMicrosecondsPerEvent = used * 1e6 / Double(delivered)
        residentMegabytes = try server.residentMegabytes()
    }

    /// Takes tickets at an even pace, one at a time; gives when each was asked for.
    private static func take(
        _ server: Child, _ structure: HallStructure, _ poller: inout Poller, _ pages: [LivePage]
    ) throws -> [Int64] {
        let kiosk = try Connection(port: server.port)
        var askedAt: [Int64] = []
        let start = Clock.now()
        for index in 0..<tickets {
            let due = start + Int64(index) * pause
            try pump(&poller, pages) { Clock.now() >= due }
            let service = structure.services[index % structure.services.count].id
            askedAt.append(Clock.now())
            try kiosk.send(
                Request.post("/api/v1/tickets", #"{"service":"\#(service)"}"#, key: index))
            var answer: Answer?
            try pump(&poller, pages) {
                answer = try kiosk.answer()
                return answer != nil
            }
            if let answer, answer.status != 201 { throw TicketBench.unexpected(answer) }
        }
        return askedAt
    }

    /// Reads what arrives until something is so.
    private static func pump(
        _ poller: inout Poller, _ pages: [LivePage], until isDone: () throws -> Bool
    ) throws {
        let limit = Clock.now() + 20_000_000_000
        while try !isDone() {
            guard Clock.now() < limit else { throw BenchFailure("events are missing after 20 s") }
            for tag in poller.wait(milliseconds: 1) { try pages[tag].take() }
        }
    }
}

/// A client of the hall's live topic.
final class LivePage {
    private enum Place {
        case head
        case chunkSize(Int)
        case chunk(left: Int)
    }

    let connection: Connection
    /// When each ticket's event was there.
    private(set) var arrivals: [Int64] = []
    private(set) var hasView = false
    private var place = Place.head
    private var line: [UInt8] = []

    init(port: UInt16) throws {
        connection = try Connection(port: port)
        try connection.send(Request.get("/api/v1/events?topic=hall"))
    }

    func take() throws {
        var bytes = try connection.receive()
        while let byte = bytes.first {
            if case .chunk(let left) = place {
                let part = bytes.prefix(left)
                read(part)
                bytes = bytes.dropFirst(part.count)
                place = left == part.count ? .chunkSize(0) : .chunk(left: left - part.count)
            } else {
                bytes = bytes.dropFirst()
                frame(byte)
            }
        }
    }

    /// Takes a byte of the head or between chunks.
    private func frame(_ byte: UInt8) {
        if case .chunkSize(let size) = place {
            if let digit = Character(Unicode.Scalar(byte)).hexDigitValue {
                place = .chunkSize(size << 4 + digit)
            } else if byte == UInt8(ascii: "\n"), size > 0 {
                place = .chunk(left: size)
            }
            return
        }
        line.append(byte)
        if line.suffix(4).elementsEqual("\r\n\r\n".utf8) {
            line = []
            place = .chunkSize(0)
        }
    }

    private func read(_ bytes: ArraySlice<UInt8>) {
        for byte in bytes {
            guard byte == UInt8(ascii: "\n") else {
                // The names of events are short; a view is not.
                if line.count < 32 { line.append(byte) }
                continue
            }
            if line.elementsEqual("event: view".utf8) { hasView = true }
            if line.elementsEqual("event: ticketIssued".utf8) { arrivals.append(Clock.now()) }
            line.removeAll(keepingCapacity: true)
        }
    }
}
