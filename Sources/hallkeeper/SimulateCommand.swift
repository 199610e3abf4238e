// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Controller
import Facts

struct SimulateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Lives through days that were, or might be, by the rules of this release.")

    @OptionGroup var places: Places

    @Option(help: "Makes up days from this number; the same number makes the same days.")
    var seed: UInt64?

    @Option(help: "With --seed: how many working days.")
    var days: UInt16 = 1

    @Option(help: "With --seed: the first day.")
    var from = "2025-01-06"

    @Option(help: "With --seed: about how many people come; else as many as keep windows busy.")
    var ticketsPerDay: UInt16?

    @Option(help: "With --seed: a hall of so many windows instead of the configuration's.")
    var windows: UInt8?

    @Option(
        help: ArgumentHelp(
            "With --seed: a new data directory to keep the facts in.", valueName: "directory"))
    var journal: String?

    @Option(
        help: ArgumentHelp(
            "A real queue log; compared with what the hall would have done.", valueName: "file"))
    var log: String?

    @Option(help: "With --log: how many seconds earlier priority is taken to have come.")
    var headStart: UInt16 = 90

    @Flag(help: "With --log: servers are free even where the log shows that they took nobody.")
    var withoutBreaks = false

    @Option(
        help: ArgumentHelp(
            "With --log: where every difference in order is written.", valueName: "file"))
    var differences: String?

    @Option(
        help: ArgumentHelp(
            "A file of what came in on a real day; compared with the journal in --data.",
            valueName: "file"))
    var trace: String?

    func run() throws {
        let terminal = Terminal(places)
        switch (seed, log, trace) {
        case (let seed?, nil, nil): try run(seed, terminal)
        case (nil, nil, let trace?): try SimulateTrace(terminal: terminal, path: trace).run()
        case (nil, let log?, nil):
            try SimulateLog(
                terminal: terminal, path: log, headStartSeconds: Int(headStart),
                takesBreaks: !withoutBreaks, differences: differences
            ).run()
        default: throw terminal.failure([terminal.say("simulate.nothing")])
        }
    }

    private func run(_ seed: UInt64, _ terminal: Terminal) throws {
        guard let date = CivilDate(from) else {
            throw terminal.failure([terminal.say("simulate.seed.badDate", ["value": from])])
        }
        try SimulateSeed(
            terminal: terminal, seed: seed, days: Int(days), from: date,
            ticketsPerDay: ticketsPerDay.map(Int.init), windows: windows.map(Int.init),
            configuration: places.config, journal: journal
        ).run()
    }
}
