// SPDX-License-Identifier: Apache-2.0

import Machine

/// JSON without blanks under construction: members sorted by the bytes of their names, so that the
/// same value always gives the same text.
///
/// Containers must be filled one after another, as synthesised coding does; going back to an outer
/// one closes those inside it.
struct JSONText {
    private struct Frame {
        var isObject: Bool
        /// Where the frame's content begins, after its bracket.
        var start: Int
        /// The first of the frame's members in `members`.
        var firstMember: Int
        var count = 0
    }

    /// Where a member lies, from its name's quote to its value's last byte.
    private struct Member {
        var start: Int
        var end: Int
        /// The name as it is written, without its quotes.
        var name: Range<Int>
        /// The name's first eight bytes, to be compared at once.
        var order: UInt64
    }

    private(set) var bytes: [UInt8] = []
    private var frames: [Frame] = []
    private var members: [Member] = []
    private var sorted: [UInt8] = []

    /// How many containers are open.
    var depth: Int { frames.count }

    mutating func clear() {
        bytes.removeAll(keepingCapacity: true)
        frames.removeAll(keepingCapacity: true)
        members.removeAll(keepingCapacity: true)
    }

    /// Opens an object or array where the text stands and gives its depth.
    mutating func open(isObject: Bool) -> Int {
        bytes.append(isObject ? UInt8(ascii: "{") : UInt8(ascii: "["))
        frames.append(
            Frame(isObject: isObject, start: bytes.count, firstMember: members.count))
        return frames.count
    }

    /// Makes the object at `depth` ready for the value of a member; false if it is closed.
    mutating func begin(_ name: String, at depth: Int) -> Bool {
        guard beginValue(at: depth) else { return false }
        let start = bytes.count
        append(quoted: name)
        let written = (start + 1)..<(bytes.count - 1)
        members.append(
            Member(start: start, end: start, name: written, order: order(of: written)))
        bytes.append(UInt8(ascii: ":"))
        return true
    }

    /// Makes the container at `depth` ready for its next value; false if it is closed.
    mutating func beginValue(at depth: Int) -> Bool {
        guard depth <= frames.count else { return false }
        close(to: depth)
        finishMember()
        if frames[depth - 1].count > 0 { bytes.append(UInt8(ascii: ",")) }
        frames[depth - 1].count += 1
        return true
    }

    /// How many values the container at `depth` has.
    func count(at depth: Int) -> Int {
        depth <= frames.count ? frames[depth - 1].count : 0
    }

    /// Closes containers until only `depth` of them are open.
    mutating func close(to depth: Int) {
        while frames.count > depth, let frame = frames.last {
            if frame.isObject {
                finishMember()
                sortMembers(of: frame)
                members.removeLast(members.count - frame.firstMember)
            }
            frames.removeLast()
            bytes.append(frame.isObject ? UInt8(ascii: "}") : UInt8(ascii: "]"))
        }
    }

    private mutating func finishMember() {
        guard let frame = frames.last, frame.isObject, members.count > frame.firstMember else {
            return
        }
        members[members.count - 1].end = bytes.count
    }

    private mutating func sortMembers(of frame: Frame) {
        // Few members, mostly in order already: insertion is the quickest.
        var moved = false
        for unsorted in members.indices.dropFirst(frame.firstMember + 1) {
            var index = unsorted
            while index > frame.firstMember, isBefore(members[index], members[index - 1]) {
                members.swapAt(index, index - 1)
                index -= 1
                moved = true
            }
        }
        guard moved else { return }
        sorted.removeAll(keepingCapacity: true)
        for member in members[frame.firstMember...] {
            if !sorted.isEmpty { sorted.append(UInt8(ascii: ",")) }
            sorted.append(contentsOf: bytes[member.start..<member.end])
        }
        bytes.replaceSubrange(frame.start..., with: sorted)
    }

    private func isBefore(_ left: Member, _ right: Member) -> Bool {
        if left.order != right.order { return left.order < right.order }
        return bytes[left.name].lexicographicallyPrecedes(bytes[right.name])
    }

    private func order(of name: Range<Int>) -> UInt64 {
        var order: UInt64 = 0
        for index in 0..<8 {
            let position = name.lowerBound + index
            order = order << 8 | (position < name.upperBound ? UInt64(bytes[position]) : 0)
        }
        return order
    }
}

extension JSONText {
    mutating func append(_ text: String) {
        bytes.append(contentsOf: text.utf8)
    }

    /// A text in quotes; only what JSON demands is escaped.
    mutating func append(quoted text: String) {
        bytes.append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { utf8 in
            if utf8.contains(where: Self.mustEscape) {
                for byte in utf8 { append(escaped: byte) }
            } else {
                bytes.append(contentsOf: utf8)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private static func mustEscape(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }

    private mutating func append(escaped byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"):
            bytes.append(UInt8(ascii: "\\"))
            bytes.append(byte)
        case 0..<0x20:
            append("\\u00" + hexadecimal([byte]))
        default:
            bytes.append(byte)
        }
    }
}
