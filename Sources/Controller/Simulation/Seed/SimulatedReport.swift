// SPDX-License-Identifier: Apache-2.0

import Facts
import Store

/// What simulated days came to, for people to read.
package struct SimulatedReport {
    private let run: SimulatedRun
    private let recipe: SimulatedHall.Recipe
    private let say: Sentences

    package init(_ run: SimulatedRun, _ recipe: SimulatedHall.Recipe, say: Sentences) {
        self.run = run
        self.recipe = recipe
        self.say = say
    }

    package var lines: [String] {
        let structure = recipe.structure
        let title = say(
            "simulate.seed.title",
            [
                "seed": String(recipe.seed), "days": String(run.days.count),
                "windows": String(structure.windows.count),
                "services": String(structure.services.count),
            ])
        guard let total = run.total else { return [title, say("simulate.seed.shut")] }
        return [title, ""] + days(total) + [""] + services(total) + [""] + refusals(total)
    }

    private func header(_ columns: [String]) -> [String] {
        columns.map { say("simulate.seed.\($0)") }
    }

    private func days(_ total: SimulatedFigures.Day) -> [String] {
        var table = TextTable()
        table.add(
            header([
                "date", "tickets", "served", "noShows", "cameBack", "givenUp", "deferred", "mean",
                "median", "p90", "use", "facts",
            ]))
        for day in run.days { table.add([day.date.description] + cells(day)) }
        table.add([say("simulate.seed.all")] + cells(total))
        return table.lines
    }

    private func cells(_ day: SimulatedFigures.Day) -> [String] {
        let use = day.open > 0 ? day.busy * 100 / day.open : 0
        let counts = [
            day.tickets, day.served, day.noShows, day.cameBack, day.givenUp, day.deferred,
        ]
        return counts.map(String.init) + cells(day.waits) + ["\(use)%", String(day.facts)]
    }

    private func cells(_ waits: Waits) -> [String] {
        [Int64(waits.mean.rounded()), waits.percentile(50), waits.percentile(90)]
            .map(\.minutesText)
    }

    private func services(_ total: SimulatedFigures.Day) -> [String] {
        var table = TextTable()
        table.add(header(["service", "tickets", "served", "mean", "median", "p90"]))
        for service in recipe.structure.services {
            let figures = total.services[service.id] ?? SimulatedFigures.Service()
            table.add(
                [
                    "\(service.prefix) \(service.id)", String(figures.tickets),
                    String(figures.served),
                ] + cells(figures.waits))
        }
        return table.lines
    }

    private func refusals(_ total: SimulatedFigures.Day) -> [String] {
        let refusals = total.refusals.sorted { $0.key < $1.key }
        let names = refusals.map { "\(say("problem.\($0.key).title")) \($0.value)" }
            .joined(separator: ", ")
        return [
            say(
                "simulate.seed.refusals",
                ["count": String(refusals.reduce(0) { $0 + $1.value }), "names": names])
        ]
    }
}

extension Sentences {
    /// Why nothing was simulated.
    package func line(_ problem: SimulatedRun.Problem) -> String {
        switch problem {
        case .notEmpty(let directory):
            self("simulate.seed.notEmpty", ["directory": directory])
        case .future(let last): self("simulate.seed.future", ["date": last.description])
        case .journal(let error): self("start.journal", ["reason": self(error.reason)])
        }
    }
}
