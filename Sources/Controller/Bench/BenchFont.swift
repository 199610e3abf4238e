// SPDX-License-Identifier: Apache-2.0

import Foundation
package import Wire

/// The font virtual printers and signs draw with, from Debian's package `unifont`.
package enum BenchFont {
    private static let path = "/usr/share/unifont/unifont.hex"

    /// Nil when the package is not installed. The file is read when the first character is asked
    /// for, on the thread of the virtual devices, so that nobody's start waits for it.
    package static var installed: GlyphSource? {
        guard FileManager.default.isReadableFile(atPath: path) else { return nil }
        return GlyphSource { font?.glyph($0) }
    }

    private static let font = FileManager.default.contents(atPath: path).map {
        Unifont(hex: Array($0))
    }
}
