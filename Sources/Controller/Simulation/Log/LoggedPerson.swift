// SPDX-License-Identifier: Apache-2.0

package import Facts

/// One row of a queue log: somebody who came, waited, and was served or gave up.
///
/// Times are whole seconds since 1970 by the log's own clock, whatever its zone.
package struct LoggedPerson: Sendable, Equatable {
    /// The line of the file, from 1; what a person is known by.
    package var line: Int
    package var caseID: String
    package var service: ServiceID
    /// Nil for those who gave up, and where the log does not say.
    package var server: String?
    package var priority: PriorityClass
    package var arrival: Int64
    /// When service began; nil for those who gave up.
    package var start: Int64?
    /// The end of service, or when they gave up.
    package var leave: Int64

    /// How long service took; nil for those who gave up.
    package var duration: Int64? { start.map { leave - $0 } }
    /// How long they waited, until service or until they gave up.
    package var wait: Int64 { (start ?? leave) - arrival }

    package var date: CivilDate { CivilDate(wall: arrival * 1000, utcOffset: 0) }
}

/// Why a queue log cannot be read: which line and which column, and what is wrong there.
package struct QueueLogProblem: Error, Hashable, Sendable {
    /// Raw values are the last part of the sentences' keys.
    package enum Kind: String, Sendable, CaseIterable {
        /// The system does not give the file; `reason` says why.
        case unreadable
        case empty
        case missingColumn
        case columnTwice
        case lineTooLong
        case notText
        /// More or fewer fields than the header has columns.
        case fieldCount
        case badTime
        case badPriority
        case badOutcome
        /// Must not be empty here.
        case missingValue
        /// Must be empty here.
        case unexpectedValue
        /// Earlier than the moment in column `other`.
        case beforeOther
        /// The row's day is before that of the row above.
        case dayBefore
    }

    package var kind: Kind
    /// From 1; 0 when no line is at fault.
    package var line: Int
    package var column: String
    package var values: [String: String]

    package init(
        _ kind: Kind, line: Int = 0, column: String = "", values: [String: String] = [:]
    ) {
        self.kind = kind
        self.line = line
        self.column = column
        self.values = values
    }
}
