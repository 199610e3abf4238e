// SPDX-License-Identifier: Apache-2.0

import Wire

/// Which characters a unit's own font has: what its charset says, and what the unit has said itself.
struct BusFont: Sendable {
    private let charset: BusCapabilities.Charset
    private var told: [Unicode.Scalar: Bool] = [:]

    /// Characters remembered; a hall's sentences have far fewer.
    private static let limit = 2000
    /// Different characters asked at once: no answer names more, and they fit into any body.
    static let questionLimit = 16

    init(_ charset: BusCapabilities.Charset) { self.charset = charset }

    /// Nil if only the unit can tell.
    func has(_ scalar: Unicode.Scalar) -> Bool? {
        if let told = told[scalar] { return told }
        switch charset {
        case .none: return false
        case .ascii: return scalar.isASCII
        case .gb2312: return scalar.isASCII || Self.gb2312.has(scalar)
        case .gbk: return scalar.isASCII || Self.gbk.has(scalar)
        case .other: return nil
        }
    }

    mutating func learn(_ scalar: Unicode.Scalar, isThere: Bool) {
        if told.count >= Self.limit { told = [:] }
        told[scalar] = isThere
    }

    /// What to ask the unit before the text can be shown; nil if all is known.
    func question(about text: String) -> String? {
        var unknown = String.UnicodeScalarView()
        for scalar in text.unicodeScalars
        where scalar != "\n" && has(scalar) == nil && !unknown.contains(scalar) {
            unknown.append(scalar)
            if unknown.count == Self.questionLimit { break }
        }
        return unknown.isEmpty ? nil : String(unknown)
    }

    /// The unit answered the question.
    mutating func learn(_ question: String, missing: [Unicode.Scalar]) {
        for scalar in question.unicodeScalars {
            learn(scalar, isThere: !missing.contains(scalar))
        }
    }

    private static let gb2312 = Charset.font(.gb2312)
    private static let gbk = Charset.font(.gbk)
}

extension Charset {
    fileprivate func has(_ scalar: Unicode.Scalar) -> Bool {
        encode(String(Character(scalar))).missing.isEmpty
    }
}
