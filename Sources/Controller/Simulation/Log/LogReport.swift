// SPDX-License-Identifier: Apache-2.0

import Facts
import Hall

/// What a replayed queue log came to, for people to read.
package struct LogReport {
    private let figures: LogFigures
    private let file: String
    private let headStartSeconds: Int
    private let takesBreaks: Bool
    private let say: Sentences

    package init(_ run: LogRun, file: String, say: Sentences) {
        figures = run.figures
        headStartSeconds = run.headStartSeconds
        takesBreaks = run.takesBreaks
        self.file = file
        self.say = say
    }

    package var lines: [String] {
        [
            say(
                "simulate.log.title",
                [
                    "file": file, "days": String(figures.days),
                    "arrivals": String(figures.total.arrivals),
                ]),
            say("simulate.log.rule", ["seconds": String(headStartSeconds)]), "",
        ] + waits + [""] + order + [""] + reading
    }

    private var waits: [String] {
        var table = TextTable()
        let columns = [
            "type", "arrivals", "", "served", "quit", "mean", "median", "p90", "longest",
        ]
        table.add(columns.map { $0.isEmpty ? "" : say("simulate.log.\($0)") })
        var kinds = figures.types.sorted { $0.key < $1.key }.map { ($0.key.text, $0.value) }
        kinds.append((say("simulate.log.all"), figures.total))
        for (name, kind) in kinds {
            let arrivals = [name, String(kind.arrivals)]
            table.add(
                arrivals + [say("simulate.log.log")] + cells(kind.logWaits, quit: kind.logQuit))
            table.add(
                ["", "", say("simulate.log.engine")]
                    + cells(kind.engineWaits, quit: kind.engineQuit))
        }
        return table.lines
    }

    private func cells(_ waits: Waits, quit: Int) -> [String] {
        let mean = Int64(waits.mean.rounded())
        return [String(waits.count), String(quit)]
            + [mean, waits.percentile(50), waits.percentile(90), waits.longest]
            .map(\.minutesText)
    }

    private var order: [String] {
        let turned = figures.differences.values.reduce(0, +)
        let reasons = figures.differences.sorted {
            ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue)
        }
        let counts = reasons.map { reason, count in
            "  \(count)  "
                + say("explain.\(reason.rawValue)", ["first": "A", "second": "B", "window": "W"])
        }
        let people = [
            "both": String(figures.servedInBoth), "same": String(figures.inLogsOrder),
        ]
        return [
            say("simulate.log.order", people),
            say("simulate.log.turned", ["pairs": String(turned)]),
        ] + counts
    }

    /// What had to be taken for granted, and how often the log speaks against it.
    private var reading: [String] {
        let values = [
            "shifts": String(figures.shifts),
            "shiftHours": String(figures.shiftSeconds / 3600),
            "breaks": String(figures.breaks),
            "breakHours": String(figures.breakSeconds / 3600),
            "overlaps": String(figures.overlaps), "unnamed": String(figures.unnamed),
            "early": String(figures.calledBeforeQuitting),
            "left": String(figures.leftWaiting),
        ]
        return [
            "reading", takesBreaks ? "breaks" : "noBreaks", "overlaps", "unnamed", "early", "left",
        ].map { say("simulate.log.\($0)", values) }
    }
}

extension OrderDifference {
    /// The pair and the reason, in one line.
    package func line(_ say: Sentences) -> String {
        let values = [
            "first": words(first, say), "second": words(second, say), "window": window,
        ]
        return say(
            "simulate.log.pair",
            [
                "date": first.date.description,
                "sentence": say("explain.\(reason.rawValue)", values),
            ])
    }

    private func words(_ person: LoggedPerson, _ say: Sentences) -> String {
        say(
            person.priority == .priority ? "simulate.log.priority" : "simulate.log.person",
            [
                "line": String(person.line), "case": person.caseID,
                "type": person.service.text, "time": QueueLogRow.text(person.arrival),
                "start": QueueLogRow.text(person.start ?? person.leave),
            ])
    }
}

extension Sentences {
    /// What is wrong with a queue log: file, line, column, mend.
    package func line(_ problem: QueueLogProblem, in file: String) -> String {
        let place = problem.line > 0 ? "\(file):\(problem.line)" : file
        let column = problem.column.isEmpty ? "" : " \(problem.column):"
        let sentence = self("simulate.log.bad.\(problem.kind.rawValue)", problem.values)
        return "\(place):\(column) \(sentence)"
    }

    /// What stopped the replay of a queue log.
    package func line(_ failure: LogReplayFailure) -> String {
        switch failure {
        case .refused(let refusal, let seconds):
            self(
                "simulate.log.refused",
                ["reason": refusal.kind.rawValue, "time": QueueLogRow.text(seconds)])
        case .otherChoice: self("simulate.log.otherChoice")
        }
    }
}
