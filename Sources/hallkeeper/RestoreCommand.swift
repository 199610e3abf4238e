// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Controller
import Facts
import Store

struct RestoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Makes a data directory from a backup, in which a hall goes on.")

    @OptionGroup var places: Places

    @Argument(help: "The directory the backup was written to.")
    var backup: String

    @Option(
        help: """
            In which block of the day's numbers the hall goes on, if another machine has served \
            this day from another copy of this backup; otherwise the first that cannot have been \
            used.
            """)
    var block: Int?

    @Flag(help: "Puts a journal that is there already aside.")
    var replace = false

    func validate() throws {
        if let block, !(1...Restore.highestBlock).contains(block) {
            throw ValidationError("--block is a number from 1 to \(Restore.highestBlock).")
        }
    }

    func run() throws {
        let terminal = Terminal(places)
        var told = PercentTold(terminal)
        do {
            let restored = try RestoreRun.run(
                Restore(backup: backup, data: terminal.data, block: block, replace: replace)
            ) { step in
                if case .checked(let percent) = step { told.tell("restore.checking", percent) }
            }
            terminal.tell(terminal.say("restore.done", ["data": terminal.data]))
            if let aside = restored.outcome.aside {
                terminal.tell(terminal.say("restore.aside", ["directory": aside]))
            }
            terminal.tell(
                terminal.say(
                    "restore.numbers",
                    [
                        "date": restored.outcome.restored.date.description,
                        "block": String(restored.outcome.restored.block),
                        "numbers": restored.firstNumbers.joined(separator: ", "),
                    ]))
            terminal.tell(terminal.say("restore.adopt"))
            if !restored.outcome.isNoted {
                let next = String(restored.outcome.restored.block + 1)
                terminal.tell(terminal.say("restore.unnoted", ["block": next]))
            }
        } catch {
            throw terminal.failure([
                terminal.say("restore.failed", ["reason": terminal.say(error.reason)])
            ])
        }
    }
}
