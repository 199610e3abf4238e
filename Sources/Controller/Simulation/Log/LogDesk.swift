// SPDX-License-Identifier: Apache-2.0

/// Where a window of a replayed log stands, without the hall.
struct LogDesk {
    enum State: Equatable {
        /// The first service of its day is still to come.
        case before
        case free(since: Int64)
        /// Serves the person of this index.
        case serving(Int, until: Int64)
        case away(until: Int64)
        case gone
    }

    let shift: LoggedShift
    private(set) var state = State.before
    private var breaksTaken = 0

    init(_ shift: LoggedShift) {
        self.shift = shift
    }

    /// When something changes by itself; nil: never again.
    var next: Int64? {
        switch state {
        case .before: shift.from
        case .free: min(nextBreak?.start ?? shift.to, shift.to)
        case .serving(_, let until), .away(let until): until
        case .gone: nil
        }
    }

    private var nextBreak: LoggedShift.Break? {
        breaksTaken < shift.breaks.count ? shift.breaks[breaksTaken] : nil
    }

    mutating func open(at now: Int64) { state = .free(since: now) }

    mutating func serve(_ person: Int, until: Int64) { state = .serving(person, until: until) }

    /// Somebody was served, or a break is over.
    mutating func free(at now: Int64) {
        state = .free(since: now)
        rest(at: now)
    }

    /// Takes a break that is due.
    mutating func rest(at now: Int64) {
        guard let pause = nextBreak, pause.start <= now else { return }
        breaksTaken += 1
        state = .away(until: now + pause.length)
    }

    /// Whether its day is over and nobody is in hand.
    func isOver(at now: Int64) -> Bool {
        if case .free = state { shift.to <= now } else { false }
    }

    mutating func leave() { state = .gone }
}
