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
    /// lacks, and of codes where the printer draws none. The other lines stay text, which goes over
    /// the wire fifty times as fast.
    ///
    /// - Parameter font: what the printer's own font has.
    package func lettered(_ slip: Slip, font: Charset, profile: PrinterProfile) -> Lettered {
        var missing: [Character] = []
        let elements = slip.elements.compactMap { element -> Slip.Element? in
            switch element {
            case .text(let text, let style): line(text, style, font, profile, &missing)
            case .qr(let payload, let module): code(payload, module, profile)
            case .raster, .feed: element
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

    /// A printer that knows neither codes nor pictures would print the commands as rubbish.
    private func code(_ payload: String, _ module: Int, _ profile: PrinterProfile) -> Slip.Element?
    {
        if profile.hasNativeQR { return .qr(payload, module: module) }
        guard profile.raster != .none,
            let dots = CodePicture.dots(payload, module: module, limit: profile.dots)
        else { return nil }
        return .raster(rows: dots.rows, width: dots.width, alignment: .centre)
    }
}
