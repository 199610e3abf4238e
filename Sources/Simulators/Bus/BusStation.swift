// SPDX-License-Identifier: Apache-2.0

/// Transmitter and receiver of one on the pair: the bytes it has still to send, paced at its
/// baud rate, and what it makes of another's.
struct BusStation: Sendable {
    /// Start, eight data and stop bit, in nanoseconds at one bit per second.
    private static let byteAtOneBaud: Int64 = 10_000_000_000
    /// A pace is counted anew after so many bytes, long before it could overflow.
    private static let paceLimit: Int64 = 1 << 20
    /// A run is no longer, so that looking for its end stays cheap.
    static let longestRun = 256

    var isPlugged = true
    var mischief = BusMischief.none
    /// Somebody else has sent during the byte in flight.
    var isGarbled = false
    private(set) var bytesSent = 0
    /// When the next byte begins and ends; without meaning while `isSilent`.
    private(set) var startsAt: Int64 = 0
    private(set) var endsAt: Int64 = .max
    private(set) var baud: Int
    private var queue: [UInt8] = []
    private var head = 0
    /// The start of the pace, and the bytes passed since: no rounding adds up.
    private var anchor: Int64 = 0
    private var passed: Int64 = 0
    private var waiting: [(due: Int64, bytes: [UInt8])] = []
    /// Of its own, so that nobody else's randomness depends on where runs are cut.
    private var random: SeededRandom

    init(baud: Int, seed: UInt64) {
        self.baud = Self.sane(baud)
        random = SeededRandom(seed: seed)
    }

    var isSilent: Bool { head == queue.count }
    /// When bytes that were held back may be sent; never is the end of time.
    var nextDue: Int64 { waiting.first?.due ?? .max }
    /// Whether a byte of its is in flight, `time` being no later than its end.
    func isSending(at time: Int64) -> Bool { !isSilent && startsAt < time }

    /// The byte in flight or about to be.
    var current: UInt8 { isSilent ? 0xFF : queue[head] }

    /// Whether this one's receiver understands a sender at `other` baud: a UART takes a byte
    /// whose last bit is off by less than half a bit, with some margin for the edges.
    func understands(_ other: Int) -> Bool {
        other == baud || abs(other - baud) * 28 <= max(other, baud)
    }

    /// What its receiver makes of `count` bytes at another baud rate: several of each if it is the
    /// faster one, one of several if it is slower.
    mutating func mishear(_ count: Int, at other: Int) -> [UInt8] {
        var heard: [UInt8] = []
        for _ in 0..<count {
            let draw = random.next()
            let times = baud > other ? 1 + draw % 3 : draw % UInt64(other) < baud ? 1 : 0
            for _ in 0..<times { heard.append(UInt8(truncatingIfNeeded: random.next())) }
        }
        return heard
    }

    mutating func change(baud wanted: Int) {
        let sane = Self.sane(wanted)
        guard sane != baud else { return }
        anchor = startsAt
        passed = 0
        baud = sane
        if !isSilent { endsAt = end(after: 1) }
    }

    /// Sends behind what it is sending already.
    mutating func send(_ bytes: some Sequence<UInt8>, now: Int64) {
        if isSilent {
            queue.removeAll(keepingCapacity: true)
            head = 0
            anchor = now
            passed = 0
            isGarbled = false
        }
        queue.append(contentsOf: bytes)
        pace()
    }

    /// Holds bytes back until `due`.
    mutating func hold(_ bytes: [UInt8], until due: Int64) {
        waiting.append((due, bytes))
    }

    /// What was held back until now, in order.
    mutating func release(now: Int64) -> [UInt8] {
        let count = waiting.prefix { $0.due <= now }.count
        defer { waiting.removeFirst(count) }
        return waiting[..<count].flatMap(\.bytes)
    }

    /// Drops all it has to send.
    mutating func cut() {
        queue.removeAll()
        head = 0
        waiting.removeAll()
        isGarbled = false
    }

    /// The next bytes in one run that end by `time`: up to a `frameEnd` and with it, or one byte
    /// if that is nil; `limit` at most.
    func run(endingBy time: Int64, frameEnd: UInt8?, limit: Int) -> ArraySlice<UInt8> {
        let rest = queue[head...].prefix(limit)
        guard let frameEnd else { return rest.prefix(1) }
        let end = rest.firstIndex(of: frameEnd).map { $0 + 1 } ?? rest.endIndex
        let run = rest[..<end]
        guard self.end(after: run.count) > time else { return run }
        let product = (time - anchor + 1) * Int64(baud) - 1
        return run.prefix(max(0, Int(product / Self.byteAtOneBaud - passed)))
    }

    /// When the `count`th byte from here ends.
    func end(after count: Int) -> Int64 {
        anchor + (passed + Int64(count)) * Self.byteAtOneBaud / Int64(baud)
    }

    /// The next `count` bytes have passed.
    mutating func pass(_ count: Int) {
        head += count
        bytesSent += count
        passed += Int64(count)
        isGarbled = false
        if passed > Self.paceLimit {
            anchor = end(after: 0)
            passed = 0
        }
        pace()
    }

    private mutating func pace() {
        startsAt = end(after: 0)
        endsAt = isSilent ? .max : end(after: 1)
    }

    private static func sane(_ baud: Int) -> Int { min(max(baud, 50), 4_000_000) }
}
