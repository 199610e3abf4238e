// SPDX-License-Identifier: Apache-2.0

import Facts

/// Replays a whole queue log.
package struct LogRun {
    /// Whoever came first goes first, and the log's higher class is taken to have come this many
    /// seconds earlier.
    package let headStartSeconds: Int
    /// Whether servers take nobody where the log shows that they took nobody.
    package let takesBreaks: Bool
    package private(set) var figures = LogFigures()

    package init(headStartSeconds: Int, takesBreaks: Bool = true) {
        self.takesBreaks = takesBreaks
        self.headStartSeconds = headStartSeconds
    }

    /// - Parameter told: hears of every difference in order, day by day.
    /// - Throws: `QueueLogProblem` or `LogReplayFailure`.
    package mutating func run(
        _ path: String, told: (OrderDifference) throws -> Void = { _ in }
    ) throws {
        let rules = CallingRules(classes: .oldest, priorityHeadStartSeconds: headStartSeconds)
        var log = try QueueLog(path: path)
        while let day = try log.nextDay() {
            let shifts = LoggedShift.all(of: day)
            var replay = try LogReplay(
                day, takesBreaks ? shifts : shifts.map(\.unbroken), rules: rules)
            try replay.run()
            try figures.add(replay, shifts, told: told)
        }
    }
}
