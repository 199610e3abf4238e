// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Controller

struct SimulateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Lives through days that were, or might be, by the rules of this release.")

    @OptionGroup var places: Places

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

    func run() throws {
        let terminal = Terminal(places)
        guard let log else { throw terminal.failure([terminal.say("simulate.nothing")]) }
        try SimulateLog(
            terminal: terminal, path: log, headStartSeconds: Int(headStart),
            takesBreaks: !withoutBreaks, differences: differences
        ).run()
    }
}
