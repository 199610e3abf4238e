// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Controller

struct PortsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ports",
        abstract: "Lists this machine's serial ports and USB printers, and what to write for them.",
        discussion: "No port is opened. A configuration that is not sound is not looked at.")

    @OptionGroup var places: Places

    func run() {
        let terminal = Terminal(places)
        let report = PortsReport(configuration: try? HallFile.read(places.config))
        for line in report.lines(terminal.say) { terminal.tell(line) }
    }
}
