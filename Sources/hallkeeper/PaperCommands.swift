// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Controller
import Facts
import Foundation

extension PrinterCommand {
    struct Test: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Has a printer of the running hall print a slip without a number.")

        @OptionGroup var places: Places

        @Argument(help: "The printer's id in hall.yaml.")
        var printer: String

        func run() throws {
            let terminal = Terminal(places)
            guard case .tested(let printed) = try terminal.ask(.test(PrinterID(printer))) else {
                throw terminal.failure([terminal.say("printer.noEnd")])
            }
            let result = terminal.say("print.\(printed.result.rawValue)")
            let reason = printed.reason.map { terminal.say("reason.\($0)") }
            let line = terminal.say("printer.tested", ["printer": printer, "result": result])
            let lines = [line] + (reason.map { [$0] } ?? [])
            guard printed.result == .confirmed else { throw terminal.failure(lines) }
            terminal.tell(line)
        }
    }

    struct Reprint: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Has the running hall print the slip of a number once more.")

        @OptionGroup var places: Places

        @Argument(help: "The number, A031.")
        var number: String

        @Option(help: "Another printer than before, by its id in hall.yaml.")
        var printer: String?

        func run() throws {
            let terminal = Terminal(places)
            let wish = PaperWish.reprint(
                number: number, printer.map { PrinterID($0) }, by: NSUserName())
            guard case .asked(let number, let printer) = try terminal.ask(wish) else { return }
            terminal.tell(
                terminal.say(
                    "printer.asked", ["number": number, "printer": printer.text]))
        }
    }
}

extension Terminal {
    fileprivate func ask(_ wish: PaperWish) throws -> PaperAnswer {
        switch PaperCommand.ask(wish, data: data) {
        case .paper(let answer): return answer
        case .failed(let reason): throw failure([say(reason)])
        default: throw failure([say("printer.nobody", ["data": data])])
        }
    }
}
