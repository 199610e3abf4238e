// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Controller
import Devices
import Foundation
import Simulators
import Wire

extension BusCommand {
    struct Conform: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Tries one unit against SPEC.md and names the level it reaches.",
            discussion: "Ends with success if nothing fails of what the unit says it can.")

        @OptionGroup var places: Places
        @OptionGroup var wire: BusWireOptions

        @Option(help: "The unit's address; else the only unit on the wire is tried.")
        var address: UInt8?

        @Option(
            help: "A file with 32 hexadecimal digits: the unit's key, or one it gets meanwhile.")
        var key: String?

        @Option(help: "A firmware that the unit may be given.")
        var firmware: String?

        @Flag(help: "Somebody is at the unit, to press keys and switch it off and on.")
        var interactive = false

        @Flag(help: "Also what takes half a minute: finding a wire whose rate was changed.")
        var slow = false

        @Flag(help: "The report for programs.")
        var json = false

        @Option(help: "Random bytes are the same for the same number.")
        var seed: UInt64 = 1

        @Option(
            help: ArgumentHelp(
                "Only this check, and those that say who the unit is.", valueName: "check"))
        var only: [String] = []

        func run() throws {
            let terminal = Terminal(places)
            let checks = try chosen(terminal)
            let options = try options(terminal)
            let line = try wire.open(terminal)
            do {
                var survey = BusSurvey(line, patience: wire.patience)
                try survey.prepare()
                let unit = try place(&survey, terminal)
                let report = try tried(unit.address, line, checks, options, terminal)
                if let uid = unit.temporary { _ = try survey.assign(nil, to: uid) }
                guard report.isSound else { throw ExitCode.failure }
            } catch let error as ChannelError {
                throw wire.failure(error, terminal)
            }
        }

        /// Where the unit is, and who it is if it has that address only for the time of the test.
        private func place(
            _ survey: inout BusSurvey, _ terminal: Terminal
        ) throws -> (address: UInt8, temporary: BusUID?) {
            if let address { return (address, nil) }
            var units = try survey.discover()
            if units.isEmpty {
                if !json { terminal.tell(terminal.say("bus.sweeping")) }
                units = try survey.sweep()
            }
            guard let unit = units.first else {
                throw terminal.failure([terminal.say("conform.nobody")])
            }
            guard units.count == 1 else {
                let texts = BusTexts(terminal.say)
                let count = ["count": String(units.count)]
                throw terminal.failure(
                    [terminal.say("bus.many", count)] + units.flatMap { texts.lines($0) })
            }
            guard unit.address == BusFrame.nobody else { return (unit.address, nil) }
            guard try survey.assign(1, to: unit.uid) == .done else {
                let values = ["uid": "\(unit.uid)"]
                throw terminal.failure([terminal.say("bus.assigned.not", values)])
            }
            if !json { terminal.tell(terminal.say("conform.temporary", ["address": "1"])) }
            return (1, unit.uid)
        }

        private func tried(
            _ address: UInt8, _ line: BusPort, _ checks: [ConformanceCheck],
            _ options: ConformanceOptions, _ terminal: Terminal
        ) throws -> ConformanceReport {
            var talk = BusTalk(
                line, address: address, patience: wire.patience, random: SeededRandom(seed: seed))
            talk.options = options
            let texts = ConformanceTexts(terminal.say)
            let values = ["address": String(address), "baud": String(wire.baud)]
            if !json { terminal.tell(terminal.say("conform.begin", values)) }
            let report: ConformanceReport
            do {
                report = try ConformanceRun.run(&talk, checks: checks) { result in
                    guard !json, result.outcome != .skipped(.absent) else { return }
                    for line in texts.lines(result) { terminal.tell(line) }
                }
            } catch {
                let reason = terminal.say("reason.\(error.code.rawValue)")
                throw terminal.failure([terminal.say("conform.lost", ["reason": reason])])
            }
            guard !json else {
                terminal.tell(ConformanceJSON(report).text)
                return report
            }
            if let identity = report.identity {
                let unit = BusSurvey.Unit(
                    uid: identity.uid, address: address, identity: identity,
                    capabilities: report.capabilities)
                for line in BusTexts(terminal.say).lines(unit) { terminal.tell(line) }
            }
            for line in texts.summary(report) { terminal.tell(line) }
            return report
        }

        private func chosen(_ terminal: Terminal) throws -> [ConformanceCheck] {
            let names = Checks.all.map(\.name)
            for name in only where !names.contains(name) {
                let values = ["value": name, "known": names.joined(separator: " ")]
                throw terminal.failure([terminal.say("bus.badCheck", values)])
            }
            return Checks.all.filter { only.isEmpty || $0.isFirst || only.contains($0.name) }
        }

        private func options(_ terminal: Terminal) throws -> ConformanceOptions {
            var options = ConformanceOptions()
            options.isSlow = slow
            if let key {
                let digits = String(decoding: try bytes(of: key, terminal), as: UTF8.self)
                guard let found = BusKey(digits.trimmingCharacters(in: .whitespacesAndNewlines))
                else { throw terminal.failure([terminal.say("bus.badKey", ["file": key])]) }
                options.key = found
            }
            if let firmware { options.firmware = try bytes(of: firmware, terminal) }
            if interactive {
                options.prompt = { prompt in
                    terminal.tell(terminal.say("conform.prompt.\(prompt.rawValue)"))
                }
            }
            return options
        }

        private func bytes(of file: String, _ terminal: Terminal) throws -> [UInt8] {
            guard let data = FileManager.default.contents(atPath: file) else {
                throw terminal.failure([terminal.say("bus.badFile", ["file": file])])
            }
            return [UInt8](data)
        }
    }
}

extension BusKey {
    /// Nil unless there are 32 hexadecimal digits, which are not all zeros.
    fileprivate init?(_ digits: String) {
        let characters = Array(digits.utf8)
        guard characters.count == 32 else { return nil }
        let bytes = stride(from: 0, to: 32, by: 2).compactMap {
            UInt8(String(decoding: characters[$0...$0 + 1], as: UTF8.self), radix: 16)
        }
        self.init(bytes: bytes)
        guard self != .none else { return nil }
    }
}
