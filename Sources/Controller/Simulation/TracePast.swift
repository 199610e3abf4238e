// SPDX-License-Identifier: Apache-2.0

import Facts
import Hall
import Store

/// The journal's facts from a trace's beginning on, input by input.
struct TracePast {
    /// Also the most facts one input may have here: adopting slips after a restore is the longest.
    private static let slice = 10_000

    private let reader: JournalReader
    private let epoch: EpochID
    /// The inputs the trace has.
    private let known: Set<InputID>
    private var after: Int64
    private var waiting: ArraySlice<StoredRecord> = []
    private var isRead = false

    init(_ reader: JournalReader, after sequence: Int64, of epoch: EpochID, known: Set<InputID>) {
        self.reader = reader
        self.epoch = epoch
        self.known = known
        after = sequence
    }

    /// Whether there are no more facts.
    mutating func isOver() throws(JournalError) -> Bool {
        try fill()
        return waiting.isEmpty
    }

    /// The facts of an input, if they come next, and those before them whose inputs the trace does
    /// not have.
    mutating func facts(
        of input: InputID
    ) throws(JournalError) -> (own: [Recorded<HallFact>], strangers: [Recorded<HallFact>]) {
        try fill()
        let strangers = waiting.prefix { !known.contains($0.input) }
        let own = waiting.dropFirst(strangers.count).prefix { $0.input == input }
        guard !own.isEmpty else { return ([], []) }
        waiting.removeFirst(strangers.count + own.count)
        return (try read(own), try read(strangers))
    }

    private func read(
        _ records: ArraySlice<StoredRecord>
    ) throws(JournalError) -> [Recorded<HallFact>] {
        var read: [Recorded<HallFact>] = []
        for record in records { read.append(try record.recorded(as: HallFact.self)) }
        return read
    }

    private mutating func fill() throws(JournalError) {
        while waiting.count < Self.slice, !isRead {
            let more = try reader.records(after: after, limit: Self.slice, epoch: epoch)
            isRead = more.count < Self.slice
            after = more.last?.sequence ?? after
            waiting += more
        }
    }
}
