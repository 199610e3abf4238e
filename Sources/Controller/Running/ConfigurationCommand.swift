// SPDX-License-Identifier: Apache-2.0

import Engine
import Facts
import Foundation
import Hall
package import Store

/// What commands do with a configuration and a hall, running or not.
package enum ConfigurationCommand {
    /// Has the running hall take up its file; nil when none runs.
    package static func reload(data: String) -> ReloadOutcome? {
        guard FileManager.default.fileExists(atPath: data) else { return nil }
        return ask(.reload, in: data)
    }

    /// What a file would do to the hall whose data lie in a directory; nil when there is none.
    ///
    /// - Throws: `JournalError` when the hall does not run and its journal cannot be read.
    package static func plan(
        _ path: String, against data: String
    ) throws(JournalError) -> ReloadOutcome? {
        guard FileManager.default.fileExists(atPath: data + "/journal.sqlite") else { return nil }
        let path = ControlRequest.absolute(path)
        do throws(JournalError) {
            return try planAlone(path, against: DataDirectory(data))
        } catch .inUse(let directory) {
            return ask(.plan(path), in: directory) ?? .unavailable
        }
    }

    private static func ask(_ request: ControlRequest, in directory: String) -> ReloadOutcome? {
        switch ControlClient.ask(request, in: directory, progress: { _ in }) {
        case .reloaded(let outcome): outcome
        default: nil
        }
    }

    private static func planAlone(
        _ path: String, against directory: DataDirectory
    ) throws(JournalError) -> ReloadOutcome {
        let wanted: HallConfiguration
        do {
            wanted = try HallFile.read(path)
        } catch {
            return .unsound(error)
        }
        let now = HallClock(zone: wanted.zone).now()
        let journal = try Journal<HallFact>(in: directory)
        var engine = try LoopWorker.load(journal, boot: HallClock.boot(), now: now)
        // At its start the hall first closes a day that is over, and its tickets with it.
        _ = engine.turn(at: now, cause: "check")
        return ReloadOutcome(planning: wanted, for: engine.state, now)
    }
}
