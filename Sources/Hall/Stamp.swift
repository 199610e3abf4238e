// SPDX-License-Identifier: Apache-2.0

package import Facts

/// When something happened, so that the time since can be told whatever the wall clock did.
package struct Stamp: Hashable, Sendable {
    package let wall: Int64
    let monotonic: Int64
    let boot: String
    /// Milliseconds for which the hall had been paused before.
    let frozen: Int64
}

/// What the hall's timers go by: within a boot the clock that never steps, over boots the wall's,
/// and never the time for which the whole hall was paused.
package struct Timers: Hashable, Sendable {
    private(set) var boot = ""
    private var frozen: Int64 = 0
    private var pausedAt: Stamp?

    package init() {}

    /// Wall milliseconds since which the whole hall is paused.
    package var pausedSince: Int64? { pausedAt?.wall }

    func stamp(_ moment: Moment) -> Stamp {
        Stamp(
            wall: moment.wall, monotonic: moment.monotonic, boot: boot,
            frozen: frozen(at: moment))
    }

    /// A stamp of which only the wall time is known.
    func stamp(wall: Int64) -> Stamp {
        Stamp(wall: wall, monotonic: 0, boot: "", frozen: frozen)
    }

    /// Whole seconds since `stamp`; never negative.
    package func seconds(since stamp: Stamp, at moment: Moment) -> Int {
        let passed = passed(since: stamp, at: moment)
        return Int(max(0, passed - (frozen(at: moment) - stamp.frozen)) / 1000)
    }

    /// Whole seconds since `stamp`, those of pauses too; never negative.
    func secondsPassed(since stamp: Stamp, at moment: Moment) -> Int {
        Int(max(0, passed(since: stamp, at: moment)) / 1000)
    }

    /// Milliseconds since `stamp`, those of pauses too; negative if the wall clock was set back and
    /// nothing better is known.
    func millisecondsPassed(since stamp: Stamp, at moment: Moment) -> Int64 {
        passed(since: stamp, at: moment)
    }

    /// The wall time `stamp` would have if the hall had never been paused since: all a day carries
    /// into the next of it. Goes by the wall alone, for this may be asked right after a restart.
    func thawed(_ stamp: Stamp, at moment: Moment) -> Int64 {
        let underWay = pausedAt.map { max(0, moment.wall - $0.wall) } ?? 0
        return stamp.wall + max(0, frozen + underWay - stamp.frozen)
    }

    /// Monotonic times of one boot mean nothing in another.
    mutating func run(in boot: String) { self.boot = boot }

    mutating func pause(at moment: Moment) { pausedAt = stamp(moment) }

    mutating func resume(at moment: Moment) {
        frozen = frozen(at: moment)
        pausedAt = nil
    }

    private func frozen(at moment: Moment) -> Int64 {
        guard let pausedAt else { return frozen }
        return frozen + max(0, passed(since: pausedAt, at: moment))
    }

    private func passed(since stamp: Stamp, at moment: Moment) -> Int64 {
        stamp.boot == boot && !boot.isEmpty
            ? moment.monotonic - stamp.monotonic : moment.wall - stamp.wall
    }
}
