// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import Wire

/// One of `firmware-protocol/vectors`, whatever its theme; README.md there says what is in which.
struct Vector: Decodable, Sendable, CustomTestStringConvertible {
    struct Refusal: Decodable {
        let status: UInt8
        let payload: Bytes
    }

    struct Step: Decodable {
        let `do`: String
        let bytes: Bytes?
        let answer: Bytes?
        let status: UInt8?
        let why: String
        let ms: Int?
        let key: UInt8?
        let digits: UInt16?
        let grade: UInt8?
        let channel: UInt8?
        let state: UInt8?
        let quality: UInt8?
        let fault: UInt8?
    }

    /// Who answers in a conversation.
    struct Unit: Decodable {
        let address: UInt8
        let boot: UInt16
        let key: Bytes?
        let nonces: [Bytes]
        let identify: [String: Field]
        let capabilities: [String: Field]
        let presence: [UInt8]
    }

    let name: String
    let bytes: Bytes?
    let body: Bytes?
    let fault: String?
    let hears: [String]?
    let address: UInt8?
    let sequence: UInt8?
    let command: UInt8?
    let status: UInt8?
    let payload: Bytes?
    let counter: UInt32?
    let mac: Bytes?
    let fields: [String: Field]?
    let error: Refusal?
    let plain: Bytes?
    let stuffed: Bytes?
    let packed: Bytes?
    let size: Int?
    let crc: UInt32?
    let key: Bytes?
    let message: Bytes?
    let sealIsRight: Bool?
    let uid: Bytes?
    let controllerNonce: Bytes?
    let unitNonce: Bytes?
    let proof: Bytes?
    let installationProof: Bytes?
    let unit: Unit?
    let steps: [Step]?

    var testDescription: String { name }

    /// All of a theme; none would be an empty test, so that is an error too.
    static func all(_ theme: String) throws -> [Vector] {
        struct File: Decodable {
            let vectors: [Vector]
        }
        struct NothingThere: Error {}
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../../firmware-protocol/vectors/\(theme).json")
        let vectors = try JSONDecoder().decode(File.self, from: Data(contentsOf: file)).vectors
        guard !vectors.isEmpty else { throw NothingThere() }
        return vectors
    }

    /// The one frame that the vector's bytes are.
    func frame() throws -> BusFrame {
        var decoder = BusFrameDecoder()
        let heard = decoder.feed(try bytes.required)
        guard case .frame(let frame) = try #require(heard.first), heard.count == 1 else {
            throw NoFrame(heard: heard)
        }
        return frame
    }

    struct NoFrame: Error {
        let heard: [BusFrameDecoder.Heard]
    }
}

/// Bytes written as hexadecimal digits.
struct Bytes: Decodable, Sendable, Hashable {
    let all: [UInt8]

    init(_ hexadecimal: String) throws {
        struct NoBytes: Error {}
        let digits = try hexadecimal.map { digit -> UInt8 in
            guard let value = digit.hexDigitValue else { throw NoBytes() }
            return UInt8(value)
        }
        guard digits.count.isMultiple(of: 2) else { throw NoBytes() }
        all = stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }

    init(from decoder: any Decoder) throws {
        try self.init(decoder.singleValueContainer().decode(String.self))
    }
}

/// The value of a payload's field.
enum Field: Decodable, Sendable, Hashable {
    case integer(Int)
    case text(String)
    case numbers([Int])
    case list([[String: Int]])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let number = try? container.decode(Int.self) {
            self = .integer(number)
        } else if let text = try? container.decode(String.self) {
            self = .text(text)
        } else if let numbers = try? container.decode([Int].self) {
            self = .numbers(numbers)
        } else {
            self = .list(try container.decode([[String: Int]].self))
        }
    }

    static func number(_ number: some FixedWidthInteger) -> Field { .integer(Int(number)) }

    static func hexadecimal(_ bytes: [UInt8]) -> Field {
        .text(bytes.map { String(Int($0) + 256, radix: 16).dropFirst() }.joined())
    }
}

extension Bytes? {
    /// What the vector must have.
    var required: [UInt8] {
        get throws { try #require(self).all }
    }
}
