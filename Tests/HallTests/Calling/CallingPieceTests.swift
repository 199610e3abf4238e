// SPDX-License-Identifier: Apache-2.0

import Facts
import Hall
import Testing

/// Somebody who came as number `arrival` and has waited so many minutes.
private func candidate(
    _ arrival: Int64, _ priority: PriorityClass = .normal, waited minutes: Int64 = 0
) -> Candidate {
    var candidate = Candidate(
        place: Place(arrival: arrival, after: 0, ticket: TicketID("t\(arrival)")), service: "a",
        priority: priority)
    candidate.queuedAt = now - minutes * 60_000
    return candidate
}

extension Candidate {
    fileprivate func with(_ change: (inout Self) -> Void) -> Self {
        var copy = self
        change(&copy)
        return copy
    }
}

private let now: Int64 = 1_800_000_000_000

private func terms(_ rules: CallingRules, early: Int? = nil) -> CallingTerms {
    CallingTerms(rules, appointments: AppointmentRules(earlyMinutes: early), now: now)
}

struct CallingPieceTests {
    private let oldest = terms(CallingRules(classes: .oldest))

    @Test func `whoever came first goes first when nothing else tells two apart`() {
        #expect(oldest.order(candidate(1), candidate(2)) == (true, nil))
        #expect(oldest.order(candidate(2), candidate(1)) == (false, nil))
    }

    @Test func `one of the window's own goes before one who came earlier`() {
        let own = candidate(2).with { $0.isOwn = true }
        #expect(oldest.order(own, candidate(1)) == (true, .own))
        let off = terms(CallingRules(classes: .oldest, ownFirst: false))
        #expect(off.order(own, candidate(1)) == (false, nil))
    }

    @Test func `the window's services go before those it helps out`() {
        let help = candidate(1, .priority).with { $0.isHelp = true }
        #expect(terms(.usual).order(candidate(2), help) == (true, .help))
    }

    @Test(arguments: [
        (early: nil, minutes: 0, isDue: true), (early: nil, minutes: 1, isDue: false),
        (early: 10, minutes: 10, isDue: true), (early: 10, minutes: 11, isDue: false),
        (early: nil, minutes: -20, isDue: true),
    ])
    func `an appointment is due from its time on, or as much earlier as the hall says`(
        early: Int?, minutes: Int64, isDue: Bool
    ) {
        let booked = candidate(2).with { $0.appointmentAt = now + minutes * 60_000 }
        let terms = terms(CallingRules(classes: .oldest), early: early)
        #expect(terms.isDue(booked) == isDue)
        #expect(terms.order(booked, candidate(1)) == (isDue, isDue ? .appointment : nil))
    }

    @Test func `of two appointments that are due the earlier one goes first`() {
        let early = candidate(2).with { $0.appointmentAt = now - 60_000 }
        let late = candidate(1).with { $0.appointmentAt = now }
        #expect(oldest.order(early, late) == (true, .appointment))
        let off = terms(CallingRules(classes: .oldest, appointmentsFirst: false))
        #expect(off.order(early, late) == (false, nil))
    }

    @Test func `a preferred service goes before the others`() {
        let preferred = candidate(2).with { $0.isPreferred = true }
        #expect(oldest.order(preferred, candidate(1)) == (true, .preferred))
    }

    @Test func `priority goes first where the rules say so`() {
        let priority = candidate(2, .priority)
        #expect(terms(.usual).order(priority, candidate(1)) == (true, .turn))
        #expect(oldest.order(priority, candidate(1)) == (false, nil))
    }

    @Test func `with a ratio the class whose turn it is goes first`() {
        let ratio = terms(CallingRules(classes: .ratio, normalTurns: 2, priorityTurns: 1))
        func pair(_ turn: PriorityClass?) -> (Candidate, Candidate) {
            (candidate(1).with { $0.turn = turn }, candidate(2, .priority).with { $0.turn = turn })
        }
        #expect(ratio.order(pair(.normal).0, pair(.normal).1) == (true, .turn))
        #expect(ratio.order(pair(.priority).0, pair(.priority).1) == (false, .turn))
        #expect(ratio.order(pair(nil).0, pair(nil).1) == (true, nil))
    }

    @Test func `one who has waited long enough counts as priority`() {
        let balanced = terms(CallingRules(classes: .priority, agingMinutes: 30))
        let priority = candidate(2, .priority)
        #expect(balanced.isAged(candidate(1, waited: 30)))
        #expect(!balanced.isAged(candidate(1, waited: 29)))
        #expect(!balanced.isAged(candidate(1, .priority, waited: 60)))
        #expect(!terms(.usual).isAged(candidate(1, waited: 600)))
        #expect(balanced.order(candidate(1, waited: 30), priority) == (true, nil))
        #expect(balanced.order(candidate(1, waited: 29), priority) == (false, .turn))
    }

    @Test func `one who has aged keeps the turn of the normal class too`() {
        let rules = CallingRules(
            classes: .ratio, normalTurns: 1, priorityTurns: 1, agingMinutes: 30)
        for turn in PriorityClass.allCases {
            let aged = candidate(1, waited: 40).with { $0.turn = turn }
            let young = candidate(2).with { $0.turn = turn }
            #expect(terms(rules).precedes(aged, young), "turn of \(turn)")
        }
    }

    @Test func `a head start counts as if priority had come earlier`() {
        let terms = terms(CallingRules(classes: .oldest, priorityHeadStartSeconds: 600))
        let normal = candidate(1, waited: 9)
        #expect(terms.order(candidate(2, .priority), normal) == (true, .arrival))
        #expect(terms.order(normal, candidate(2, .priority)) == (false, .arrival))
        #expect(terms.precedes(candidate(1, waited: 11), candidate(2, .priority)))
        #expect(terms.order(candidate(1, waited: 10), candidate(2, .priority)) == (true, nil))
    }

    @Test func `an earlier piece decides, whatever the later ones say`() {
        let rules = CallingRules(
            classes: .priority, agingMinutes: 30, priorityHeadStartSeconds: 600)
        let ladder = [
            candidate(9).with { $0.isOwn = true },
            candidate(8).with { $0.appointmentAt = now - 1 },
            candidate(7).with { $0.isPreferred = true },
            candidate(6, .priority, waited: 1),
            candidate(1, waited: 20),
            candidate(2, waited: 20),
            candidate(0, .priority, waited: 100).with { $0.isHelp = true },
        ]
        for (first, second) in zip(ladder, ladder.dropFirst()) {
            #expect(terms(rules).precedes(first, second), "\(first.place) before \(second.place)")
            #expect(!terms(rules).precedes(second, first))
        }
    }

    @Test func `numbers no hall would write are kept within arithmetic`() {
        let rules = CallingRules(
            classes: .ratio, normalTurns: .max, priorityTurns: .min, agingMinutes: .max,
            priorityHeadStartSeconds: .max)
        let wild = terms(rules, early: .max)
        #expect(wild.precedes(candidate(1, .priority), candidate(2)))
        #expect(!wild.isAged(candidate(1, waited: 1_000_000)))
    }
}
