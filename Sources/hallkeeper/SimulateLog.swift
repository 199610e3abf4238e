// SPDX-License-Identifier: Apache-2.0

import Controller
import Foundation

/// `simulate --log`: lives through a real queue log again by the hall's rules.
struct SimulateLog {
    let terminal: Terminal
    let path: String
    let headStartSeconds: Int
    let takesBreaks: Bool
    /// Where every difference in order is written.
    let differences: String?

    func run() throws {
        var run = LogRun(headStartSeconds: headStartSeconds, takesBreaks: takesBreaks)
        do {
            let output = try differences.map(file)
            try run.run(path) { difference in
                let line = difference.line(terminal.say) + "\n"
                try output?.write(contentsOf: Data(line.utf8))
            }
            try output?.close()
        } catch let problem as QueueLogProblem {
            throw terminal.failure([terminal.say.line(problem, in: path)])
        } catch let failure as LogReplayFailure {
            throw terminal.failure([terminal.say.line(failure)])
        }
        for line in LogReport(run, file: path, say: terminal.say).lines { terminal.tell(line) }
    }

    private func file(_ path: String) throws -> FileHandle {
        do {
            try Data().write(to: URL(filePath: path))
            return try FileHandle(forWritingTo: URL(filePath: path))
        } catch {
            let reason = error.localizedDescription
            throw terminal.failure([
                terminal.say("simulate.log.unwritable", ["file": path, "reason": reason])
            ])
        }
    }
}
