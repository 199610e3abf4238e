// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Controller
import Facts
import Foundation
import Store

struct EraseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "erase",
        abstract: "Erases text about people for good; the journal says that it was done.")

    @OptionGroup var places: Places

    @Option(help: "Only texts of this kind: name, note, comment.")
    var kind: String?

    @Option(help: "Only texts kept before this day, such as 2026-01-01.")
    var before: String?

    @Option(help: "Only texts that belong to the ticket of this id.")
    var ticket: String?

    @Option(help: "Only the text of this name.")
    var text: String?

    @Option(help: "A reference for the journal, nothing about a person: it stays for ever.")
    var reason: String?

    func run() throws {
        let terminal = Terminal(places)
        let day = before.flatMap { CivilDate($0) }
        guard before == nil || day != nil else {
            throw terminal.failure([terminal.say("erase.badDate", ["date": before ?? ""])])
        }
        if let kind, !ErasureRule.kinds.contains(kind) {
            let known = ErasureRule.kinds.joined(separator: ", ")
            throw terminal.failure([
                terminal.say("erase.badKind", ["kind": kind, "known": known])
            ])
        }
        let rule = ErasureRule(
            name: "request", kind: kind, subject: ticket.map { TicketID($0) }, text: text,
            before: day)
        guard !rule.meansAll else { throw terminal.failure([terminal.say("erase.what")]) }
        let request = ControlRequest.erase(rule, reason: reason, by: NSUserName())
        switch FileCommand.run(request, data: terminal.data, progress: { _ in }) {
        case .erased(0, true):
            terminal.tell(terminal.say("erase.none"))
        case .erased(let count, true):
            terminal.tell(terminal.say("erase.done", ["count": String(count)]))
        case .erased(let count, false):
            throw terminal.failure([terminal.say("erase.unrecorded", ["count": String(count)])])
        case .failed(let reason):
            throw terminal.failure([terminal.say("erase.failed", ["reason": terminal.say(reason)])])
        default:
            throw terminal.failure([terminal.say("erase.interrupted")])
        }
    }
}
