// SPDX-License-Identifier: Apache-2.0

import CQREncode

/// A QR code as dots, for printers that draw none themselves: like theirs, model 2 with error
/// correction M.
enum CodePicture {
    /// - Parameter module: the side of one square in dots; reduced until the code fits.
    /// - Returns: nil for a payload no code holds, or no paper is wide enough for.
    static func dots(_ payload: String, module: Int, limit: Int) -> Dots? {
        let bytes = Array(payload.utf8)
        guard !bytes.isEmpty,
            let code = QRcode_encodeData(Int32(bytes.count), bytes, 0, QR_ECLEVEL_M)
        else { return nil }
        defer { QRcode_free(code) }
        let side = Int(code.pointee.width)
        let module = min(max(module, 1), 16, limit / side)
        guard module > 0, let squares = code.pointee.data else { return nil }
        var dots = Dots(width: side * module, height: side * module)
        for y in 0..<dots.height {
            for x in 0..<dots.width {
                // The lowest bit of a square says whether it is black.
                dots[x, y] = squares[y / module * side + x / module] & 1 == 1
            }
        }
        return dots
    }
}
