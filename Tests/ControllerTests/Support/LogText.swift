// SPDX-License-Identifier: Apache-2.0

import Controller
import TestSupport

/// A queue log of a few rows, in a directory of its own.
struct LogText {
    static let header =
        "case_id,stage,arrival,service_start,leave,service_type,server,priority,outcome"

    private var rows = [Self.header]
    private var people = 0

    /// Somebody who came, was served and left, at times of 1 February like `09:00:00`.
    mutating func served(
        _ arrival: String, _ start: String, _ leave: String, _ type: String = "A",
        by server: String = "S1", priority: Int = 0, day: Int = 1
    ) {
        add([time(arrival, day), time(start, day), time(leave, day), type, server], priority)
    }

    mutating func gaveUp(_ arrival: String, _ leave: String, _ type: String = "A") {
        add([time(arrival, 1), "", time(leave, 1), type, ""], 0, "abandoned")
    }

    mutating func row(_ text: String) { rows.append(text) }

    private mutating func add(_ fields: [String], _ priority: Int, _ outcome: String = "served") {
        people += 1
        rows.append(
            (["p\(people)", "0"] + fields + [String(priority), outcome]).joined(separator: ","))
    }

    private func time(_ clock: String, _ day: Int) -> String { "1999-02-0\(day)T\(clock)" }

    var text: String { rows.joined(separator: "\n") + "\n" }

    /// Replays it, and gives the figures and every difference in order.
    func replayed(
        headStart: Int = 90, takesBreaks: Bool = true
    ) throws -> (figures: LogFigures, differences: [OrderDifference]) {
        let directory = try TemporaryDirectory()
        try directory.write(text, to: "log.csv")
        var differences: [OrderDifference] = []
        var run = LogRun(headStartSeconds: headStart, takesBreaks: takesBreaks)
        try run.run(directory.file("log.csv")) { differences.append($0) }
        return (run.figures, differences)
    }
}
