// SPDX-License-Identifier: Apache-2.0

import Foundation
import Lettering
package import Wire

/// Letters 16 dots high, from this machine's fonts. A file is read when the first character is
/// asked for that it may have, so that nobody's start waits for it.
package enum DotFont {
    private static let path = "/usr/share/unifont/"

    /// Unifont, which virtual printers and signs draw with. Nil when Debian's package `unifont` is
    /// not installed.
    package static var installed: GlyphSource? {
        guard FileManager.default.isReadableFile(atPath: path + "unifont.hex") else { return nil }
        return GlyphSource { plain?.glyph($0) }
    }

    /// All this machine can draw, for signs that lack a character: Unifont; what its Japanese
    /// edition has beyond plane 0; and outlines.
    package static let everything = GlyphSource { plain?.glyph($0) }
        .or(GlyphSource { $0.value > 0xFFFF ? beyond?.glyph($0) : nil })
        .or(Lettering().glyphs)

    private static let plain = read("unifont.hex", from: 0)
    private static let beyond = read("unifont_jp.hex", from: 0x1_0000)

    private static func read(_ name: String, from first: UInt32) -> Unifont? {
        FileManager.default.contents(atPath: path + name).map {
            Unifont(hex: Array($0), from: first)
        }
    }
}
