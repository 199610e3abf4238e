// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Controller
import Facts

struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Reads the configuration and says everything that is wrong with it.")

    @OptionGroup var places: Places

    func run() throws {
        let terminal = Terminal(places)
        do {
            let configuration = try HallFile.read(places.config)
            terminal.tell(
                terminal.say(
                    "check.sound",
                    [
                        "file": places.config,
                        "windows": String(configuration.structure.windows.count),
                        "services": String(configuration.structure.services.count),
                    ]))
        } catch {
            throw terminal.failure(terminal.say.lines(error))
        }
    }
}
