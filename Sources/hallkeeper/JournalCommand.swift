// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Controller
import Store

struct JournalCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "journal", abstract: "Looks after the record of all facts.",
        subcommands: [Verify.self])

    struct Verify: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Checks every fact, hash, signature and text, also while the hall runs.")

        @OptionGroup var places: Places

        func run() throws {
            let terminal = Terminal(places)
            var told: Int64 = 0
            let outcome = FileCommand.run(.verify, data: terminal.data) { message in
                guard case .progress(let rows) = message, rows >= told + 100_000 else { return }
                told = rows
                terminal.tell(terminal.say("verify.progress", ["rows": String(rows)]))
            }
            switch outcome {
            case .verified(let rows, let epochs, let heads, let keys, let texts):
                terminal.tell(
                    terminal.say(
                        "verify.sound",
                        [
                            "rows": String(rows), "epochs": String(epochs),
                            "heads": String(heads), "keys": keys.joined(separator: " "),
                        ]))
                try terminal.tell(of: texts)
            case .unsound(let sequence, let check):
                throw terminal.failure([
                    terminal.say(
                        "verify.unsound",
                        [
                            "sequence": String(sequence),
                            "check": terminal.say("verify.check.\(check)"),
                        ])
                ])
            case .failed(let reason):
                throw terminal.failure([
                    terminal.say("start.journal", ["reason": terminal.say(reason)])
                ])
            default:
                throw terminal.failure([terminal.say("verify.interrupted")])
            }
        }
    }
}

extension Terminal {
    /// How the texts facts speak of stand to those that are kept.
    fileprivate func tell(of texts: TextAudit) throws {
        guard texts.commitments > 0 else { return }
        tell(
            say(
                "verify.texts",
                ["commitments": String(texts.commitments), "present": String(texts.present)]))
        for (rule, count) in texts.erased.sorted(by: { $0.key < $1.key }) {
            tell(say("verify.erased", ["count": String(count), "rule": rule]))
        }
        guard !texts.isSound else { return }
        throw failure([
            say(
                "verify.textsUnsound",
                [
                    "missing": String(texts.missing), "altered": String(texts.altered),
                    "unrecorded": String(texts.unrecorded),
                    "texts": texts.suspects.joined(separator: " "),
                ])
        ])
    }
}
