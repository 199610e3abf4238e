// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Engine
import Facts
import Hall
import Store

/// What commands do with the files of a hall, by whoever holds these: the running controller, or
/// the command itself when none runs.
struct HallFiles: Sendable {
    let directory: DataDirectory
    let reader: JournalReader
    let side: SideStore
    /// Writes a copy of the accounts.
    let accounts: (@Sendable (String) throws -> Void)?
    /// The path of `hall.yaml`.
    let configuration: String?

    /// Writes into the journal that texts were erased; false if it could not be written.
    typealias Record = (TextErased, Actor) -> Bool
}

extension HallFiles {
    /// How many texts one fact names at most.
    private static let textsPerFact = 1000

    /// Does what is asked and gives the last word on it.
    ///
    /// - Parameter say: hears how it goes on; false ends it.
    func perform(
        _ request: ControlRequest, at now: Moment, record: Record,
        say: (ControlMessage) -> Bool
    ) -> ControlMessage {
        do {
            switch request {
            case .reload, .plan: return .reloaded(.unavailable)
            case .paper: return .failed(Reason("printer.nobody", ["data": directory.path]))
            case .verify: return try verify(say)
            case .backup(let target):
                return .backedUp(
                    try backup.write(to: target, at: now.wall) { say(ControlMessage($0)) })
            case .erase(let rule, let reason, let person):
                let erased = try side.erase(rule, at: now.wall)
                let actor = Actor(.administrator, person)
                return .erased(
                    count: erased.count,
                    isRecorded: try report(
                        erased, under: rule.name, reason: reason, by: actor, record))
            }
        } catch {
            return .failed(BackupError(any: error, path: directory.path).reason)
        }
    }

    var backup: Backup {
        Backup(
            journal: reader, side: side, in: directory, configuration: configuration,
            accounts: accounts)
    }

    /// Has the journal say what is erased and was never reported, as after a power cut between the
    /// two; false if it cannot be written.
    func reportErased(by actor: Actor, _ record: Record) throws(JournalError) -> Bool {
        for (rule, texts) in try side.unrecorded().sorted(by: { $0.key < $1.key }) {
            guard try report(texts, under: rule, reason: nil, by: actor, record) else {
                return false
            }
        }
        return true
    }

    private func report(
        _ texts: [String], under rule: String, reason: String?, by actor: Actor, _ record: Record
    ) throws(JournalError) -> Bool {
        var rest = texts[...]
        while !rest.isEmpty {
            let some = Array(rest.prefix(Self.textsPerFact))
            rest = rest.dropFirst(some.count)
            guard record(TextErased(rule: rule, texts: some, reason: reason), actor) else {
                return false
            }
            try side.setRecorded(some)
        }
        return true
    }

    private func verify(_ say: (ControlMessage) -> Bool) throws(JournalError) -> ControlMessage {
        var verification = Verification()
        while !verification.isFinished {
            verification = try reader.verifySlice(after: verification, count: 1000, side: side)
            let message = ControlMessage(verification)
            if message.isEnd { return message }
            guard say(message) else { break }
        }
        // No last word: whoever still listens hears that it was cut short.
        return ControlMessage(verification)
    }
}

extension HallLoop {
    /// Has the journal say which texts were erased, and waits for it; not to be called on the
    /// loop's own thread.
    func record(_ erased: TextErased, by actor: Actor) -> Bool {
        let answered = DispatchSemaphore(value: 0)
        let isDone = Handover(false)
        post(.reportErasure(erased), by: actor) { answer, _ in
            if case .done = answer { isDone.put(true) }
            answered.signal()
        }
        answered.wait()
        return isDone.take() ?? false
    }
}
