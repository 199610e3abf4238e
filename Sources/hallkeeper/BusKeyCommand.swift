// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Controller
import Devices
import Foundation

extension BusCommand {
    struct Key: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Puts its key into the only unit on a wire, made of the hall's secret.",
            discussion: "Whoever hears the wire meanwhile knows the key: do it at the bench. The "
                + "unit takes one in its first ten minutes after power-up, or while its button "
                + "is held.")

        @OptionGroup var places: Places
        @OptionGroup var wire: BusWireOptions

        @Argument(help: "The secret's file; made, for its owner alone, if there is none yet.")
        var file: String

        func run() throws {
            let terminal = Terminal(places)
            let secret = try secret(terminal)
            let key = try wire.perform(terminal) { survey throws(ChannelError) in
                let units = try wire.units(&survey, sweep: false, terminal)
                guard units.count == 1, let unit = units.first else {
                    return (units.count, "", BusSurvey.Outcome.silent)
                }
                let outcome = try survey.install(secret.unitKey(of: unit.uid), in: unit)
                return (1, "\(unit.uid)", outcome)
            }
            let (count, uid, outcome) = key
            guard count == 1 else {
                throw terminal.failure([
                    terminal.say("bus.key.one", ["count": String(count)])
                ])
            }
            switch outcome {
            case .done: terminal.tell(terminal.say("bus.key.in", ["uid": uid, "file": file]))
            case .silent: throw terminal.failure([terminal.say("bus.key.silent", ["uid": uid])])
            case .refused(let status):
                throw terminal.failure([
                    terminal.say("bus.key.refused", ["uid": uid, "status": status])
                ])
            }
        }

        private func secret(_ terminal: Terminal) throws -> ShareKey {
            guard FileManager.default.fileExists(atPath: file) else {
                let secret = ShareKey.random()
                try terminal.save(secret, to: file)
                terminal.tell(terminal.say("bus.key.made", ["file": file]))
                return secret
            }
            do {
                return try ShareKey(file: file)
            } catch {
                throw terminal.failure(["\(error.subject): \(error.detail)"])
            }
        }
    }
}
