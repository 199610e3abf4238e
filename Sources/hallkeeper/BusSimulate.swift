// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Controller
import Foundation
import Wire

extension BusCommand {
    struct Simulate: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Window units of software at a pseudo-terminal; what is done there is typed.",
            discussion: BusStand.words)

        @OptionGroup var places: Places

        @Option(help: "Where controllers find them: pty:LINK.")
        var link: String

        @Option(help: "How many, with addresses from 1.")
        var units: UInt8 = 1

        @Option(help: "Speed of the wire.")
        var baud = 9600

        func run() throws {
            let terminal = Terminal(places)
            guard let rate = BusBaud(rate: baud) else {
                throw BusWireOptions.badBaud(baud, terminal)
            }
            var stand = try BusStand(
                count: Int(units), baud: rate, link: ControlRequest.absolute(link))
            terminal.tell(
                terminal.say(
                    "bus.simulate.ready", ["device": "pty:\(link)", "words": BusStand.words]))
            try stand.run(typing: STDIN_FILENO) {
                terminal.tell(terminal.say("bus.simulate.unknown", ["words": BusStand.words]))
            } shown: { address, text in
                let values = ["address": String(address), "text": text]
                terminal.tell(terminal.say("bus.simulate.shown", values))
            }
        }
    }
}
