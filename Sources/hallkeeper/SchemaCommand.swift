// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Controller

struct SchemaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: "Prints the JSON Schema of the configuration file, for editors.")

    func run() { print(HallSchema.text, terminator: "") }
}
