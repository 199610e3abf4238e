// SPDX-License-Identifier: Apache-2.0

import Controller
import Foundation

/// A queue log of anybody's. What is read must be lived through to its end and told; nobody may
/// be lost or counted twice on the way.
@_cdecl("LLVMFuzzerTestOneInput")
package func fuzzLogs(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Data(UnsafeBufferPointer(start: start, count: count))
    do {
        try bytes.write(to: URL(filePath: path))
    } catch {
        preconditionFailure("\(path): \(error)")
    }
    for takesBreaks in [true, false] { live(takesBreaks) }
    return 0
}

private let path = FileManager.default.temporaryDirectory
    .appending(path: "hallkeeper-fuzz-\(ProcessInfo.processInfo.processIdentifier).csv").path()
private let say = Sentences(pages: "kiosk", environment: ["HALLKEEPER_LANG": "en"])

private func live(_ takesBreaks: Bool) {
    var run = LogRun(headStartSeconds: 90, takesBreaks: takesBreaks)
    var told = 0
    do {
        try run.run(path) { difference in
            told += 1
            precondition(!difference.line(say).isEmpty)
        }
    } catch let problem as QueueLogProblem {
        precondition(!say.line(problem, in: "log.csv").isEmpty)
        return
    } catch {
        preconditionFailure("a log that was read is not lived through: \(error)")
    }
    check(run.figures, told: told)
    precondition(!LogReport(run, file: "log.csv", say: say).lines.isEmpty)
}

private func check(_ figures: LogFigures, told: Int) {
    let all = figures.total
    precondition(told == figures.differences.values.reduce(0, +), "told otherwise than counted")
    precondition(all.arrivals == all.logWaits.count + all.logQuit, "somebody is lost")
    precondition(
        all.logWaits.count == all.engineWaits.count + figures.leftWaiting, "somebody is lost")
    precondition(
        all.engineQuit + figures.calledBeforeQuitting <= all.logQuit, "both called and gone")
    precondition(figures.inLogsOrder <= figures.servedInBoth)
    precondition(all.engineWaits.count == figures.servedInBoth)
}
