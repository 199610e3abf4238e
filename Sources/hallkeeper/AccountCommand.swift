// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Controller
import Foundation

struct AccountCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "account", abstract: "Looks after who may sign in.", subcommands: [Add.self])

    struct Add: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Adds an account; the password is asked for. The hall must be stopped.")

        @OptionGroup var places: Places

        @Argument(help: "The name to sign in with.")
        var name: String

        @Option(help: "officer, supervisor, administrator, citizenKiosk or display.")
        var role: String

        @Option(help: "The officer's or kiosk's id in the hall, if it is not the name.")
        var officer: String?

        func run() throws {
            let terminal = Terminal(places)
            guard let password = Self.password(terminal.say("account.password")) else {
                throw terminal.failure([terminal.say("account.noPassword")])
            }
            do {
                try Accounts.add(
                    name: name, role: role, officer: officer, password: password,
                    data: terminal.data)
                terminal.tell(terminal.say("account.added", ["name": name]))
            } catch {
                throw terminal.failure([terminal.say("start.accounts", ["reason": "\(error)"])])
            }
        }

        /// From the terminal without showing it, or a line of the input of a script.
        private static func password(_ prompt: String) -> String? {
            guard isatty(STDIN_FILENO) == 1 else { return readLine() }
            return getpass(prompt).map { String(cString: $0) }
        }
    }
}
