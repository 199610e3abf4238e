// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Controller
import Facts
import Foundation

struct SlipCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "slip", abstract: "The paper people get.", subcommands: [Preview.self])

    struct Preview: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Draws the slip of the configuration file, as its printer would print it.")

        @OptionGroup var places: Places

        @Option(help: "The printer it is for; the hall's first if not given.")
        var printer: String?

        @Option(help: "zh-Hans, zh-Hant or en, instead of those the file says.")
        var language: String?

        @Flag(help: "As it is printed a second time.")
        var reprint = false

        @Option(help: "The picture, a PNG file.")
        var output = "slip.png"

        func run() throws {
            let terminal = Terminal(places)
            let configuration: HallConfiguration
            do {
                configuration = try HallFile.read(places.config)
            } catch {
                throw terminal.failure(terminal.say.lines(error))
            }
            let wish = SlipPreview.Wish(
                printer: printer.map { PrinterID($0) }, language: language, isReprint: reprint)
            let moment = HallClock(zone: configuration.zone).now()
            guard
                let paper = SlipPreview(pages: terminal.pages)
                    .paper(of: configuration, at: moment, wish)
            else {
                let value = [printer, language].compactMap(\.self).joined(separator: ", ")
                throw terminal.failure([terminal.say("slip.preview.unknown", ["value": value])])
            }
            try Data(paper.png).write(to: URL(fileURLWithPath: output))
            tell(paper, terminal)
        }

        private func tell(_ paper: SlipPreview.Paper, _ terminal: Terminal) {
            terminal.tell(
                terminal.say(
                    "slip.preview.done",
                    [
                        "file": output, "bytes": String(paper.bytes),
                        "millimetres": String(paper.millimetres),
                    ]))
            guard !paper.missing.isEmpty else { return }
            let codes = paper.missing.flatMap(\.unicodeScalars).map {
                "U+" + String($0.value, radix: 16, uppercase: true)
            }
            terminal.tell(
                terminal.say(
                    "slip.preview.missing", ["characters": codes.joined(separator: " ")]))
        }
    }
}
