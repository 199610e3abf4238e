// SPDX-License-Identifier: Apache-2.0

package import Wire

extension Lettering {
    /// A slip for one printer, and what could not be printed as it should be.
    package struct Lettered: Sendable, Equatable {
        package let slip: Slip
        /// Characters neither the printer nor any font has; the replacement stands for them.
        package let missing: [Character]
    }

    /// The slip with a picture in place of each line that holds a character the printer's own font
    /// lacks. The other lines stay text, which goes over the wire fifty times as fast.
    ///
    /// - Parameter font: what the printer's own font has.
    package func lettered(_ slip: Slip, font: Charset, profile: PrinterProfile) -> Lettered {
        var missing: [Character] = []
        let elements = slip.elements.map { element -> Slip.Element in
            switch element {
            case .text(let text, let style): line(text, style, font, profile, &missing)
            case .qr, .raster, .feed: element
            }
        }
        return Lettered(slip: Slip(elements), missing: missing)
    }

    private func line(
        _ text: String, _ style: Slip.Style, _ font: Charset, _ profile: PrinterProfile,
        _ missing: inout [Character]
    ) -> Slip.Element {
        let line = WireText.shortened(text, limit: EscPos.lineLimit)
        let lacking = font.encode(WireText.clean(line, limit: EscPos.lineLimit)).missing
        guard !lacking.isEmpty else { return .text(line, style) }
        guard profile.raster != .none, let drawing = draw(line, style, dots: profile.dots) else {
            missing += lacking
            return .text(line, style)
        }
        missing += drawing.missing
        return .raster(rows: drawing.rows, width: drawing.width, alignment: style.alignment)
    }
}
