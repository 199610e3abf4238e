// SPDX-License-Identifier: Apache-2.0

/// What the sign over a window should show.
package struct SignFace: Sendable, Hashable {
    /// What stands there at one time. A line wider than the sign runs through instead of being
    /// cut, where the sign can do that.
    package struct Page: Sendable, Hashable {
        /// From the top; one, or two on a sign of two lines.
        package var lines: [String]

        package init(lines: [String]) {
            self.lines = lines
        }
    }

    /// Shown in turn; the first is in the hall's first language.
    package var pages: [Page]
    /// How long each page stands; without meaning if there is only one.
    package var pageMilliseconds: Int64
    /// How long it flashes before it stands still; 0 stands at once.
    package var flashMilliseconds: Int64
    /// Whether a line is wider than the sign it is meant for, for signs that do not see that for
    /// themselves.
    package var isTooWide: Bool

    /// How long a page stands unless said otherwise.
    package static let usualPageMilliseconds: Int64 = 3000

    package init(
        pages: [Page], pageMilliseconds: Int64 = Self.usualPageMilliseconds,
        flashMilliseconds: Int64 = 0, isTooWide: Bool = false
    ) {
        self.pages = pages
        self.pageMilliseconds = pageMilliseconds
        self.flashMilliseconds = flashMilliseconds
        self.isTooWide = isTooWide
    }

    /// One page of one line.
    package init(text: String, flashMilliseconds: Int64 = 0) {
        self.init(pages: [Page(lines: [text])], flashMilliseconds: flashMilliseconds)
    }

    /// The first page, for signs of one line and one page.
    package var text: String {
        pages.first?.lines.joined(separator: " ") ?? ""
    }
}
