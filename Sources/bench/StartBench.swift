// SPDX-License-Identifier: Apache-2.0

/// From starting the program until tickets can be taken.
struct StartBench: Encodable {
    private static let rounds = 5

    /// In the journal, before the first start.
    let facts: Int
    let days: Int
    /// Median.
    let seconds: Double
    let residentMegabytes: Double

    /// - Parameter data: a directory that holds a journal; nil starts each time with none.
    init(_ places: Places, facts: Int, days: Int, data: String?) throws {
        self.facts = facts
        self.days = days
        var times: [Double] = []
        var resident: [Double] = []
        for round in 0..<Self.rounds {
            let start = Clock.now()
            let child = try Child(
                hallkeeper: places, data: data ?? places.directory("start-\(round)"))
            times.append(try child.ready(since: start))
            resident.append(try child.residentMegabytes())
            child.stop()
        }
        seconds = times.median
        residentMegabytes = resident.median
    }
}
