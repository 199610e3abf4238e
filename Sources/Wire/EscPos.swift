// SPDX-License-Identifier: Apache-2.0

/// Bytes for ESC/POS receipt printers (Epson's public command reference; the choices
/// below are those Chinese-firmware and Epson units both obey).
package enum EscPos {
    /// More than any hall's slip needs; what comes after is dropped.
    package static let elementLimit = 64
    /// Scalars in one line of text.
    package static let lineLimit = 96
    /// Bytes in a QR code: what version 10 holds at error correction M. Longer ones are left out.
    package static let qrLimit = 213
    /// Rows of dots in one picture, 30 cm of paper; further ones are left out.
    package static let rasterLimit = 2400

    /// A whole slip, set-up to cut. Whoever sends it asks behind it whether it is printed:
    /// `processID` or `paperStatus`.
    ///
    /// Chinese is switched on explicitly because units differ in whether it is on after
    /// `ESC @`. The blade is called with the feeding form, else it cuts through the text.
    package static func encode(
        _ slip: Slip, profile: PrinterProfile, charset: Charset, replacement: Character = "〓"
    ) -> Charset.Encoded {
        var writer = SlipWriter(profile: profile, charset: charset, replacement: replacement)
        for element in slip.elements.prefix(elementLimit) {
            writer.write(element)
        }
        var encoded = writer.output
        let feed: [UInt8] =
            profile.feedLines > 0 ? [0x1B, 0x64, UInt8(clamping: profile.feedLines)] : []
        encoded.bytes =
            initialise + profile.chineseOn + noSpacing + encoded.bytes + feed + profile.cut
        return encoded
    }

    /// `DLE EOT n`, answered at once even while printing is stopped. At most four may be
    /// outstanding, and nothing else may be sent until they are answered.
    /// - Parameter n: 1 printer, 2 why offline, 3 errors, 4 paper; others are brought in range.
    package static func realTimeStatus(_ n: Int) -> [UInt8] {
        [0x10, 0x04, UInt8(min(max(n, 1), 4))]
    }

    /// `GS r 1`: paper status, answered in stream order, so only when everything before it is on
    /// paper.
    package static let paperStatus: [UInt8] = [0x1D, 0x72, 0x01]

    /// `GS ( H`, function 48: has the printer say `37 22 ID 00` once everything before it is on
    /// paper.
    /// - Parameter id: four characters of printable ASCII.
    package static func processID(_ id: [UInt8]) -> [UInt8] {
        [0x1D, 0x28, 0x48, 0x06, 0x00, 0x30, 0x30] + id
    }

    /// `GS I n`, answered in stream order by `5F TEXT 00` for 65 firmware, 66 maker, 67 model,
    /// 68 serial number, 69 Chinese.
    package static func identity(_ n: UInt8) -> [UInt8] { [0x1D, 0x49, n] }

    /// `DLE ENQ 1`: go on after a mended error, printing again the line it stopped in.
    package static let resume: [UInt8] = [0x10, 0x05, 0x01]

    /// `DLE ENQ 2`: forget everything received and recover.
    package static let clearBuffer: [UInt8] = [0x10, 0x05, 0x02]

    /// NULs, which a printer ignores between commands but takes as the missing rest of a
    /// command cut short: sent after a line was lost in the middle of a slip.
    package static let resynchronise = [UInt8](repeating: 0, count: 256)

    /// `ESC @`: back to how it was switched on, forgetting an unfinished line.
    package static let initialise: [UInt8] = [0x1B, 0x40]
    // FS S 0 0
    private static let noSpacing: [UInt8] = [0x1C, 0x53, 0x00, 0x00]
}

/// Writes a slip's elements, sending a setting only when it changes.
private struct SlipWriter {
    private(set) var output = Charset.Encoded(bytes: [], missing: [])
    private let charset: Charset
    private let columns: Int
    private let dots: Int
    private let drawsCodes: Bool
    private let raster: PrinterProfile.Raster
    private let replacement: Character
    private static let bandRows = 240
    /// Bytes of dots that one `GS ( L` can say it has, beside the ten that tell of them.
    private static let graphicsLimit = 0xFFFF - 10
    private var alignment = Slip.Alignment.left
    private var size: UInt8 = 0
    private var bold = false

    init(profile: PrinterProfile, charset: Charset, replacement: Character) {
        self.charset = charset
        columns = profile.columns
        dots = profile.dots
        drawsCodes = profile.hasNativeQR
        raster = profile.raster
        self.replacement = replacement
    }

    mutating func write(_ element: Slip.Element) {
        switch element {
        case .text(let text, let style):
            write(WireText.clean(text, limit: EscPos.lineLimit), style)
        case .qr(let payload, let module):
            writeQR(payload, module: module)
        case .raster(let rows, let width, let alignment):
            writeRaster(rows.prefix(EscPos.rasterLimit), width: width, alignment)
        case .feed(let lines):
            // ESC d n
            output.bytes += [0x1B, 0x64, UInt8(min(max(lines, 0), 20))]
        }
    }

    private mutating func write(_ text: String, _ style: Slip.Style) {
        set(style.alignment)
        let width = fitting(style.width, WireText.columns(text))
        let height = min(max(style.height, 1), 8)
        let newSize = UInt8((width - 1) << 4 | (height - 1))
        if newSize != size {
            output.bytes += [0x1D, 0x21, newSize]
            size = newSize
        }
        if style.bold != bold {
            output.bytes += [0x1B, 0x45, style.bold ? 1 : 0]
            bold = style.bold
        }
        for line in WireText.wrapped(text, columns: columns / width) {
            let encoded = charset.encode(line, replacement: replacement)
            output.bytes += encoded.bytes + [0x0A]
            output.missing += encoded.missing
        }
    }

    /// A number that gains a digit must shrink rather than break over two lines.
    private func fitting(_ wanted: Int, _ textColumns: Int) -> Int {
        let wanted = min(max(wanted, 1), 8)
        guard textColumns > 0 else { return wanted }
        return max(1, min(wanted, columns / textColumns))
    }

    private mutating func set(_ wanted: Slip.Alignment) {
        guard wanted != alignment else { return }
        output.bytes += [0x1B, 0x61, wanted.rawValue]
        alignment = wanted
    }

    /// `GS ( k`: model 2, module size, error correction M, store, print. A code that was cut short
    /// would lead somewhere else, so one that is too long is left out.
    private mutating func writeQR(_ payload: String, module: Int) {
        let data = WireText.clean(payload, limit: EscPos.qrLimit + 1).utf8
        guard !data.isEmpty, data.count <= EscPos.qrLimit else { return }
        guard drawsCodes else { return drawCode(Array(data), module: module) }
        set(.centre)
        qrFunction(0x41, [0x32, 0x00])
        qrFunction(0x43, [UInt8(min(max(module, 1), 16))])
        qrFunction(0x45, [0x31])
        qrFunction(0x50, [0x30] + data)
        qrFunction(0x51, [0x30])
    }

    /// For a printer that cannot: the same code as a picture, with squares as small as they must be.
    private mutating func drawCode(_ data: [UInt8], module: Int) {
        guard let code = QRCode(data, correction: .medium)?.picture, code.width <= dots else {
            return
        }
        let module = min(max(module, 1), 16, dots / code.width)
        let picture = code.scaled(module, module)
        let rows = (0..<picture.height).map { y in
            Array(picture.bytes[y * picture.rowBytes..<(y + 1) * picture.rowBytes])
        }
        writeRaster(rows[...], width: picture.width, .centre)
    }

    /// `GS v 0`, in bands no printer's memory is too small for; they join without a gap.
    private mutating func writeRaster(
        _ rows: ArraySlice<[UInt8]>, width: Int, _ alignment: Slip.Alignment
    ) {
        let width = min(max(width, 0), dots)
        guard width > 0, raster != .none else { return }
        set(alignment)
        let rowBytes = (width + 7) / 8
        let lastByte = UInt8(truncatingIfNeeded: 0xFF << (rowBytes * 8 - width))
        let bandRows = min(Self.bandRows, max(1, Self.graphicsLimit / rowBytes))
        var rest = rows
        while !rest.isEmpty {
            let band = rest.prefix(bandRows)
            rest = rest.dropFirst(bandRows)
            let picture = Self.harmless(
                band.flatMap { row in
                    var row =
                        row.prefix(rowBytes) + repeatElement(0, count: max(0, rowBytes - row.count))
                    row[row.endIndex - 1] &= lastByte
                    return Array(row)
                })
            switch raster {
            case .gsL: graphics(picture, width: width, height: band.count)
            case .gsV0, .none:
                output.bytes += [0x1D, 0x76, 0x30, 0x00]
                output.bytes += Self.twoBytes(rowBytes) + Self.twoBytes(band.count) + picture
            }
        }
    }

    /// `GS ( L`: function 112 stores a picture, 50 prints it.
    private mutating func graphics(_ picture: [UInt8], width: Int, height: Int) {
        output.bytes += [0x1D, 0x28, 0x4C] + Self.twoBytes(picture.count + 10)
        output.bytes += [0x30, 0x70, 0x30, 0x01, 0x01, 0x31]
        output.bytes += Self.twoBytes(width) + Self.twoBytes(height) + picture
        output.bytes += [0x1D, 0x28, 0x4C, 0x02, 0x00, 0x30, 0x32]
    }

    private static func twoBytes(_ number: Int) -> [UInt8] {
        [UInt8(number & 0xFF), UInt8(number >> 8 & 0xFF)]
    }

    /// A picture without what a printer would obey even in the middle of one: `DLE EOT`, `DLE ENQ`
    /// (which forgets the slip) and `DLE DC4` (Epson's public reference, under each). One dot more
    /// beside another makes the DLE none.
    private static func harmless(_ picture: [UInt8]) -> [UInt8] {
        var picture = picture
        for index in picture.indices.dropLast()
        where picture[index] == 0x10 && [0x04, 0x05, 0x14].contains(picture[index + 1]) {
            picture[index] = 0x30
        }
        return picture
    }

    private mutating func qrFunction(_ function: UInt8, _ parameters: [UInt8]) {
        let length = parameters.count + 2
        output.bytes += [0x1D, 0x28, 0x6B, UInt8(length & 0xFF), UInt8(length >> 8)]
        output.bytes += [0x31, function] + parameters
    }
}
