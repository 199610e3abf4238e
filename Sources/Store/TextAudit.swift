// SPDX-License-Identifier: Apache-2.0

import Facts

/// How the texts facts speak of stand to those that are kept.
package struct TextAudit: Sendable, Equatable, Codable {
    private static let named = 10

    /// Commitments found in facts.
    package private(set) var commitments: Int64 = 0
    /// Texts that are there and are what was committed to.
    package private(set) var present: Int64 = 0
    /// How many were erased, by the rule it was done under.
    package private(set) var erased: [String: Int64] = [:]
    /// Texts that are neither there nor said to be erased.
    package private(set) var missing: Int64 = 0
    /// Texts that are not what was committed to.
    package private(set) var altered: Int64 = 0
    /// Texts that are said to be erased, though no fact says so.
    package private(set) var unrecorded: Int64 = 0
    /// The first few of those missing, altered or unrecorded.
    package private(set) var suspects: [String] = []
    private var unexplained: Set<String> = []

    package init() {}

    package var isSound: Bool { missing == 0 && altered == 0 && unrecorded == 0 }

    mutating func note(_ id: String, matches: Bool) {
        commitments += 1
        if matches {
            present += 1
        } else {
            altered += 1
            suspect(id)
        }
    }

    mutating func note(_ id: String, erasedUnder rule: String) {
        commitments += 1
        erased[rule, default: 0] += 1
        unexplained.insert(id)
    }

    /// A fact says that these were erased; it comes after those that speak of them.
    mutating func explain(_ texts: [String]) {
        unexplained.subtract(texts)
    }

    mutating func finish() {
        unrecorded = Int64(unexplained.count)
        for id in unexplained.sorted().prefix(Self.named) { suspect(id) }
        unexplained = []
    }

    mutating func note(missing id: String) {
        commitments += 1
        missing += 1
        suspect(id)
    }

    private mutating func suspect(_ id: String) {
        if suspects.count < Self.named { suspects.append(id) }
    }
}

/// Finds commitments in payloads as they are stored, whatever fact they belong to.
///
/// Payloads are JSON without blanks, members sorted, so that a commitment always begins the same
/// way; within a text the quote would have a backslash before it.
struct CommitmentScan {
    private static let digestLength = 64
    private static let start = Array("{\"digest\":\"".utf8)

    private var rest: Slice<UnsafeRawBufferPointer>

    static func commitments(in payload: UnsafeRawBufferPointer) -> [TextCommitment] {
        var found: [TextCommitment] = []
        var rest = payload[...]
        while let brace = rest.firstIndex(of: UInt8(ascii: "{")) {
            rest = rest[brace...]
            if rest.starts(with: start) {
                var scan = CommitmentScan(rest: rest.dropFirst(start.count))
                if let commitment = scan.commitment() { found.append(commitment) }
            }
            rest = rest.dropFirst()
        }
        return found
    }

    private mutating func commitment() -> TextCommitment? {
        guard let digest = text(), digest.count == Self.digestLength, take(",\"kind\":\""),
            let kind = text(), take(",\"text\":\""), let id = text(), take("}")
        else { return nil }
        return TextCommitment(text: id, kind: kind, digest: digest)
    }

    /// Up to the next quote; names and kinds are chosen by this program and need no backslash.
    private mutating func text() -> String? {
        guard let end = rest.firstIndex(of: UInt8(ascii: "\"")) else { return nil }
        defer { rest = rest[(end + 1)...] }
        return String(decoding: rest[..<end], as: UTF8.self)
    }

    private mutating func take(_ text: String) -> Bool {
        guard rest.starts(with: text.utf8) else { return false }
        rest = rest.dropFirst(text.utf8.count)
        return true
    }
}
