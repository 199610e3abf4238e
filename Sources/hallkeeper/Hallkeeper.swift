// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

@main
struct Hallkeeper: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hallkeeper",
        abstract: "The controller of a service hall.",
        subcommands: [
            Serve.self, Check.self, ReloadCommand.self, SchemaCommand.self, PortsCommand.self,
            PortShareCommand.self,
            JournalCommand.self,
            BackupCommand.self,
            RestoreCommand.self, EraseCommand.self, AccountCommand.self, SimulateCommand.self,
            SlipCommand.self, PrinterCommand.self, BusCommand.self,
        ],
        defaultSubcommand: Serve.self)
}

/// Where the program finds its files, the same for all commands.
struct Places: ParsableArguments {
    @Option(help: "The hall's configuration file.")
    var config = "hall.yaml"

    @Option(help: "The directory for all that must last; HALLKEEPER_DATA if not given.")
    var data: String?

    @Option(
        help:
            "The directory of the pages; HALLKEEPER_PAGES if not given, else kiosk here or beside the program."
    )
    var pages: String?
}
