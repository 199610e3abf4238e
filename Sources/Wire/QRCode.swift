// SPDX-License-Identifier: Apache-2.0

/// A QR code (ISO/IEC 18004, model 2), versions 1 to 10 in byte mode: what a printer draws
/// when it is told to by `GS ( k`.
package struct QRCode: Sendable, Equatable {
    /// How much damage the code survives. Raw values as in `GS ( k`, function 69.
    package enum Correction: UInt8, Sendable, CaseIterable {
        case low = 48
        case medium = 49
        case quartile = 50
        case high = 51
    }

    /// 1 to 10; the code has 17 + 4 × version squares a side.
    package let version: Int
    /// One dot a square, without the quiet zone around.
    package let picture: Picture

    /// - Parameter mask: 0 to 7. Printers choose in their own ways, so we do not score masks as
    ///   the standard suggests: readers take any.
    /// - Returns: nil if the data is too long for version 10.
    package init?(_ data: [UInt8], correction: Correction, mask: Int = 0) {
        guard let layout = QRLayout.smallest(for: data.count, correction) else { return nil }
        var matrix = QRMatrix(version: layout.version)
        matrix.place(layout.interleaved(layout.dataCodewords(data)))
        version = layout.version
        picture = matrix.masked(mask & 7, correction)
    }
}
