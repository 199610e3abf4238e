// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Facts
import Hall
import Store
import Views
import Web

/// Why one ticket was called before another, in the words of whoever asks.
struct HistoryWhy: Encodable {
    let date: CivilDate
    let first: HistoryTicket
    let second: HistoryTicket
    /// A stable word for the answer.
    let answer: String
    /// The answer in the language that was asked for.
    let sentence: String
    /// Where `first` was called, and when; nil if it never was.
    let window: WindowID?
    let calledAt: Int64?
}

extension HallAPI {
    /// A day's replay takes a fraction of a second; one at a time is enough.
    private static let replays = DispatchQueue(label: "hallkeeper.replays", qos: .utility)

    func explainOrder(_ call: HallCall, _ responder: Responder) {
        recall(responder) { history, status in
            let asked = try call.request.date("date") ?? history.lastDay()
            guard let date = asked else { throw Refused.notInHistory("date", status) }
            let day = try history.known(date, status)
            let first = try history.one("first", of: call, on: day, status)
            let second = try history.one("second", of: call, on: day, status)
            guard first.ticket != second.ticket else {
                let values = ["number": first.number]
                throw Refused(
                    Problem(.numbersAlike, values: values, field: "second", mend: "other"))
            }
            Self.replays.async {
                responder.send(answer(day, first, second, call.request.language))
            }
            return nil
        }
    }

    private func answer(
        _ day: HistoryDay, _ first: TicketLine, _ second: TicketLine, _ language: Language
    ) -> Response {
        do {
            let replay = try DayReplay(day, of: first.ticket, second.ticket, from: reader)
            let (word, key, values) = replay.answer
            let numbers = ["first": first.number, "second": second.number]
            let sentence = Phrases(locales, in: language)(
                key, values.merging(numbers) { $1 })
            return .encoded(
                HistoryWhy(
                    date: day.date, first: HistoryTicket(first), second: HistoryTicket(second),
                    answer: word, sentence: sentence, window: replay.call?.fact.window,
                    calledAt: replay.call?.envelope.moment.wall))
        } catch {
            return .problem(Problem(.storageFailed), headers: [.retrySoon])
        }
    }
}

extension History {
    /// The ticket that a query names by number or id.
    fileprivate func one(
        _ name: String, of call: HallAPI.HallCall, on day: HistoryDay,
        _ status: HistoryDesk.Status
    ) throws -> TicketLine {
        guard let text = try call.request.word(name) else {
            throw Refused(Problem(.badRequest, field: name, mend: "A001"))
        }
        if let line = try ticket(TicketID(text)) { return line }
        let number = SlipNumber(text)?.text ?? text.uppercased()
        let lines = try tickets(numbered: number, on: day)
        guard let line = lines.first else {
            guard !status.isBehind else { throw Refused.notInHistory(name, status) }
            let values = ["number": number, "date": day.date.description]
            throw Refused(Problem(.numberUnknown, values: values, field: name))
        }
        guard lines.count == 1 else {
            let ids = lines.map(\.ticket.text).joined(separator: "|")
            throw Refused(
                Problem(.numberTwice, values: ["number": number], field: name, mend: ids))
        }
        return line
    }
}

/// A day lived again from the record, up to the moment one ticket was called.
struct DayReplay {
    typealias Call = (fact: TicketCalled, envelope: Envelope)

    /// The hall just before the first call of `first`; at the end of the day if there was none.
    private(set) var hall = Hall()
    /// The first call of `first` on that day.
    private(set) var call: Call?
    /// The first call of `second`, if it was earlier.
    private(set) var earlier: Call?
    private let first: TicketID
    private let second: TicketID

    init(
        _ day: HistoryDay, of first: TicketID, _ second: TicketID, from reader: JournalReader
    ) throws(JournalError) {
        self.first = first
        self.second = second
        var hall = Hall()
        var call: Call?
        var earlier: Call?
        try reader.read(from: max(1, day.closedBefore), as: HallFact.self) { record in
            let date = record.envelope.date ?? day.date
            guard date <= day.date else { return true }
            if case .ticketCalled(let fact) = record.fact, date == day.date {
                if fact.ticket == first {
                    call = (fact, record.envelope)
                    return true
                }
                if fact.ticket == second, earlier == nil { earlier = (fact, record.envelope) }
            }
            hall.apply(record.fact, record.envelope)
            return false
        }
        self.hall = hall
        self.call = call
        self.earlier = earlier
    }

    /// A word for the answer, and its sentence with what that needs besides the numbers.
    var answer: (word: String, key: String, values: [String: String]) {
        guard let call else {
            guard let earlier else { return own("never-called") }
            return own("only-second", earlier)
        }
        if let earlier, hall.tickets[second]?.state != .waiting {
            return own(
                "second-was-first", earlier, ["later": call.envelope.moment.clockText])
        }
        guard
            let explanation = hall.explain(
                first, before: second, at: call.fact.window, call.fact.why, call.envelope.moment)
        else { return own("unknown-window") }
        return (explanation.reason.rawValue, explanation.key, explanation.values)
    }

    private func own(
        _ word: String, _ call: Call? = nil, _ values: [String: String] = [:]
    ) -> (String, String, [String: String]) {
        var values = values
        values["time"] = call?.envelope.moment.clockText
        values["window"] = call.map { number(of: $0.fact.window) }
        return (word, "history.why.\(word)", values)
    }

    private func number(of window: WindowID) -> String {
        hall.windows[window]?.definition.number ?? window.text
    }
}
