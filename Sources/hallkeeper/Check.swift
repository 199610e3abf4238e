// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Controller
import Facts
import Store

struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Reads the configuration and says everything that is wrong with it.")

    @OptionGroup var places: Places

    @Argument(help: "The configuration file, instead of --config.")
    var file: String?

    @Option(help: "The data of a hall, running or not: says what the file would do to it.")
    var against: String?

    func run() throws {
        let terminal = Terminal(places)
        let path = file ?? places.config
        do {
            let configuration = try HallFile.read(path)
            terminal.tell(
                terminal.say(
                    "check.sound",
                    [
                        "file": path,
                        "windows": String(configuration.structure.windows.count),
                        "services": String(configuration.structure.services.count),
                    ]))
        } catch {
            throw terminal.failure(terminal.say.lines(error))
        }
        if let against { try compare(path, with: against, terminal) }
    }

    private func compare(_ path: String, with data: String, _ terminal: Terminal) throws {
        let planned: ReloadOutcome?
        do {
            planned = try ConfigurationCommand.plan(path, against: data)
        } catch {
            throw terminal.failure([
                terminal.say("start.journal", ["reason": terminal.say(error.reason)])
            ])
        }
        guard let planned else {
            throw terminal.failure([terminal.say("check.noHall", ["data": data])])
        }
        let lines = terminal.say.lines(planned: planned)
        guard case .done = planned else { throw terminal.failure(lines) }
        for line in lines { terminal.tell(line) }
    }
}
