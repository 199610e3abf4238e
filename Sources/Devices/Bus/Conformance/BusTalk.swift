// SPDX-License-Identifier: Apache-2.0

package import Wire

/// A conversation with one unit over a line: what every check is told in.
package struct BusTalk {
    package let line: any BusLine
    /// Nanoseconds that the port may add to what a unit takes: USB adapters hold bytes back.
    package let patience: Int64
    /// Of the unit that is spoken with.
    package var address: UInt8
    package internal(set) var identity: BusIdentity?
    package internal(set) var capabilities: BusCapabilities?
    package internal(set) var last: BusTurn?
    /// Sees every exchange.
    package var observer: (BusTurn) -> Void = { _ in }
    /// What the checks may do beside what is harmless.
    package var options = ConformanceOptions()
    var expectsEcho = false
    /// What the port has still to hand back of what was sent.
    private var echo: ArraySlice<UInt8> = []
    private var random: any RandomNumberGenerator
    /// Nothing is sent before: two byte times after whatever passed last.
    private var freeAt: Int64 = .min
    private var sequence: UInt8 = 0

    /// How long a unit has to begin its answer.
    static let answerLimit: Int64 = 10_000_000

    package init(
        _ line: any BusLine, address: UInt8, patience: Int64, random: any RandomNumberGenerator
    ) {
        self.random = random
        self.line = line
        self.address = address
        self.patience = patience
    }

    var byteTime: Int64 { 10_000_000_000 / Int64(max(line.baud, 1)) }

    /// The next number of a request: 1, 2, … 255, 1, ….
    mutating func nextSequence() -> UInt8 {
        sequence = sequence == .max ? 1 : sequence + 1
        return sequence
    }

    /// A request to the unit, with the next number unless it has one.
    mutating func frame(
        _ request: BusRequest, sequence: UInt8? = nil, to other: UInt8? = nil
    ) -> BusFrame {
        BusFrame(request, to: other ?? address, sequence: sequence ?? nextSequence())
    }

    /// A request of any bytes.
    mutating func frame(_ command: UInt8, _ payload: [UInt8]) -> BusFrame {
        BusFrame(
            address: address, sequence: nextSequence(), command: command, payload: payload)
    }
}

// MARK: Speaking

extension BusTalk {
    /// Sends bytes and listens for one answer.
    ///
    /// - Parameters:
    ///   - gap: nanoseconds between the bytes.
    ///   - isCrowd: several may answer, one after the other or at once.
    @discardableResult mutating func exchange(
        _ bytes: [UInt8], gap: Int64 = 0, isCrowd: Bool = false
    ) throws(ConformanceStop) -> BusTurn {
        try rest(until: freeAt)
        let sentAt = try send(bytes, gap: gap)
        var listening = BusListening(
            BusTurn(sent: bytes, sentAt: sentAt), byteTime: byteTime)
        // Longer than a unit may take, to tell late from never.
        var deadline = sentAt + 3 * Self.answerLimit + patience
        while let arrival = try listen(until: deadline) {
            listening.take(arrival)
            if !listening.exchange.frames.isEmpty, !listening.isMidFrame, !isCrowd {
                deadline = min(deadline, arrival.at + 2 * byteTime)
            } else if listening.isMidFrame {
                deadline = arrival.at + BusListening.frameLimit * byteTime + patience
            }
        }
        freeAt = max(line.now, sentAt + 2 * byteTime)
        last = listening.exchange
        observer(listening.exchange)
        return listening.exchange
    }

    /// Sends bytes that nobody should answer, and does not wait to see whether somebody does.
    mutating func say(_ bytes: [UInt8]) throws(ConformanceStop) {
        try rest(until: freeAt)
        freeAt = try send(bytes, gap: 0) + 2 * byteTime
    }

    /// Lets time pass without a word to the unit.
    mutating func rest(until time: Int64) throws(ConformanceStop) {
        while line.now < time { _ = try listen(until: time) }
    }

    /// Lets milliseconds pass, in which others are spoken to: a wire is never silent for long.
    mutating func wait(milliseconds: Int64) throws(ConformanceStop) {
        let end = line.now + milliseconds * 1_000_000
        while line.now < end {
            try rest(until: min(end, line.now + 250_000_000))
            try say(frame(.status(ack: 0), sequence: 0, to: neighbour).wire)
        }
    }

    /// An address that is not the unit's.
    var neighbour: UInt8 { address == 249 ? 248 : 249 }

    /// Returns when the last bit has gone.
    private mutating func send(_ bytes: [UInt8], gap: Int64) throws(ConformanceStop) -> Int64 {
        guard gap > 0 else { return try send(bytes) }
        var end = line.now
        for (index, byte) in bytes.enumerated() {
            if index > 0 { try rest(until: end + gap) }
            end = try send([byte])
        }
        return end
    }

    private mutating func send(_ bytes: [UInt8]) throws(ConformanceStop) -> Int64 {
        let began = line.now
        if expectsEcho { echo += bytes }
        do throws(ChannelError) {
            try line.send(bytes)
        } catch {
            throw .lost(error)
        }
        return began + Int64(bytes.count) * byteTime
    }

    /// What comes next but an echo.
    private mutating func listen(until time: Int64) throws(ConformanceStop) -> BusArrival? {
        do throws(ChannelError) {
            while var arrival = try line.listen(until: time) {
                let own = zip(arrival.bytes, echo).prefix { $0 == $1 }.count
                arrival.bytes.removeFirst(own)
                echo = echo.dropFirst(own)
                guard !arrival.bytes.isEmpty else { continue }
                // Something else came over it.
                echo = []
                return arrival
            }
            return nil
        } catch {
            throw .lost(error)
        }
    }
}

// MARK: Means of checks

extension BusTalk {
    /// What is heard while nobody asks.
    mutating func overheard(milliseconds: Int64) throws(ConformanceStop) -> [UInt8] {
        try rest(until: freeAt)
        let end = line.now + milliseconds * 1_000_000
        var heard: [UInt8] = []
        while let arrival = try listen(until: end) { heard += arrival.bytes }
        return heard
    }

    /// Nil when it did not go well, which is no news here.
    mutating func attempt<Result>(
        _ work: (inout BusTalk) throws(ConformanceStop) -> Result
    ) throws(ChannelError) -> Result? {
        do throws(ConformanceStop) {
            return try work(&self)
        } catch {
            if case .lost(let error) = error { throw error }
            return nil
        }
    }

    /// False when the line has no speed.
    mutating func change(baud: Int) throws(ConformanceStop) -> Bool {
        try rest(until: freeAt)
        do throws(ChannelError) {
            return try line.change(baud: baud)
        } catch {
            throw .lost(error)
        }
    }

    /// A number from 0, below `limit`.
    mutating func draw(below limit: Int) -> Int {
        limit < 1 ? 0 : Int(random.next() % UInt64(limit))
    }
}
