// SPDX-License-Identifier: Apache-2.0

/// The place of an event in the journal, as browsers hand it back: `epoch-sequence`.
package struct EventID: Sendable, Equatable, CustomStringConvertible {
    /// Renewed when a journal is restored, so that reused sequences are told apart.
    package let epoch: String
    package let sequence: UInt64

    package init(epoch: String, sequence: UInt64) {
        self.epoch = epoch
        self.sequence = sequence
    }

    /// Reads what ``description`` wrote; `nil` for anything else.
    package init?(_ text: String) {
        guard let dash = text.lastIndex(of: "-"), dash != text.startIndex,
            let sequence = UInt64(text[text.index(after: dash)...])
        else { return nil }
        self.init(epoch: String(text[..<dash]), sequence: sequence)
    }

    package var description: String { "\(epoch)-\(sequence)" }

    /// An event in the form of the HTML standard, section 9.2.6; a line break in `data` becomes a
    /// further `data:` line, and one in `name` a blank.
    func encoded(name: String, data: [UInt8]) -> [UInt8] {
        let event = String(name.map { $0.isNewline ? " " : $0 })
        var bytes = Array("id: \(self)\nevent: \(event)\n".utf8)
        bytes.reserveCapacity(bytes.count + data.count + 16)
        for line in data.split(omittingEmptySubsequences: false, whereSeparator: isLineBreak) {
            bytes += Array("data: ".utf8)
            bytes += line
            bytes.append(UInt8(ascii: "\n"))
        }
        bytes.append(UInt8(ascii: "\n"))
        return bytes
    }
}

private func isLineBreak(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
}
