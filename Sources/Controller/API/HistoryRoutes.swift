// SPDX-License-Identifier: Apache-2.0

import Facts
import Store
import Web

extension HallAPI {
    var historyRoutes: [HallRoute] {
        [
            Route("GET", "/api/v1/history/days", need: .supervisor, .suspended(showDays)),
            Route("GET", "/api/v1/history/days/{date}", need: .supervisor, .suspended(showDay)),
            Route("GET", "/api/v1/history/tickets", need: .supervisor, .suspended(findTickets)),
            Route(
                "GET", "/api/v1/history/tickets/{id}", need: .supervisor,
                .suspended(showTicketStory)),
            Route(
                "GET", "/api/v1/history/windows/{id}", need: .supervisor,
                .suspended(showPastWindow)),
            Route(
                "GET", "/api/v1/history/officers/{id}", need: .supervisor,
                .suspended(showPastOfficer)),
            Route("GET", "/api/v1/history/why", need: .supervisor, .suspended(explainOrder)),
        ]
    }

    /// Answers from the history, between two of its slices; with nil, `answer` has taken it on
    /// itself to answer later.
    func recall(
        _ responder: Responder,
        _ answer: @escaping @Sendable (History, HistoryDesk.Status) throws -> Response?
    ) {
        history.ask { history, status in
            do {
                if let response = try answer(history, status) { responder.send(response) }
            } catch let refused as Refused {
                responder.send(.problem(refused.problem))
            } catch {
                responder.send(.problem(Problem(.storageFailed), headers: [.retrySoon]))
            }
        }
    }

    private func showDays(_ call: HallCall, _ responder: Responder) {
        recall(responder) { history, status in
            let last =
                try call.request.date("to") ?? history.lastDay() ?? CivilDate(daysSince1970: 0)
            let first =
                try call.request.date("from")
                ?? CivilDate(daysSince1970: last.daysSince1970 - 30)
            guard first <= last, last.daysSince1970 - first.daysSince1970 <= 400 else {
                throw Refused(Problem(.badRequest, field: "from", mend: "to-400…to"))
            }
            let days = try history.days(from: first, through: last)
            let total = days.reduce(into: Tally()) { $0.add($1.tally) }
            return .encoded(
                HistoryDays(
                    from: first, to: last,
                    days: days.map { .init(date: $0.date, figures: HistoryFigures($0.tally)) },
                    total: HistoryFigures(total), rebuilding: HistoryRebuilding(status)))
        }
    }

    private func showDay(_ call: HallCall, _ responder: Responder) {
        recall(responder) { history, status in
            let date = try Request.date(call.parameters["date"], as: "date")
            let day = try history.known(date, status)
            let service = try call.request.word("service")
            if let service,
                try history.name(of: ServiceID(service), at: history.end(of: day)) == nil
            {
                throw Refused.notInHistory("service", status)
            }
            var view = HistoryDayView(
                date, try history.tallies(on: date), try history.sessions(on: date),
                hallPauses: try history.hallPauses(on: day),
                hoursOf: service, HistoryRebuilding(status))
            try view.tellNames(from: history, of: day)
            return .encoded(view)
        }
    }

    private func findTickets(_ call: HallCall, _ responder: Responder) {
        recall(responder) { history, status in
            var search = TicketSearch()
            search.date = try call.request.date("date")
            search.number = try call.request.word("number")?.uppercased()
            search.service = try call.request.word("service").map { ServiceID($0) }
            search.window = try call.request.word("window").map { WindowID($0) }
            search.officer = try call.request.word("officer").map { OfficerID($0) }
            search.outcome = try call.request.word("outcome").map { text throws(Refused) in
                guard let outcome = TicketOutcome(rawValue: text) else {
                    let known = TicketOutcome.allCases.map(\.rawValue).joined(separator: "|")
                    throw Refused(Problem(.badRequest, field: "outcome", mend: known))
                }
                return outcome
            }
            search.caseNumber = try call.request.word("case")
            search.text = try call.request.word("q")
            search.before = try call.request.number("after", in: 0...Int64.max)
            search.limit = Int(try call.request.number("limit", in: 1...500) ?? 50)
            let lines = try history.tickets(search)
            return .encoded(
                HistoryTickets(
                    tickets: try lines.map { try HistoryTicket($0, history) },
                    next: lines.count == search.limit ? lines.last?.position : nil,
                    rebuilding: HistoryRebuilding(status)))
        }
    }

    private func showTicketStory(_ call: HallCall, _ responder: Responder) {
        let id = TicketID(call.parameters["id"])
        recall(responder) { history, status in
            let line = try history.known(id, status)
            let facts = try reader.records(
                naming: id, from: line.position, through: line.lastPosition)
            return .encoded(
                HistoryTicketStory(
                    ticket: try HistoryTicket(line, history), facts: facts.map(FactsPage.Row.init),
                    texts: try side.texts(about: id).map(HistoryTicketStory.KeptText.init)))
        }
    }

    private func showPastWindow(_ call: HallCall, _ responder: Responder) {
        showPlace(.window, call, responder) { $0.window.text }
    }

    private func showPastOfficer(_ call: HallCall, _ responder: Responder) {
        showPlace(.officer, call, responder) { $0.officer.text }
    }

    private func showPlace(
        _ kind: TallyKey.Kind, _ call: HallCall, _ responder: Responder,
        _ name: @escaping @Sendable (WindowSession) -> String
    ) {
        let id = call.parameters["id"]
        recall(responder) { history, status in
            let asked = try call.request.date("date") ?? history.lastDay()
            guard let date = asked else { throw Refused.notInHistory("date", status) }
            _ = try history.known(date, status)
            let sessions = try history.sessions(on: date).filter { name($0) == id }
            let tally = try history.tallies(on: date)
                .first { $0.key.kind == kind && $0.key.name == id }?.tally
            guard tally != nil || !sessions.isEmpty else {
                throw Refused.notInHistory("id", status)
            }
            return .encoded(
                HistoryPlace(
                    id: id, date: date, figures: HistoryFigures(tally ?? Tally()),
                    sessions: sessions.map(HistorySession.init),
                    rebuilding: HistoryRebuilding(status)))
        }
    }

    /// A ticket the hall has forgotten, for `GET /tickets/{id}`.
    func showPastTicket(_ id: TicketID, _ responder: Responder) {
        recall(responder) { history, status in
            let line = try history.known(id, status)
            let facts = try reader.records(
                naming: id, from: line.position, through: line.lastPosition)
            guard let past = PastTicket(line, facts) else {
                return .problem(Problem(.unknownTicket))
            }
            return .encoded(past)
        }
    }
}

extension History {
    /// Where a day lies; refuses one the history has not.
    func known(_ date: CivilDate, _ status: HistoryDesk.Status) throws -> HistoryDay {
        guard let day = try day(date) else { throw Refused.notInHistory("date", status) }
        return day
    }

    fileprivate func known(
        _ id: TicketID, _ status: HistoryDesk.Status
    ) throws -> TicketLine {
        guard let line = try ticket(id) else {
            throw status.isBehind
                ? Refused.notInHistory("id", status) : Refused(Problem(.unknownTicket))
        }
        return line
    }
}

extension Refused {
    /// What is asked for is not there, or not yet.
    static func notInHistory(_ field: String, _ status: HistoryDesk.Status) -> Refused {
        guard status.isBehind else {
            return Refused(Problem(.notInHistory, values: ["field": field], field: field))
        }
        let values = ["done": "\(status.progress.done)", "of": "\(status.progress.of)"]
        return Refused(Problem(.historyRebuilding, values: values, field: field))
    }
}

extension Request {
    private static let wordLimit = 64

    /// A day in the query; nil when it is not given.
    func date(_ name: String) throws(Refused) -> CivilDate? {
        guard let text = try word(name) else { return nil }
        return try Self.date(text, as: name)
    }

    static func date(_ text: String, as name: String) throws(Refused) -> CivilDate {
        guard let date = CivilDate(text) else {
            throw Refused(Problem(.badRequest, field: name, mend: "YYYY-MM-DD"))
        }
        return date
    }

    /// A short text in the query; nil when it is not given or empty.
    func word(_ name: String) throws(Refused) -> String? {
        guard let text = queryValue(name), !text.isEmpty else { return nil }
        guard text.utf8.count <= Self.wordLimit else {
            throw Refused(Problem(.badRequest, field: name, mend: "1–\(Self.wordLimit)"))
        }
        return text
    }
}
