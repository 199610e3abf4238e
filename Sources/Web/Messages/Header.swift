// SPDX-License-Identifier: Apache-2.0

/// One header line. Names compare without regard to case (RFC 9110 section 5.1).
package struct Header: Sendable, Equatable {
    package let name: String
    package let value: String

    package init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }

    /// Whether this line has the given name, whatever its case.
    package func isNamed(_ other: String) -> Bool {
        let mine = name.utf8
        let theirs = other.utf8
        return mine.count == theirs.count
            && zip(mine, theirs).allSatisfy { folded($0) == folded($1) }
    }
}

private func folded(_ byte: UInt8) -> UInt8 {
    (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
}

/// Header lines in the order they came.
package struct Headers: Sendable, Equatable {
    package var lines: [Header]

    package init(_ lines: [Header] = []) {
        self.lines = lines
    }

    /// The first value under a name, whatever its case.
    package subscript(_ name: String) -> String? {
        lines.first { $0.isNamed(name) }?.value
    }

    /// Every value under a name, in order.
    package func all(_ name: String) -> [String] {
        lines.filter { $0.isNamed(name) }.map(\.value)
    }
}

extension StringProtocol {
    /// Without blanks at either end.
    var trimmed: String {
        guard let first = firstIndex(where: { !$0.isWhitespace }),
            let last = lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return String(self[first...last])
    }
}
