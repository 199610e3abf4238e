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
    package static func clean(_ text: String, limit: Int) -> String {
        var kept = String.UnicodeScalarView()
        var count = 0
        for scalar in text.unicodeScalars where isPrintable(scalar) {
            guard count < limit else { break }
            kept.append(scalar)
            count += 1
        }
        return String(kept)
    }

    /// Columns the text takes on a device with half-width ASCII and full-width everything else.
    package static func columns(_ text: String) -> Int {
        text.reduce(0) { $0 + ($1.isASCII ? 1 : 2) }
    }

    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned:
            false
        default:
            true
        }
    }
}
