// SPDX-License-Identifier: Apache-2.0

import Facts
import Foundation

/// A year of a large hall: made, kept, taken up, asked and saved.
struct YearBench: Encodable {
    let making: YearMaking
    let cost: DayCostBench
    let rebuild: RebuildBench
    let start: StartBench
    let history: HistoryBench
    let backup: BackupBench

    /// - Parameters:
    ///   - days: working days of the year.
    ///   - tell: hears what is going on.
    init(_ places: Places, days: Int, tell: (String) -> Void) throws {
        let file = places.directory("year.yaml")
        try YearHall.write(to: file)
        var places = places
        places.configuration = file
        let year = places.directory("year")
        let firstDay = places.directory("first-day")
        tell("\(days) days of a hall of \(YearHall.windows) windows")
        making = try YearMaking(places, days: days, data: year, firstDay: firstDay)
        tell("a ticket after one day and after \(making.facts) facts")
        cost = try DayCostBench(places, days: days, firstDay: firstDay, lastDay: year)
        tell("the history made anew")
        rebuild = try RebuildBench(places, data: year, tickets: making.tickets)
        tell("start with the year")
        start = try StartBench(places, facts: rebuild.facts, days: days, data: year)
        tell("questions to the history")
        history = try HistoryBench(places, data: year)
        tell("backup and restore")
        backup = try BackupBench(places, data: year)
    }
}
