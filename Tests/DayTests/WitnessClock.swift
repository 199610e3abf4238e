// SPDX-License-Identifier: Apache-2.0

import Facts

/// When something happened, and where in the journal.
struct Tick: Equatable {
    var wall: Int64
    var monotonic: Int64
    /// Empty when only the wall time is known any more.
    var boot: String
    var row: Int
}

/// Tells how long ago something was for somebody who was not kept waiting by a pause of the hall.
struct WitnessClock: Equatable {
    private struct Pause: Equatable {
        var from: Tick
        var to: Tick?
    }

    private var pauses: [Pause] = []

    var isPaused: Bool { pauses.last.map { $0.to == nil } ?? false }

    mutating func pause(_ tick: Tick) { pauses.append(Pause(from: tick)) }

    mutating func resume(_ tick: Tick) { pauses[pauses.count - 1].to = tick }

    func seconds(from start: Tick, to now: Tick) -> Int {
        let passed = Self.passed(start, now)
        return Int(max(0, passed - frozen(from: start, to: now)) / 1000)
    }

    private func frozen(from start: Tick, to now: Tick) -> Int64 {
        pauses.reduce(0) { sum, pause in
            if let end = pause.to, end.row <= start.row { return sum }
            let whole = max(0, Self.passed(pause.from, pause.to ?? now))
            let before =
                pause.from.row < start.row ? max(0, Self.passed(pause.from, start)) : 0
            return sum + whole - before
        }
    }

    /// Within a boot by the clock that never steps, over boots by the wall's.
    private static func passed(_ start: Tick, _ end: Tick) -> Int64 {
        start.boot == end.boot && !start.boot.isEmpty
            ? end.monotonic - start.monotonic : end.wall - start.wall
    }

    /// What is known of a time on the next day: the wall's, as if there had been no pause since.
    func overnight(_ start: Tick, at now: Tick) -> Tick {
        let ended = pauses.filter { ($0.to?.row ?? .max) > start.row }.reduce(Int64(0)) {
            sum, pause in
            let isOver = pause.to != nil
            let whole =
                isOver
                ? max(0, Self.passed(pause.from, pause.to ?? now))
                : max(0, now.wall - pause.from.wall)
            let before =
                pause.from.row < start.row ? max(0, Self.passed(pause.from, start)) : 0
            return sum + whole - before
        }
        return Tick(wall: start.wall + max(0, ended), monotonic: 0, boot: "", row: now.row)
    }

    /// A new day: a pause that is under way begins again with it.
    mutating func beginDay(_ now: Tick) {
        let isPaused = isPaused
        pauses = []
        if isPaused { pause(now) }
    }
}
