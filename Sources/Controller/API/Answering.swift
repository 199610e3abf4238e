// SPDX-License-Identifier: Apache-2.0

import Engine
import Facts
import Hall
import Store
import Views
import Web

extension HallAPI {
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

extension Header {
    static let retrySoon = Header("Retry-After", "2")
}

extension Response {
    /// A refusal that says when to try again.
    static func tooSoon(_ kind: ProblemKind, milliseconds: Int64) -> Response {
        let seconds = String((milliseconds + 999) / 1000)
        return .problem(
            Problem(kind, values: ["seconds": seconds]), headers: [Header("Retry-After", seconds)])
    }
}
