// SPDX-License-Identifier: Apache-2.0

extension VirtualPrinter {
    /// Something that happens to a printer.
    package enum Fault: Sendable, Equatable {
        case coverOpened
        case coverClosed
        case paperOut
        case paperReloaded(millimetres: Int)
        /// So much is left on the roll.
        case paperLeft(millimetres: Int)
        /// The next cut fails, until the cutter is mended and the host sends `DLE ENQ`.
        case cutterJammed
        case cutterMended
        case headHot
        case headCooled
        /// An error it gets over only by being switched off and on.
        case broken
        /// Somebody takes the slips that hang from the mouth.
        case slipTaken
        case powerLost
        case powerBack
        /// It prints but never answers.
        case muted
        case unmuted
        /// How it answers what it answers behind a slip from now on.
        case answers(Answering)
    }

    /// How completion is answered.
    package enum Answering: Sendable, Equatable {
        case well
        case never
        case late(milliseconds: Int64)
        case twice
        /// A process ID it was not given; other answers stay as they are.
        case wrongly
        /// Bytes that mean nothing around it.
        case inGarbage
        /// Only its first half.
        case halves
    }
}

// As typed at a command line.
extension VirtualPrinter.Fault {
    /// All words, with a length or a time behind those that need one.
    package static let words = [
        "open", "close", "out", "reload [MM]", "left MM", "jam", "mend", "hot", "cool", "break",
        "take", "power-off", "power-on", "mute", "unmute", "answer-well", "answer-never",
        "answer-late MS", "answer-twice", "answer-wrongly", "answer-garbage", "answer-halves",
    ]

    /// Nil for anything else than `words`.
    package init?(_ text: String) {
        let parts = text.split(separator: " ")
        guard let word = parts.first, parts.count <= 2 else { return nil }
        let number = parts.count == 2 ? Int(parts[1]) : nil
        guard parts.count == 1 || number.map({ (0...1_000_000).contains($0) }) == true else {
            return nil
        }
        switch (word, number) {
        case ("reload", let length): self = .paperReloaded(millimetres: length ?? 80_000)
        case ("left", let length?): self = .paperLeft(millimetres: length)
        case ("answer-late", let time?): self = .answers(.late(milliseconds: Int64(time)))
        case (_, nil):
            guard let fault = Self.plain[String(word)] else { return nil }
            self = fault
        default: return nil
        }
    }

    private static let plain: [String: Self] = [
        "open": .coverOpened, "close": .coverClosed, "out": .paperOut, "jam": .cutterJammed,
        "mend": .cutterMended, "hot": .headHot, "cool": .headCooled, "break": .broken,
        "take": .slipTaken, "power-off": .powerLost, "power-on": .powerBack, "mute": .muted,
        "unmute": .unmuted, "answer-well": .answers(.well), "answer-never": .answers(.never),
        "answer-twice": .answers(.twice), "answer-wrongly": .answers(.wrongly),
        "answer-garbage": .answers(.inGarbage), "answer-halves": .answers(.halves),
    ]
}

/// What leaves a printer, as its faults let it.
struct PrinterVoice: Sendable {
    var isMute = false
    var answering = VirtualPrinter.Answering.well
    private var outbox: [UInt8] = []
    private var late: [(at: Int64, bytes: [UInt8])] = []
    private var random = SeededRandom(seed: 1)

    var nextDeadline: Int64? { late.first?.at }

    /// Something that is not behind a slip: status, flow control.
    mutating func say(_ bytes: [UInt8]) {
        if !isMute { outbox += bytes }
    }

    /// The answer behind a slip.
    mutating func answer(_ bytes: [UInt8], now: Int64) {
        guard !bytes.isEmpty else { return }
        switch answering {
        case .well: say(bytes)
        case .never: break
        case .late(let milliseconds): late.append((now + milliseconds, bytes))
        case .twice: say(bytes + bytes)
        case .wrongly: say(bytes.count == 7 ? [0x37, 0x22, 0x21, 0x21, 0x21, 0x21, 0] : bytes)
        case .inGarbage: say(noise() + bytes + noise())
        case .halves: say(Array(bytes.prefix(bytes.count / 2)))
        }
    }

    mutating func take(now: Int64) -> [UInt8] {
        while let first = late.first, first.at <= now {
            late.removeFirst()
            say(first.bytes)
        }
        defer { outbox.removeAll() }
        return outbox
    }

    mutating func forget() {
        outbox.removeAll()
        late.removeAll()
    }

    // Of bytes that are no answer by themselves: an invented one could not be told from a true.
    private mutating func noise() -> [UInt8] {
        (0..<3).map { _ in UInt8.random(in: 0x80...0xFF, using: &random) | 0x81 }
    }
}
