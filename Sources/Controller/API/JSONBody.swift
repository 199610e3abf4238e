// SPDX-License-Identifier: Apache-2.0

import Foundation
import Web

/// A request's JSON object, read strictly: members nobody asked for are refused by name.
struct JSONBody {
    /// Longer texts than any name or reason needs are refused. In code points, as JSON Schema
    /// counts: what people see as one character may have any number of them.
    static let textLimit = 200

    /// No route asks for more. Decoding takes time by the square of the depth, seconds for a body
    /// of a few hundred brackets.
    private static let depthLimit = 8

    private let members: [String: JSONValue]
    private var asked: Set<String> = []

    /// An empty body counts as an empty object.
    init(_ bytes: [UInt8]) throws(Refused) {
        guard !bytes.isEmpty else {
            members = [:]
            return
        }
        guard Self.isReadable(bytes),
            let value = try? JSONDecoder().decode(JSONValue.self, from: Data(bytes)),
            case .object(let object) = value
        else { throw Refused(Problem(.malformedJSON)) }
        members = object
    }

    mutating func optionalText(
        _ name: String, most: Int = textLimit
    ) throws(Refused) -> String? {
        guard let value = optional(name) else { return nil }
        guard case .text(let text) = value, !text.isEmpty, text.unicodeScalars.count <= most
        else {
            throw Refused(name, expected: Self.text(most))
        }
        return text
    }

    /// At most `most` texts; none for a missing member.
    mutating func texts(_ name: String, most: Int) throws(Refused) -> [String] {
        guard let value = optional(name) else { return [] }
        guard case .list(let values) = value, values.count <= most else {
            throw Refused(name, expected: "[text], ≤ \(most)")
        }
        return try values.map { value throws(Refused) in
            guard case .text(let text) = value, !text.isEmpty,
                text.unicodeScalars.count <= Self.textLimit
            else {
                throw Refused(name, expected: "[\(Self.text(Self.textLimit))]")
            }
            return text
        }
    }

    mutating func text(_ name: String) throws(Refused) -> String {
        guard let text = try optionalText(name) else { throw Refused(.missingField, name) }
        return text
    }

    /// A moment in wall milliseconds, before the year 10000.
    mutating func moment(_ name: String) throws(Refused) -> Int64 {
        guard let value = optional(name) else { throw Refused(.missingField, name) }
        guard case .whole(let whole) = value, (0..<253_402_300_800_000).contains(whole) else {
            throw Refused(name, expected: "number, ms UTC")
        }
        return whole
    }

    mutating func optionalNumber(
        _ name: String, in range: ClosedRange<Int>
    ) throws(Refused) -> Int? {
        guard let value = optional(name) else { return nil }
        guard case .whole(let whole) = value, let number = Int(exactly: whole),
            range.contains(number)
        else {
            let most = range.upperBound == .max ? "" : String(range.upperBound)
            throw Refused(name, expected: "number, \(range.lowerBound)–\(most)")
        }
        return number
    }

    /// A number from 0 to 1.
    mutating func optionalFraction(_ name: String) throws(Refused) -> Double? {
        let number: Double
        switch optional(name) {
        case nil: return nil
        case .whole(let whole)?: number = Double(whole)
        case .number(let fraction)?: number = fraction
        default: throw Refused(name, expected: "number, 0–1")
        }
        guard (0...1).contains(number) else { throw Refused(name, expected: "number, 0–1") }
        return number
    }

    mutating func optionalFlag(_ name: String) throws(Refused) -> Bool? {
        guard let value = optional(name) else { return nil }
        guard case .flag(let flag) = value else {
            throw Refused(name, expected: "true / false")
        }
        return flag
    }

    mutating func choice<Value: RawRepresentable & CaseIterable>(
        _ name: String, of type: Value.Type
    ) throws(Refused) -> Value? where Value.RawValue == String {
        guard let value = optional(name) else { return nil }
        guard case .text(let text) = value, let choice = Value(rawValue: text) else {
            throw Refused(
                name, expected: Value.allCases.map(\.rawValue).joined(separator: " / "))
        }
        return choice
    }

    /// Call last: members nobody asked for are refused.
    func finish() throws(Refused) {
        guard let unknown = members.keys.sorted().first(where: { !asked.contains($0) }) else {
            return
        }
        throw Refused(.unknownField, unknown)
    }

    /// Whether the decoder may have it: UTF-8, where it would also guess at UTF-16 and UTF-32, which
    /// a NUL betrays, and not too deep.
    private static func isReadable(_ bytes: [UInt8]) -> Bool {
        guard String(validating: bytes, as: UTF8.self) != nil else { return false }
        var depth = 0
        var isText = false
        var isEscaped = false
        for byte in bytes {
            switch byte {
            case 0: return false
            case _ where isEscaped: isEscaped = false
            case UInt8(ascii: "\\") where isText: isEscaped = true
            case UInt8(ascii: "\""): isText.toggle()
            case UInt8(ascii: "["), UInt8(ascii: "{"): depth += isText ? 0 : 1
            case UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= isText ? 0 : 1
            default: break
            }
            guard depth <= depthLimit else { return false }
        }
        return true
    }

    private static func text(_ most: Int) -> String { "text, 1–\(most)" }

    private mutating func optional(_ name: String) -> JSONValue? {
        asked.insert(name)
        guard let value = members[name], value != .null else { return nil }
        return value
    }
}

/// A request that is answered with a problem.
struct Refused: Error {
    var problem: Problem

    init(_ problem: Problem) {
        self.problem = problem
    }

    /// A member of the body is wrong.
    init(_ kind: ProblemKind, _ member: String) {
        self.problem = Problem(kind, values: ["field": member], field: member)
    }
    /// A member of the body is not what it should be.
    ///
    /// - Parameter expected: what would be right, in signs and in words of JSON, for all languages.
    init(_ member: String, expected: String) {
        self.problem = Problem(
            .wrongType, values: ["field": member, "expected": expected], field: member)
    }
}
