// SPDX-License-Identifier: Apache-2.0

/// What the sign over a window should show.
package struct SignFace: Sendable, Equatable {
    package var text: String
    /// How long the text flashes, in milliseconds, before it stands still; 0 stands at once.
    package var flashMilliseconds: Int64

    package init(text: String, flashMilliseconds: Int64 = 0) {
        self.text = text
        self.flashMilliseconds = flashMilliseconds
    }
}
