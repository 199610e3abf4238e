// SPDX-License-Identifier: Apache-2.0

/// A small printed paper as a value, from top to cut.
package struct Slip: Sendable, Equatable {
    /// Where a line stands between the margins.
    package enum Alignment: UInt8, Sendable, Equatable {
        case left = 0
        case centre = 1
        case right = 2
    }

    /// How a line looks.
    package struct Style: Sendable, Equatable {
        package var alignment: Alignment
        /// Times the normal character width, 1 to 8. Reduced when the line would not fit.
        package var width: Int
        /// Times the normal character height, 1 to 8.
        package var height: Int
        package var bold: Bool

        package init(
            alignment: Alignment = .left, width: Int = 1, height: Int = 1, bold: Bool = false
        ) {
            self.alignment = alignment
            self.width = width
            self.height = height
            self.bold = bold
        }
    }

    /// One thing on the paper.
    package enum Element: Sendable, Equatable {
        /// One line of text; line breaks and other controls inside are dropped.
        case text(String, Style)
        /// A QR code, centred, drawn by the printer; `module` is the side of one square in
        /// dots, 1 to 16.
        case qr(String, module: Int)
        /// A picture, for what the printer has no letters for: rows from the top, one bit a dot,
        /// the leftmost dot in the highest bit, set where ink goes. Rows shorter than `width`
        /// dots end white; what does not fit on the paper is left out.
        case raster(rows: [[UInt8]], width: Int, alignment: Alignment)
        /// Empty lines.
        case feed(lines: Int)
    }

    package var elements: [Element]

    package init(_ elements: [Element] = []) {
        self.elements = elements
    }
}
