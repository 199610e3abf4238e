// SPDX-License-Identifier: Apache-2.0

import Facts
import Hall

/// Numbers as people read them off slips: `A017`, or a range `A019-A023`.
struct OutstandingSlips {
    /// As many as a person can have collected in one go.
    private static let most = 500

    private static let expected = "A017, A019-A023; ≤ \(most)"

    private var numbers: [(prefix: String, ordinal: Int)] = []

    init(_ texts: [String]) throws(Refused) {
        for text in texts {
            let ends = text.split(separator: "-", omittingEmptySubsequences: false)
            guard let first = ends.first.flatMap({ SlipNumber($0) }),
                let last = ends.last.flatMap({ SlipNumber($0) }),
                ends.count <= 2, first.prefix == last.prefix, first.ordinal <= last.ordinal,
                last.ordinal - first.ordinal < Self.most
            else { throw Refused("numbers", expected: Self.expected) }
            for ordinal in first.ordinal...last.ordinal { numbers.append((first.prefix, ordinal)) }
            guard numbers.count <= Self.most else {
                throw Refused("numbers", expected: Self.expected)
            }
        }
    }

    func slips(in priority: PriorityClass) -> [OutstandingSlip] {
        numbers.map { number in
            OutstandingSlip(
                ticket: RandomID.ticket(), prefix: number.prefix, ordinal: number.ordinal,
                priority: priority)
        }
    }
}

/// A number as people say and write it: `A17` and `a017` are one.
struct SlipNumber {
    let prefix: String
    let ordinal: Int

    /// Letters, then up to nine digits; nil for all else.
    init?(_ text: some StringProtocol) {
        let text = text.drop { $0 == " " }
        let letters = text.prefix { $0.isASCII && $0.isLetter }
        let digits = text.dropFirst(letters.count)
        guard !letters.isEmpty, (1...9).contains(digits.count),
            digits.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }),
            let ordinal = Int(digits)
        else { return nil }
        prefix = letters.uppercased()
        self.ordinal = ordinal
    }

    /// As it is on the slip.
    var text: String { Ticket.number(prefix: prefix, ordinal: ordinal) }
}
