// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Controller

/// What the record says so far, read fact by fact and never believed blindly.
struct Ledger {
    /// What came of a tap: the ticket's id and number.
    struct Issued: Equatable {
        var id: String
        var number: String
    }

    private(set) var sequence: Int64 = 0
    private(set) var issued: [String: Issued] = [:]
    /// The ticket each keyed call called.
    private(set) var called: [String: String] = [:]
    /// Tickets whose slip a printer said it has cut off, by number.
    private(set) var confirmed: Set<String> = []
    private(set) var starts = 0
    private(set) var unconfirmedByRestart = 0
    private var numbers: [String: String] = [:]
    private var given: Set<String> = []
    private var calledTickets: Set<String> = []
    private var attempted: Set<String> = []
    private var openPrints: Set<String> = []
    private var cutOff: Set<String> = []
    private var hashes: Set<String> = []

    /// Takes in what follows.
    mutating func take(_ facts: [JSONValue], _ comment: Comment) {
        for fact in facts {
            sequence += 1
            #expect(fact["sequence"].whole == sequence, comment)
            let isNew = hashes.insert(fact["hash"].text ?? "").inserted
            #expect(isNew, comment)
            take(fact, comment)
        }
    }

    private mutating func take(_ fact: JSONValue, _ comment: Comment) {
        let payload = fact["payload"]
        let ticket = payload["ticket"].text ?? ""
        let key = fact["cause"]["key"]["text"].text ?? ""
        switch fact["name"].text {
        case "controllerStarted":
            starts += 1
            cutOff.formUnion(openPrints)
        case "ticketIssued":
            let number = payload["number"].text ?? ""
            let isFirst = given.insert(number).inserted
            #expect(isFirst, "\(number) twice, \(comment)")
            #expect(issued[key] == nil, "two tickets for \(key), \(comment)")
            numbers[ticket] = number
            issued[key] = Issued(id: ticket, number: number)
        case "ticketCalled":
            #expect(!calledTickets.contains(ticket), "called twice, \(comment)")
            calledTickets.insert(ticket)
            #expect(called[key] == nil, "two calls for \(key), \(comment)")
            called[key] = ticket
        case "printStarted":
            #expect(!attempted.contains(ticket), "printed twice, \(comment)")
            attempted.insert(ticket)
            openPrints.insert(ticket)
        case "printOutcome": take(outcome: payload, of: ticket, comment)
        default: break
        }
    }

    private mutating func take(outcome: JSONValue, of ticket: String, _ comment: Comment) {
        let result = outcome["result"].text
        guard result != "held" else { return }
        openPrints.remove(ticket)
        if cutOff.remove(ticket) != nil {
            #expect(result == "unconfirmed", comment)
            #expect(outcome["reason"].text == "restart", comment)
            unconfirmedByRestart += 1
        }
        if result == "confirmed", let number = numbers[ticket] { confirmed.insert(number) }
    }

    /// What must hold whenever a hall has started and its record was read.
    func check(_ comment: Comment) {
        #expect(cutOff.isEmpty, "attempts left open, \(comment)")
        let ordinals = numbers.values.compactMap { Int($0.dropFirst()) }.sorted()
        #expect(ordinals == Array(0..<ordinals.count).map { $0 + 1 }, comment)
    }
}
