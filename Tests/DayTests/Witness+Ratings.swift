// SPDX-License-Identifier: Apache-2.0

import Engine
import Facts
import Hall

/// Whom the hall asks what they thought of the service, and what becomes of it.
extension Witness {
    /// A question for a rating, and when it was put.
    struct Question {
        var fact: RatingAsked
        var at: Tick
    }

    mutating func takeRating(_ fact: HallFact) throws(Broken) {
        switch fact {
        case .ratingAsked(let fact): try ask(fact)
        case .rated(let fact): try rate(fact)
        default: break
        }
    }

    private mutating func ask(_ fact: RatingAsked) throws(Broken) {
        let number = number(fact.ticket)
        guard structure.rules?.rating?.ask != .never else {
            throw Broken("\(number) was asked for a rating where nobody is to be")
        }
        guard officers[fact.window] == fact.officer, fact.officer != nil else {
            throw Broken("\(number) was asked about an officer who is not there")
        }
        guard questions[fact.window] == nil else {
            throw Broken("\(number) was asked and the answer of another was waited for")
        }
        guard askedAt[fact.ticket, default: []].insert(fact.window).inserted else {
            throw Broken("\(number) was asked for a rating twice")
        }
        questions[fact.window] = Question(fact: fact, at: now)
    }

    private mutating func rate(_ fact: Rated) throws(Broken) {
        let number = number(fact.ticket)
        guard let question = questions.removeValue(forKey: fact.window),
            question.fact.ticket == fact.ticket, question.fact.officer == fact.officer,
            question.fact.service == fact.service
        else { throw Broken("\(number) was rated and nobody had asked") }
        guard (fact.grade == nil) == (fact.unanswered != nil) else {
            throw Broken("\(number) gave no answer and a grade")
        }
        let isOver = isOver(question)
        if fact.grade != nil, isOver == true { throw Broken("\(number) was rated too late") }
        if fact.unanswered == .timeout, isOver == false {
            throw Broken("\(number) had no time to answer")
        }
    }

    /// Nil over a restart of the machine, when only the wall's clock is known.
    private func isOver(_ question: Question) -> Bool? {
        guard question.at.boot == now.boot else { return nil }
        return now.monotonic - question.at.monotonic >= Int64(question.fact.seconds) * 1000
    }

    /// What is due is said before anybody is heard.
    func isNothingOverdue(_ fact: HallFact) throws(Broken) {
        guard actor.kind != .controller else { return }
        for question in questions.values where isOver(question) == true {
            throw Broken("the question to \(number(question.fact.ticket)) was never over")
        }
    }

    /// Whoever is at the pad now is somebody else.
    mutating func endAsking(_ fact: TicketCalled, outOfQueue: Bool) throws(Broken) {
        if let question = questions[fact.window] {
            throw Broken(
                "\(number(fact.ticket)) was called and \(number(question.fact.ticket)) could answer"
            )
        }
        if outOfQueue { askedAt[fact.ticket]?.remove(fact.window) }
    }

    /// Whether a question is rightly taken to be closed, or never put.
    func isRightOfRating(_ kind: Refusal.Kind, _ command: Command) -> Bool {
        switch (command, kind) {
        case (.rate(let ticket, let window, _), _):
            !questions.values.contains {
                $0.fact.ticket == ticket && (window == nil || window == $0.fact.window)
            }
        case (.atWindow(let window, _), .ratingAskedAlready):
            tickets.values.contains {
                $0.place == .inHand(window) && askedAt[$0.id]?.contains(window) == true
            }
        case (_, .ratingOff): structure.rules?.rating?.ask == .never
        default: false
        }
    }
}
