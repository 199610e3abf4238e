// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Controller

struct JournalCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "journal", abstract: "Looks after the record of all facts.",
        subcommands: [Verify.self])

    struct Verify: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Checks every fact, hash and signature, also while the hall runs.")

        @OptionGroup var places: Places

        func run() throws {
            let terminal = Terminal(places)
            var told: Int64 = 0
            let outcome: ControlMessage
            do {
                outcome = try JournalCheckUp.run(data: terminal.data) { message in
                    guard case .progress(let rows) = message, rows >= told + 100_000 else { return }
                    told = rows
                    terminal.tell(terminal.say("verify.progress", ["rows": String(rows)]))
                }
            } catch {
                throw terminal.failure([terminal.say("start.journal", ["reason": "\(error)"])])
            }
            switch outcome {
            case .verified(let rows, let epochs, let heads, let keys):
                terminal.tell(
                    terminal.say(
                        "verify.sound",
                        [
                            "rows": String(rows), "epochs": String(epochs),
                            "heads": String(heads), "keys": keys.joined(separator: " "),
                        ]))
            case .unsound(let sequence, let check):
                throw terminal.failure([
                    terminal.say(
                        "verify.unsound", ["sequence": String(sequence), "check": check])
                ])
            case .failed(let reason):
                throw terminal.failure([terminal.say("start.journal", ["reason": reason])])
            case .progress:
                throw terminal.failure([terminal.say("verify.interrupted")])
            }
        }
    }
}
