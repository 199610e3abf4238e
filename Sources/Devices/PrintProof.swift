// SPDX-License-Identifier: Apache-2.0

import Wire

/// Tells from a printer's answers which slip is on paper.
///
/// A process ID names its slip, however late it comes. The answer to `GS r 1` names none, so
/// before a slip is sent none of an earlier one may still be on its way: that is made sure of by
/// clearing, which is also how a printer is asked which of the two it knows.
struct PrintProof: Sendable {
    enum Heard: Equatable {
        /// It answered behind the slip under way.
        case own(paperEnded: Bool)
        /// It answered, perhaps behind an earlier slip.
        case unclear
        /// A slip given up as unconfirmed is on paper after all.
        case earlier(job: String)
        /// Clearing is over.
        case cleared
    }

    private struct Asked {
        let job: String
        let id: [UInt8]
        /// Whether the next nameless answer can only be this slip's own.
        let isClear: Bool
    }

    /// Questions are out whose answers come behind those of all earlier slips.
    private struct Clearing {
        var until: Int64
        let id: [UInt8]
        var isIdentified = false
        var isAnswered = false
    }

    /// Slips whose late answer is still recognised.
    private static let rememberedLimit = 16
    /// Characters that no real-time answer looks like, since one may stand within ours.
    private static let letters = Array("01345789ABCDEFGHIJKLMNOPQSTUWXYa".utf8)

    /// How prints are proved; `.probe` while that is not known.
    private(set) var method: PrinterProfile.Completion
    private let timing: PrinterDriver.Timing
    private let bits: PrinterStatusBits
    private var counter: UInt32
    private var asked: Asked?
    private var doubtful: [Asked] = []
    private var clearing: Clearing?
    private var earlierMayCome: Bool
    /// Whether clearing was tried since there was last a reason to: a printer that never answers
    /// is not asked for ever.
    private var wasTried = false

    /// - Parameters:
    ///   - seed: where process IDs begin; other than that of a program before this one.
    ///   - earlierMayCome: whether slips of that program may still be answered.
    init(
        _ profile: PrinterProfile, remembered: PrinterCapabilities?,
        _ timing: PrinterDriver.Timing, seed: UInt32, earlierMayCome: Bool
    ) {
        method = remembered?.completion ?? profile.completion
        bits = profile.status
        self.timing = timing
        counter = seed
        self.earlierMayCome = earlierMayCome
    }

    var isClearing: Bool { clearing != nil }

    var deadline: Int64? { clearing?.until }

    /// Whether answers in block form may come. While none may, the NUL that ends one is an answer
    /// of its own.
    var expectsBlocks: Bool {
        method != .paperStatus || earlierMayCome || clearing != nil || !doubtful.isEmpty
    }

    /// Whether the printer must be asked something before a slip.
    var mustClear: Bool { method == .probe || method == .paperStatus && earlierMayCome }

    /// The same, while nobody waits for it.
    var mayClear: Bool { mustClear && !wasTried }

    mutating func startClearing(_ now: Int64) -> [UInt8] {
        wasTried = true
        let id = nextID()
        clearing = Clearing(until: now + timing.printing + timing.grace, id: id)
        let probe = method == .probe ? EscPos.processID(id) : []
        return probe + EscPos.identity(66) + EscPos.paperStatus
    }

    /// What to send behind a slip.
    mutating func question(behind job: String) -> [UInt8] {
        let slip = Asked(job: job, id: nextID(), isClear: !earlierMayCome)
        asked = slip
        switch method {
        case .processID: return EscPos.processID(slip.id)
        case .paperStatus: return EscPos.paperStatus
        case .probe: return EscPos.processID(slip.id) + EscPos.paperStatus
        case .none: return []
        }
    }

    /// The slip under way is no longer: `isKnown` when what became of it is certain.
    mutating func end(isKnown: Bool) {
        defer { asked = nil }
        guard !isKnown else { return }
        earlierMayCome = true
        wasTried = false
        guard let asked, method == .processID || method == .probe else { return }
        doubtful.append(asked)
        if doubtful.count > Self.rememberedLimit { doubtful.removeFirst() }
    }

    /// A printer that was well never answered: what was believed of it may be wrong.
    mutating func mistrust() {
        if method != .none { method = .probe }
    }

    mutating func lineUp() { wasTried = false }

    mutating func lineLost() { clearing = nil }

    /// Takes the answer to a `GS r 1`.
    mutating func heardPaper(_ byte: UInt8, _ now: Int64) -> Heard? {
        // Both sensors are reported in a pair of equal bits (Epson, GS r): half of all noise fails.
        guard byte & 1 == byte >> 1 & 1, byte >> 2 & 1 == byte >> 3 & 1 else { return nil }
        if let open = clearing {
            // The one behind the identity is the last, unless the printer says all twice.
            clearing?.isAnswered = true
            clearing?.until = now + (open.isIdentified ? timing.echo : timing.settling)
            return nil
        }
        guard let asked, method == .paperStatus || method == .probe else { return nil }
        guard asked.isClear else { return .unclear }
        method = .paperStatus
        var status = PrinterStatus()
        status.merge(paper: byte, bits)
        return .own(paperEnded: status.paperEnd)
    }

    /// Takes an answer in block form.
    mutating func heardBlock(_ header: UInt8, _ text: [UInt8]) -> Heard? {
        if header == 0x5F {
            clearing?.isIdentified = true
            return nil
        }
        guard header == 0x37, text.first == 0x22 else { return nil }
        let id = Array(text.dropFirst())
        if id == clearing?.id { return cleared(as: .processID) }
        if id == asked?.id, method == .processID || method == .probe {
            method = .processID
            return .own(paperEnded: false)
        }
        guard let index = doubtful.firstIndex(where: { $0.id == id }) else { return nil }
        return .earlier(job: doubtful.remove(at: index).job)
    }

    /// Clearing has waited long enough.
    mutating func deadlineReached(_ now: Int64) -> Heard? {
        guard let clearing, clearing.until <= now else { return nil }
        if clearing.isAnswered { return cleared(as: .paperStatus) }
        self.clearing = nil
        return .cleared
    }

    private mutating func cleared(as found: PrinterProfile.Completion) -> Heard {
        clearing = nil
        earlierMayCome = false
        if method == .probe { method = found }
        return .cleared
    }

    private mutating func nextID() -> [UInt8] {
        counter &+= 1
        return (0..<4).map { Self.letters[Int(counter >> (UInt32($0) * 5) & 31)] }
    }
}
