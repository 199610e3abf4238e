// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Controller

struct ReloadCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reload",
        abstract: "Has the running hall take up its configuration file as it is now.")

    @OptionGroup var places: Places

    func run() throws {
        let terminal = Terminal(places)
        guard let outcome = ConfigurationCommand.reload(data: terminal.data) else {
            throw terminal.failure([terminal.say("reload.nobody", ["data": terminal.data])])
        }
        let lines = terminal.say.lines(reloaded: outcome)
        guard case .done = outcome else { throw terminal.failure(lines) }
        for line in lines { terminal.tell(line) }
    }
}
