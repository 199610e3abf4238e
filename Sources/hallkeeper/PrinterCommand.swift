// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Controller
import Devices
import Foundation
import Simulators
import Wire

struct PrinterCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "printer", abstract: "Printers: what one is, and one made of software.",
        subcommands: [Test.self, Reprint.self, Probe.self, Simulate.self])

    struct Probe: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Asks the printer at a port what it is and proposes lines for hall.yaml.",
            discussion: "Only the port named is opened. One the running hall holds must be given "
                + "up first: stop the hall or take its printer out of hall.yaml.")

        @OptionGroup var places: Places

        @Argument(help: "/dev/…, tcp://HOST:PORT, usblp:/dev/usb/lp0 or pty:PATH.")
        var port: String

        @Option(help: "Speed of a serial port.")
        var baud = 9600

        func run() throws {
            let terminal = Terminal(places)
            let address = try Self.address(port, terminal)
            terminal.tell(terminal.say("printer.probe.asking", ["device": port]))
            var lines: [String] = []
            let proposal = try PrinterProposal.ask(address, serial: SerialSettings(baud: baud)) {
                lines.append(Self.told($0, of: port, terminal))
            }
            guard let proposal else {
                lines.append(terminal.say("printer.probe.nothing", ["device": port]))
                throw terminal.failure(lines)
            }
            tell(proposal, terminal)
        }

        private static func address(
            _ text: String, _ terminal: Terminal
        ) throws -> DeviceAddress {
            do {
                return try DeviceAddress(text)
            } catch {
                throw terminal.failure([told(error, of: text, terminal)])
            }
        }

        private static func told(
            _ error: ChannelError, of port: String, _ terminal: Terminal
        ) -> String {
            let reason = terminal.say("reason.\(error.code.rawValue)")
            return terminal.say("printer.probe.error", ["device": port, "reason": reason])
        }

        private func tell(_ proposal: PrinterProposal, _ terminal: Terminal) {
            let findings = proposal.findings
            for (number, text) in findings.identities.sorted(by: { $0.key < $1.key }) {
                let shown = WireText.clean(text, limit: 80)
                terminal.tell(
                    terminal.say(
                        "printer.probe.identity", ["number": String(number), "text": shown]))
            }
            let answers = findings.status.sorted { $0.key < $1.key }
                .map { "\($0.key):\(String($0.value, radix: 16, uppercase: true))" }
            terminal.tell(
                terminal.say(
                    "printer.probe.status",
                    ["answers": answers.isEmpty ? "—" : answers.joined(separator: " ")]))
            terminal.tell(
                terminal.say(
                    proposal.isKnown ? "printer.probe.known" : "printer.probe.unknown",
                    ["name": proposal.profile.name]))
            terminal.tell(terminal.say("printer.probe.write"))
            let speed = port.hasPrefix("/dev/") ? baud : nil
            for line in proposal.yaml(device: port, baud: speed) { terminal.tell(line) }
        }
    }

    struct Simulate: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "A printer of software at a pseudo-terminal; faults are typed, a line each.")

        @OptionGroup var places: Places

        @Option(help: "Where the hall finds it: pty:LINK.")
        var link: String

        @Option(help: "Its kind, one of docs/printers.md.")
        var profile = "generic-80"

        @Option(help: "A directory for the slips, a PNG file each.")
        var slips: String?

        func run() throws {
            let terminal = Terminal(places)
            guard let kind = PrinterKinds.shipped.first(where: { $0.id == profile }) else {
                let known = PrinterKinds.shipped.map(\.id).joined(separator: ", ")
                throw terminal.failure([
                    terminal.say("printer.simulate.kind", ["value": profile, "known": known])
                ])
            }
            var stand = try PrinterStand(kind, link: ControlRequest.absolute(link))
            let words = VirtualPrinter.Fault.words.joined(separator: ", ")
            terminal.tell(
                terminal.say(
                    "printer.simulate.ready", ["device": "pty:\(link)", "words": words]))
            try stand.run(typing: STDIN_FILENO) { _ in
                terminal.tell(terminal.say("printer.simulate.unknown", ["words": words]))
            } slip: { slip in
                keep(slip, terminal)
            }
        }

        private func keep(_ slip: PrintedSlip, _ terminal: Terminal) {
            let text = slip.lines.joined(separator: " / ")
            terminal.tell(
                terminal.say(
                    "printer.simulate.slip", ["number": String(slip.number), "text": text]))
            guard let slips else { return }
            try? FileManager.default.createDirectory(
                atPath: slips, withIntermediateDirectories: true)
            let file = URL(filePath: slips).appending(path: "slip-\(slip.number).png")
            do {
                try Data(slip.picture.png).write(to: file)
            } catch {
                terminal.tell("\(file.path): \(error.localizedDescription)")
            }
        }
    }
}
