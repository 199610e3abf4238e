// SPDX-License-Identifier: Apache-2.0

import Engine
import Facts
import Foundation
import Store

/// Writes turns to the file of their day, and says once when it cannot.
struct TraceWriter {
    private static let retryPause: Int64 = 60_000

    private let directory: String
    private let days: Int
    private let log: @Sendable (String) -> Void
    private let encoder = CanonicalJSON()
    private var file: TraceFile?
    private var date: CivilDate?
    private var epoch: EpochID?
    /// After a refusal: when to try again, in monotonic milliseconds.
    private var retryAt: Int64?

    init(directory: String, days: Int, log: @escaping @Sendable (String) -> Void) {
        self.directory = directory
        self.days = days
        self.log = log
    }

    /// - Parameter isAfterGap: turns before this one were not written.
    mutating func write(_ turn: TracedTurn, isAfterGap: Bool) {
        if isAfterGap || turn.date != date || turn.beginning.epoch != epoch { file = nil }
        let moment = turn.inputs.first?.moment ?? turn.clock.moment
        if let retryAt, moment.monotonic < retryAt { return }
        do {
            try append(turn, at: moment)
            retryAt = nil
        } catch {
            file = nil
            if retryAt == nil { log("no trace of what comes in is kept: \(error)") }
            retryAt = moment.monotonic + Self.retryPause
        }
    }

    private mutating func append(_ turn: TracedTurn, at moment: Moment) throws {
        var lines = turn.lines
        if file == nil {
            TraceFile.deleteAll(
                in: directory,
                before: CivilDate(daysSince1970: turn.date.daysSince1970 - days))
            file = try TraceFile(in: directory, date: turn.date, at: moment)
            date = turn.date
            epoch = turn.beginning.epoch
            lines.insert(.header(turn.beginning), at: 0)
        }
        var bytes: [UInt8] = []
        for line in lines {
            bytes += try encoder.bytes(of: line)
            bytes.append(UInt8(ascii: "\n"))
        }
        try file?.append(bytes)
    }
}
