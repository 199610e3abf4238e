// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Controller
import Devices
import Wire

struct BusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bus",
        abstract: "Window units on a wire: who is there, and whether one does what it must.",
        discussion: "docs/window-bus.md tells how. Only the port named is opened, and not while "
            + "the running hall holds it.",
        subcommands: [List.self, Assign.self, Key.self, Show.self, Conform.self, Simulate.self])

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Finds all units on a wire.")

        @OptionGroup var places: Places
        @OptionGroup var wire: BusWireOptions

        @Flag(help: "Also asks every address, for units that know nothing of discovery.")
        var sweep = false

        func run() throws {
            let terminal = Terminal(places)
            try wire.perform(terminal) { survey throws(ChannelError) in
                let units = try wire.units(&survey, sweep: sweep, terminal)
                if units.isEmpty { terminal.tell(terminal.say("bus.none")) }
                for unit in units {
                    for line in BusTexts(terminal.say).lines(unit) { terminal.tell(line) }
                }
            }
        }
    }

    struct Assign: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Gives the unit with a UID an address, or takes it away.")

        @OptionGroup var places: Places
        @OptionGroup var wire: BusWireOptions

        @Argument(help: "Twelve hexadecimal digits, as `bus list` shows them.")
        var uid: String

        @Argument(help: "1 to 250, or none.")
        var address: String

        func run() throws {
            let terminal = Terminal(places)
            guard let unit = BusUID(uid), unit.isOfUnit else {
                throw terminal.failure([terminal.say("bus.badUID", ["value": uid])])
            }
            let wanted = UInt8(address)
            guard address == "none" || wanted.map(BusFrame.addresses.contains) ?? false else {
                throw terminal.failure([terminal.say("bus.badAddress", ["value": address])])
            }
            let values = ["uid": "\(unit)", "address": address]
            let outcome = try wire.perform(terminal) { survey throws(ChannelError) in
                try survey.assign(wanted, to: unit)
            }
            guard outcome == .done else {
                throw terminal.failure([terminal.say("bus.assigned.not", values)])
            }
            terminal.tell(
                terminal.say(wanted == nil ? "bus.assigned.none" : "bus.assigned", values))
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Has one unit show a text.")

        @OptionGroup var places: Places
        @OptionGroup var wire: BusWireOptions

        @Argument(help: "1 to 250.")
        var address: UInt8

        @Argument(help: "Lines are divided by line feeds.")
        var text: String

        func run() throws {
            let terminal = Terminal(places)
            guard BusFrame.addresses.contains(address) else {
                throw terminal.failure([
                    terminal.say("bus.badAddress", ["value": String(address)])
                ])
            }
            guard text.utf8.count <= BusSurvey.textLimit else {
                throw terminal.failure([
                    terminal.say("bus.longText", ["bytes": String(BusSurvey.textLimit)])
                ])
            }
            let values = ["address": String(address), "seconds": "255"]
            let outcome = try wire.perform(terminal) { survey throws(ChannelError) in
                try survey.show(text, at: address)
            }
            switch outcome {
            case .done: terminal.tell(terminal.say("bus.shown", values))
            case .silent: throw terminal.failure([terminal.say("bus.silent", values)])
            case .refused(let status):
                throw terminal.failure([
                    terminal.say("bus.refused", values.merging(["status": status]) { $1 })
                ])
            }
        }
    }
}

/// The wire of all these commands.
struct BusWireOptions: ParsableArguments {
    @Argument(help: "/dev/…, tcp://HOST:PORT or pty:PATH.")
    var port: String

    @Option(help: "Speed of a serial port, and of the wire behind any other.")
    var baud = 9600

    @Option(help: "Milliseconds the port may hold bytes back; USB adapters take up to 16.")
    var latency: Int64 = 20

    /// Nanoseconds.
    var patience: Int64 { min(max(latency, 0), 1000) * 1_000_000 }

    /// Opens the port; says what is wrong with it if that fails.
    func open(_ terminal: Terminal) throws -> BusPort {
        guard BusBaud(rate: baud) != nil else { throw Self.badBaud(baud, terminal) }
        do {
            return try BusPort(DeviceAddress(port), baud: baud)
        } catch {
            throw failure(error, terminal)
        }
    }

    static func badBaud(_ baud: Int, _ terminal: Terminal) -> ExitCode {
        let known = BusBaud.allCases.map { String($0.rate) }.joined(separator: ", ")
        return terminal.failure([
            terminal.say("bus.badBaud", ["value": String(baud), "known": known])
        ])
    }

    func failure(_ error: ChannelError, _ terminal: Terminal) -> ExitCode {
        guard error.code != .busy else {
            return terminal.failure([terminal.say("bus.held", ["device": port])])
        }
        let reason = terminal.say("reason.\(error.code.rawValue)")
        return terminal.failure([
            terminal.say("bus.error", ["device": port, "reason": reason])
        ])
    }

    func perform<Result>(
        _ terminal: Terminal, _ work: (inout BusSurvey) throws(ChannelError) -> Result
    ) throws -> Result {
        let line = try open(terminal)
        do throws(ChannelError) {
            var survey = BusSurvey(line, patience: patience)
            try survey.prepare()
            return try work(&survey)
        } catch {
            throw failure(error, terminal)
        }
    }

    /// All units of the wire; every address is asked if nobody is found otherwise.
    func units(
        _ survey: inout BusSurvey, sweep: Bool, _ terminal: Terminal
    ) throws(ChannelError) -> [BusSurvey.Unit] {
        terminal.tell(
            terminal.say("bus.searching", ["device": port, "baud": String(baud)]))
        var units = try survey.discover()
        if !survey.isComplete { terminal.tell(terminal.say("bus.unsure")) }
        guard units.isEmpty || sweep else { return units }
        if units.isEmpty { terminal.tell(terminal.say("bus.sweeping")) }
        let known = Set(units.map(\.address))
        units += try survey.sweep().filter { !known.contains($0.address) }
        return units.sorted { $0.address < $1.address }
    }
}
