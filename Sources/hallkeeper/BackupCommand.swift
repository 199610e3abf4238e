// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Controller
import Facts
import Foundation
import Store

struct BackupCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Writes all a hall needs to go on elsewhere, also while it runs.")

    @OptionGroup var places: Places

    @Argument(help: "A directory that is not there yet, best on another disk.")
    var directory: String

    func run() throws {
        let terminal = Terminal(places)
        var told = PercentTold(terminal)
        let target = ControlRequest.absolute(directory)
        let outcome = FileCommand.run(
            .backup(directory: target), data: terminal.data, configuration: places.existingConfig
        ) { message in
            switch message {
            case .copying(let percent): told.tell("backup.copying", percent)
            case .checking(let percent): told.tell("backup.checking", percent)
            default: break
            }
        }
        switch outcome {
        case .backedUp(let manifest):
            terminal.tell(
                terminal.say(
                    "backup.done",
                    [
                        "directory": target, "sequence": String(manifest.sequence),
                        "epoch": manifest.epoch.text, "head": manifest.head,
                    ]))
        case .failed(let reason):
            throw terminal.failure([terminal.say("backup.failed", ["reason": terminal.say(reason)])]
            )
        default:
            throw terminal.failure([terminal.say("backup.interrupted")])
        }
    }
}

/// Says how far something has come, in steps worth reading.
struct PercentTold {
    private static let step = 10

    private let terminal: Terminal
    private var last: (key: String, tens: Int)?

    init(_ terminal: Terminal) {
        self.terminal = terminal
    }

    mutating func tell(_ key: String, _ percent: Int) {
        let tens = percent / Self.step
        guard last?.key != key || last?.tens != tens else { return }
        last = (key, tens)
        terminal.tell(terminal.say(key, ["percent": String(percent)]))
    }
}

extension Places {
    /// The configuration file, if there is one.
    fileprivate var existingConfig: String? {
        FileManager.default.fileExists(atPath: config) ? config : nil
    }
}
