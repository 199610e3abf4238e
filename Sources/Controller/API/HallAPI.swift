// SPDX-License-Identifier: Apache-2.0

import Engine
import Facts
import Foundation
import Hall
import Machine
import Store
import Synchronization
import Views
import Web

/// The hall over HTTP: `/api/v1` and what watches it from outside.
struct HallAPI: Sendable {
    let loop: HallLoop
    let configured: Configured
    let locales: Locales
    let topics: LiveTopics
    let access: Access
    let reader: JournalReader
    let history: HistoryDesk
    /// Where text about people goes.
    let side: SideStore
    let openAPI: SharedBody
    let dayKey: DayKey
    let upkeep: Upkeep
    let persons = PersonsPresent()
    let posts = Posts()
    let gate = Gate()
    let views: CachedViews

    init(
        loop: HallLoop, configured: Configured, locales: Locales, topics: LiveTopics,
        access: Access, reader: JournalReader, history: HistoryDesk, side: SideStore,
        dayKey: DayKey, upkeep: Upkeep, openAPI: SharedBody
    ) {
        self.loop = loop
        self.configured = configured
        self.locales = locales
        self.topics = topics
        self.access = access
        self.reader = reader
        self.history = history
        self.dayKey = dayKey
        self.upkeep = upkeep
        self.side = side
        self.openAPI = openAPI
        setting = Setting(configured.now)
        views = CachedViews(setting: setting)
    }

    /// As `hall.yaml` says it now.
    var configuration: HallConfiguration { configured.now }

    let setting: Setting

    typealias HallRoute = Route<Need, Caller>
    typealias HallCall = Call<Caller>

    /// All routes but the bench's.
    var routes: [HallRoute] {
        healthRoutes + viewRoutes + ticketRoutes + windowRoutes + hallWideRoutes
            + appointmentRoutes + previewRoutes + personRoutes + historyRoutes + sessionRoutes
            + eventRoutes
    }

    /// The routes of the technician's bench, if there is one.
    func benchRoutes(_ bench: @escaping @Sendable () -> Bench?) -> [HallRoute] {
        BenchAPI(bench: bench, aliveness: aliveness).routes
    }

    /// Who calls, and whether they may.
    func admit(_ request: Request, _ need: Need) -> Admission<Caller> {
        guard gate.isOpen || need == .always else {
            return .refused(.problem(Problem(.notReady), headers: [.retrySoon]))
        }
        var caller = Caller.anyone
        if let token = SessionCookie.token(of: request),
            let session = access.session(token: token)
        {
            caller = .account(session.account, token: token)
        } else if setting.demo, request.isLoopback {
            caller = .demo
        }
        if caller.may(need) { return .admitted(caller) }
        let kind: ProblemKind = caller == .anyone ? .notSignedIn : .notAllowed
        return .refused(.problem(Problem(kind)))
    }

    /// Posts a command and answers with what it came to.
    ///
    /// - Parameter text: what was kept aside for the fact the command may come to.
    func ask(
        _ command: Command, by actor: Actor, for call: HallCall, _ responder: Responder,
        keeping text: TextCommitment? = nil,
        then answer: @escaping @Sendable ([Recorded<HallFact>], Standing) -> Response
    ) {
        let key: IdempotencyKey?
        do {
            key = try call.request.idempotencyKey()
        } catch {
            if let text { forget(text) }
            return responder.send(.problem(error.problem))
        }
        loop.post(command, by: actor, key: key) { outcome, standing in
            if let text, !outcome.speaks(of: text) { forget(text) }
            let response: Response =
                switch outcome {
                case .done(let records): answer(records, standing)
                case .refused(let refusal): .problem(problem(refusal, in: standing.hall))
                case .keyReused: .problem(Problem(.idempotencyKeyReused))
                case .storageFailed: .problem(Problem(.storageFailed), headers: [.retrySoon])
                case .busy: .problem(Problem(.busy), headers: [.retrySoon])
                }
            responder.send(response)
        }
    }

    /// A refusal with its keys in words: a ticket's state, the reason of a pause.
    private func problem(_ refusal: Refusal, in hall: Hall) -> Problem {
        var problem = Problem(refusal)
        for language in Language.allCases {
            if let state = refusal.values["state"] {
                problem.values["state.\(language.rawValue)"] = locales.sentence(
                    "ticket.state.\(state)", in: language)
            }
            if let reason = refusal.values["reason"] {
                problem.values["reason.\(language.rawValue)"] =
                    hall.words(for: reason)?.text(in: language)
                    ?? locales.sentence("pause.reason.\(reason)", in: language)
            }
        }
        return problem
    }

    /// Answers from the hall between two turns.
    func look(
        _ responder: Responder, _ answer: @escaping @Sendable (Standing) -> Response
    ) {
        loop.look { standing in
            responder.send(
                standing.map(answer)
                    ?? .problem(Problem(.storageFailed), headers: [.retrySoon]))
        }
    }

    func officerView(_ window: Window, _ standing: Standing) -> OfficerView {
        let sign = configuration.signs.contains { $0.window == window.id }
        return OfficerView(
            window, standing.hall, standing.mark, at: standing.moment,
            sign: sign ? HallConfiguration.signID(window.id) : nil, Phrases(locales, in: .zhHans))
    }
}

extension LocalizedText {
    fileprivate func text(in language: Language) -> String {
        switch language {
        case .zhHans: zhHans
        case .zhHant: zhHant ?? zhHans
        case .en: en ?? zhHans
        }
    }
}

extension Answer<Hall> {
    /// Whether a fact that was recorded holds this commitment.
    fileprivate func speaks(of text: TextCommitment) -> Bool {
        guard case .done(let records) = self else { return false }
        return records.contains { record in
            switch record.fact {
            case .ticketFinished(let fact): fact.note == text
            case .ticketIssued(let fact): fact.holder == text
            default: false
            }
        }
    }
}

extension Phrases {
    /// The key stands in for a sentence the language lacks.
    init(_ locales: Locales, in language: Language) {
        self.init { locales.sentence($0, in: language, with: $1) ?? $0 }
    }
}

extension Setting {
    fileprivate init(_ configuration: HallConfiguration) {
        self.init(
            demo: configuration.demo, insecureLAN: configuration.listening.insecureLAN)
    }
}

/// Opens once, when the hall has been taken up from its journal.
final class Gate: Sendable {
    private let opened = Atomic<Bool>(false)

    var isOpen: Bool { opened.load(ordering: .acquiring) }

    func open() { opened.store(true, ordering: .releasing) }
}

extension Header {
    static let retrySoon = Header("Retry-After", "2")
}

extension Request {
    private static let keyLimit = 128

    /// The client's own name for this wish, tied to what it asks.
    func idempotencyKey() throws(Refused) -> IdempotencyKey? {
        guard let text = headers["Idempotency-Key"] else { return nil }
        let isPlain = text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
        let isOne = headers.all("Idempotency-Key").count == 1
        guard isOne, isPlain, !text.isEmpty, text.utf8.count <= Self.keyLimit else {
            throw Refused(Problem(.badIdempotencyKey, field: "Idempotency-Key"))
        }
        let asked = Array("\(method) \(path)\n".utf8) + body
        return IdempotencyKey(text: text, digest: hexadecimal(Sodium.hash(asked)))
    }
}
