// SPDX-License-Identifier: Apache-2.0

/// Text on its way to a device that treats some bytes as commands.
///
/// A citizen's or officer's words can reach paper and signs; nothing in them may become
/// an ESC, GS, FS or DLE, turn the reading direction round, or run on without end.
package enum WireText {
    /// `text` without controls, invisible format characters and line breaks, at most `limit`
    /// Unicode scalars long.
    ///
    /// The limit counts scalars, not characters, because one character may carry any number
    /// of combining marks.
    /// - Parameter joiners: keeps what says how letters join, for those who draw them.
    package static func clean(_ text: String, limit: Int, joiners: Bool = false) -> String {
        var kept = String.UnicodeScalarView()
        var count = 0
        for scalar in text.unicodeScalars
        where isPrintable(scalar) || joiners && isJoiner(scalar) {
            guard count < limit else { break }
            kept.append(scalar)
            count += 1
        }
        return String(kept)
    }

    /// `text` as `clean` leaves it, with its joiners, and with an ellipsis where it is cut: whoever
    /// reads a name must see that it goes on.
    package static func shortened(_ text: String, limit: Int) -> String {
        let clean = clean(text, limit: limit + 1, joiners: true)
        guard clean.unicodeScalars.count > limit else { return clean }
        var kept = clean[...]
        while kept.unicodeScalars.count >= limit, !kept.isEmpty { kept = kept.dropLast() }
        return kept + "…"
    }

    /// Columns the text takes on a device with half-width ASCII and full-width everything else.
    package static func columns(_ text: String) -> Int {
        text.reduce(0) { $0 + ($1.isASCII ? 1 : 2) }
    }

    /// `text` in lines of at most `columns`, words of ASCII kept whole where they fit, Chinese
    /// broken anywhere. At least one line.
    package static func wrapped(_ text: String, columns limit: Int) -> [String] {
        var lines: [String] = []
        var line = Substring(text)
        while columns(String(line)) > limit, line.count > 1 {
            let end = max(fitting(line, limit), line.index(after: line.startIndex))
            let wordStart = startOfWord(line, at: end)
            let breakAt = wordStart > line.startIndex ? wordStart : end
            lines.append(String(line[..<breakAt].trimmingSpaces))
            line = line[breakAt...].trimmingSpaces
        }
        return lines + (line.isEmpty && !lines.isEmpty ? [] : [String(line)])
    }

    private static func startOfWord(_ line: Substring, at end: Substring.Index) -> Substring.Index {
        func isWord(_ index: Substring.Index) -> Bool { line[index].isASCII && line[index] != " " }
        var start = end
        while isWord(start), start > line.startIndex, isWord(line.index(before: start)) {
            start = line.index(before: start)
        }
        return start
    }

    /// Where the part of the line that fits ends.
    private static func fitting(_ line: Substring, _ limit: Int) -> Substring.Index {
        var used = 0
        return line.firstIndex { character in
            used += character.isASCII ? 1 : 2
            return used > limit
        } ?? line.endIndex
    }

    /// Zero width non-joiner and joiner, and the Mongolian vowel separator.
    private static func isJoiner(_ scalar: Unicode.Scalar) -> Bool {
        ["\u{200C}", "\u{200D}", "\u{180E}"].contains(scalar)
    }

    // What no edition of Unicode known here has stays, to be told of as a character nobody has.
    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate:
            false
        default:
            true
        }
    }
}

extension Substring {
    fileprivate var trimmingSpaces: Substring {
        let start = drop { $0 == " " }
        guard let last = start.lastIndex(where: { $0 != " " }) else {
            return start[..<start.startIndex]
        }
        return start[...last]
    }
}
