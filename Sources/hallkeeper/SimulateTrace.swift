// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Controller

/// `simulate --trace`: says where today's rules would have decided otherwise.
struct SimulateTrace {
    let terminal: Terminal
    let path: String

    /// Ends with a status that is not 0 if anything came to something else.
    func run() throws {
        let outcome: TraceOutcome
        do throws(TraceProblem) {
            outcome = try TraceReplay.run(path, data: terminal.data, tell: tell)
        } catch {
            throw terminal.failure([terminal.say.line(error)])
        }
        terminal.tell(
            say("simulate.trace.agreed", outcome.inputs, ["facts": String(outcome.agreedFacts)]))
        if outcome.isCutOff { terminal.tell(terminal.say("simulate.trace.cutOff", ["file": path])) }
        if outcome.beyond > 0 { terminal.tell(say("simulate.trace.beyond", outcome.beyond)) }
        guard outcome.differences > 0 else { return }
        throw terminal.failure([say("simulate.trace.differed", outcome.differences)])
    }

    private func tell(_ difference: TraceDifference) {
        let place = difference.line.map { "\(path):\($0)" } ?? terminal.data
        terminal.tell("\(place): \(difference.clock) \(difference.input)")
        tell("simulate.trace.then", difference.then)
        tell("simulate.trace.now", difference.now)
    }

    private func tell(_ key: String, _ facts: [String]) {
        let facts = facts.isEmpty ? [terminal.say("simulate.trace.noFact")] : facts
        for fact in facts { terminal.tell("  \(terminal.say(key)) \(fact)") }
    }

    private func say(_ key: String, _ count: Int, _ values: [String: String] = [:]) -> String {
        terminal.say(key, values.merging(["inputs": String(count)]) { $1 })
    }
}
