// SPDX-License-Identifier: Apache-2.0

import Facts
import Foundation
import Hall
package import Store
import Web

/// Runs a command on a hall's files, through the controller that holds them if there is one.
package enum FileCommand {
    /// - Parameters:
    ///   - data: the data directory.
    ///   - configuration: the `hall.yaml` that a backup should hold, if the hall is stopped.
    ///   - progress: hears each step but the last, which is returned; nil when the controller
    ///     stopped before the end.
    package static func run(
        _ request: ControlRequest, data: String, configuration: String? = nil,
        progress: (ControlMessage) -> Void
    ) -> ControlMessage? {
        do {
            guard FileManager.default.fileExists(atPath: data + "/journal.sqlite") else {
                return .failed(Reason("journal.missing", ["path": data + "/journal.sqlite"]))
            }
            let directory = try DataDirectory(data)
            let journal = try Journal<HallFact>(in: directory)
            let files = try HallFiles(
                stopped: directory, reader: journal.reader, configuration: configuration)
            let record = { (erased: TextErased, actor: Actor) in
                (try? journal.append(.textErased(erased), by: .now(actor))) != nil
            }
            return files.perform(request, at: HallClock.utc(), record: record) { message in
                progress(message)
                return true
            }
        } catch .inUse(let directory) {
            return ControlClient.ask(request, in: directory, progress: progress)
        } catch {
            return .failed(error.reason)
        }
    }
}

extension HallFiles {
    /// The files of a hall that is not running.
    fileprivate init(
        stopped directory: DataDirectory, reader: JournalReader, configuration: String?
    ) throws(JournalError) {
        let accounts = directory.file("access.sqlite")
        var copy: (@Sendable (String) throws -> Void)?
        if FileManager.default.fileExists(atPath: accounts) {
            copy = { try Access.copy(accounts, to: $0) }
        }
        self.init(
            directory: directory, reader: reader, side: try SideStore(in: directory),
            accounts: copy,
            configuration: configuration)
    }
}

extension Occasion {
    /// Of a command at a terminal.
    static func now(_ actor: Actor) -> Occasion {
        Occasion(
            actor: actor, moment: HallClock.utc(), boot: HallClock.boot(),
            input: RandomID.input())
    }
}

/// Restores a backup for a command at a terminal.
package enum RestoreRun {
    /// What became of it, and with which numbers the hall goes on.
    package struct Restored: Sendable {
        package var outcome: Restore.Outcome
        /// The first number of each prefix; the bare number where no prefix is known.
        package var firstNumbers: [String]
    }

    /// Throws `BackupError` with what to mend.
    package static func run(
        _ restore: Restore, step: (Restore.Step) -> Void
    ) throws(BackupError) -> Restored {
        let actor = Actor(.administrator, NSUserName())
        let outcome = try restore.run(by: .now(actor), step: step)
        let structure = outcome.structure ?? .empty
        let ordinal = outcome.restored.block * structure.block + 1
        let prefixes = Set(structure.services.map(\.prefix)).sorted()
        return Restored(
            outcome: outcome,
            firstNumbers: (prefixes.isEmpty ? [""] : prefixes).map {
                Ticket.number(prefix: $0, ordinal: ordinal)
            })
    }
}
