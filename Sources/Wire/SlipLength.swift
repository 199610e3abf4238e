// SPDX-License-Identifier: Apache-2.0

extension Slip {
    /// About how much paper it takes from cut to cut, to count what is left of a roll: lines of
    /// 24 dots on a pitch of 30, 8 dots a millimetre, and 15 mm from head to blade.
    ///
    /// - Parameter columns: ASCII characters on a line at normal size.
    package func millimetres(columns: Int) -> Int {
        15 + elements.reduce(0) { $0 + $1.dots(columns) } / 8
    }
}

extension Slip.Element {
    private static var pitch: Int { 30 }

    fileprivate func dots(_ columns: Int) -> Int {
        switch self {
        case .text(let text, let style):
            let width = max(1, columns / max(1, style.width))
            let lines = WireText.wrapped(text, columns: width).count
            return max(1, lines) * max(Self.pitch, 24 * style.height)
        case .qr(let text, let module):
            // Each version above the first has four squares more and room for about 14 bytes.
            return (21 + 4 * (text.utf8.count / 14)) * module
        case .feed(let lines): return lines * Self.pitch
        case .raster(let rows, _, _): return rows.count
        }
    }
}
