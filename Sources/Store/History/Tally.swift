// SPDX-License-Identifier: Apache-2.0

package import Facts

/// What is counted apart from everything else.
package struct TallyKey: Hashable, Sendable {
    package enum Kind: Int, Sendable {
        /// A whole day of the hall; has no name.
        case day
        /// One hour of one service.
        case service
        case window
        case officer
    }

    package var date: CivilDate
    package var kind: Kind
    package var name: String
    /// 0–23 in the hall's zone; 0 for all but services.
    package var hour: Int

    package init(_ date: CivilDate, _ kind: Kind, _ name: String = "", hour: Int = 0) {
        self.date = date
        self.kind = kind
        self.name = name
        self.hour = hour
    }
}

/// Counts of what happened, and how long it took; two of them can be added.
///
/// Adding wraps around: a figure in a file somebody tampered with must not stop the program.
package struct Tally: Sendable, Equatable {
    package var issued = 0
    /// First calls; at a window and of an officer, all calls but recalls.
    package var called = 0
    package var served = 0
    package var noShow = 0
    package var givenUp = 0
    /// Numbers that were no longer good before anybody called them.
    package var voided = 0
    /// Whole seconds from the issue to the first call, all tickets together.
    package var waitSeconds = 0
    /// Whole seconds of all cases served.
    package var serviceSeconds = 0
    /// Questions for a rating that nobody answered.
    package var unanswered = 0
    /// Ratings given, from the worst grade to the best.
    package var grades = [0, 0, 0, 0, 0]
    /// The waits to first calls.
    package var waits = WaitSpread()

    package init() {}

    package mutating func add(_ other: Tally) {
        issued &+= other.issued
        called &+= other.called
        served &+= other.served
        noShow &+= other.noShow
        givenUp &+= other.givenUp
        voided &+= other.voided
        waitSeconds &+= other.waitSeconds
        serviceSeconds &+= other.serviceSeconds
        unanswered &+= other.unanswered
        for index in grades.indices { grades[index] &+= other.grades[index] }
        waits.add(other.waits)
    }

    mutating func add(_ grade: Grade?) {
        if let grade {
            grades[grade.rawValue - 1] &+= 1
        } else {
            unanswered &+= 1
        }
    }

    mutating func addWait(_ seconds: Int) {
        waitSeconds &+= seconds
        waits.add(seconds)
    }
}
