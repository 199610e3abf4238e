// SPDX-License-Identifier: Apache-2.0

import Facts

/// Encodes payloads as JSON without blanks, members sorted by name, absent ones left out: the same
/// value always gives the same bytes.
///
/// It writes into one buffer that it keeps, since encoding is most of what a commit costs besides
/// the disk. Containers must be filled one after another, as synthesised coding does; going back
/// to an outer one closes those inside it.
final class PayloadEncoder {
    private struct Frame {
        var isObject: Bool
        /// Where the frame's content begins, after its bracket.
        var start: Int
        /// The first of the frame's members in `members`.
        var firstMember: Int
        /// The name of the member being written.
        var key: Range<Int>?
        var count = 0
    }

    /// Where a member lies, from its name's first byte to its value's last.
    private struct Member {
        var key: Range<Int>
        var end: Int
    }

    private(set) var bytes: [UInt8] = []
    private var frames: [Frame] = []
    private var members: [Member] = []
    private var sorted: [UInt8] = []

    /// The bytes of a payload, valid until the next call.
    func encode(_ payload: any FactPayload) throws -> [UInt8] {
        bytes.removeAll(keepingCapacity: true)
        frames.removeAll(keepingCapacity: true)
        members.removeAll(keepingCapacity: true)
        try write(payload)
        return bytes
    }

    /// Writes a value where the buffer stands and closes every container it opened.
    func write(_ value: some Encodable) throws {
        let depth = frames.count
        let start = bytes.count
        try value.encode(to: self)
        close(to: depth)
        // A value without members asks for no container at all.
        if bytes.count == start { append("{}") }
    }

    /// Opens an object or array where the buffer stands; the answer is its depth.
    func open(isObject: Bool) -> Int {
        bytes.append(isObject ? UInt8(ascii: "{") : UInt8(ascii: "["))
        frames.append(
            Frame(isObject: isObject, start: bytes.count, firstMember: members.count))
        return frames.count
    }

    /// Gets the container at `depth` ready for its next value.
    func begin(at depth: Int, key: String?) throws {
        guard depth <= frames.count else {
            throw EncodingError.invalidValue(
                key ?? "", .init(codingPath: [], debugDescription: "the container was closed"))
        }
        close(to: depth)
        finishMember()
        if frames[depth - 1].count > 0 { bytes.append(UInt8(ascii: ",")) }
        frames[depth - 1].count += 1
        guard let key else { return }
        let start = bytes.count
        append(quoted: key)
        frames[depth - 1].key = start..<bytes.count
        bytes.append(UInt8(ascii: ":"))
    }

    /// How many values the container at `depth` holds.
    func count(at depth: Int) -> Int {
        depth <= frames.count ? frames[depth - 1].count : 0
    }

    private func close(to depth: Int) {
        while let frame = frames.last, frames.count > depth {
            finishMember()
            if frame.isObject { sortMembers(of: frame) }
            members.removeLast(members.count - frame.firstMember)
            frames.removeLast()
            bytes.append(frame.isObject ? UInt8(ascii: "}") : UInt8(ascii: "]"))
        }
    }

    private func finishMember() {
        guard let key = frames.last?.key else { return }
        members.append(Member(key: key, end: bytes.count))
        frames[frames.count - 1].key = nil
    }

    private func sortMembers(of frame: Frame) {
        let range = frame.firstMember..<members.count
        let inOrder = zip(range, range.dropFirst()).allSatisfy {
            !isBefore(members[$1], members[$0])
        }
        if inOrder { return }
        members[range].sort(by: isBefore)
        sorted.removeAll(keepingCapacity: true)
        for member in members[range] {
            if !sorted.isEmpty { sorted.append(UInt8(ascii: ",")) }
            sorted.append(contentsOf: bytes[member.key.lowerBound..<member.end])
        }
        bytes.replaceSubrange(frame.start..., with: sorted)
    }

    private func isBefore(_ left: Member, _ right: Member) -> Bool {
        bytes[left.key].lexicographicallyPrecedes(bytes[right.key])
    }
}

extension PayloadEncoder {
    func append(_ text: String) {
        bytes.append(contentsOf: text.utf8)
    }

    /// A text in quotes; only what JSON demands is escaped.
    func append(quoted text: String) {
        bytes.append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { utf8 in
            if utf8.allSatisfy({
                $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\")
            }) {
                bytes.append(contentsOf: utf8)
            } else {
                for byte in utf8 { append(escaped: byte) }
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private func append(escaped byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"):
            bytes.append(UInt8(ascii: "\\"))
            bytes.append(byte)
        case 0..<0x20:
            append("\\u00")
            append(hexadecimal([byte]))
        default:
            bytes.append(byte)
        }
    }

    func append(_ number: some FixedWidthInteger) {
        append(String(number))
    }

    func append(_ number: Double) throws {
        guard number.isFinite else {
            throw EncodingError.invalidValue(
                number, .init(codingPath: [], debugDescription: "\(number) is no JSON number"))
        }
        append(number.description)
    }
}
