// SPDX-License-Identifier: Apache-2.0

import Facts
import GRDB

@testable import Store

/// A journal with days in it, and the history beside it.
final class HistoryScene {
    let files: Scene
    let directory: DataDirectory
    let journal: Journal<HallFact>
    let records: [Recorded<HallFact>]

    init(seed: UInt64 = 7, days: Int = 4, steps: Int = 300, isWritten: Bool = true) throws {
        files = try Scene()
        directory = try DataDirectory(files.path)
        journal = try Journal(in: directory)
        records =
            HistoryDays(
                seed: seed, epoch: journal.epoch, days: days, steps: steps
            ).records
        if isWritten { try journal.commit(records) }
    }

    var path: String { directory.file("views.sqlite") }

    /// A history that has taken in all there is.
    func followed(slice: Int = 100) throws -> History {
        let history = open()
        try history.catchUp(slice: slice)
        return history
    }

    func open() -> History { History(in: directory, following: journal.reader) }
}

extension History {
    func catchUp(slice: Int = 100) throws {
        while try advance(limit: slice) {}
    }

    /// Every row of every table but the cursor, as text, to be compared.
    func everything() throws -> [String] {
        try read { db in
            try ["days", "tickets", "tallies", "sessions", "names"].flatMap { table in
                try Row.fetchAll(db, sql: "SELECT * FROM \(table)").map { "\(table) \($0)" }
                    .sorted()
            }
        }
    }
}
