// SPDX-License-Identifier: Apache-2.0

import Devices
import Lettering
import Simulators
import Wire

/// One lettering for all tests of this machine's fonts.
let lettering = Lettering()

/// A slip of one line, lettered for a printer that knows GBK.
func lettered(_ text: String, _ style: Slip.Style = .init()) -> Lettering.Lettered {
    lettering.lettered(Slip([.text(text, style)]), font: .font(.gbk), profile: .generic80)
}

/// The picture a text becomes; nil if it stays text.
func picture(_ text: String, _ style: Slip.Style = .init()) -> (rows: [[UInt8]], width: Int)? {
    guard case .raster(let rows, let width, _) = lettered(text, style).slip.elements.first else {
        return nil
    }
    return (rows, width)
}

/// Dots that are black.
func ink(_ rows: [[UInt8]]) -> Int {
    rows.joined().reduce(0) { $0 + $1.nonzeroBitCount }
}

/// What a printer makes of a slip: the paper, and the commands it did not know.
func print(_ slip: Slip) -> (slips: [PrintedSlip], unknown: [[UInt8]]) {
    var model = PrinterModel()
    model.bufferBytes = 1 << 20
    var printer = VirtualPrinter(
        model: model, charset: .gb18030, glyphs: GlyphSource { _ in .box })
    var now: Int64 = 0
    let bytes = EscPos.encode(slip, profile: .generic80, charset: .font(.gbk)).bytes
    _ = printer.receive(bytes, now: now)
    while let next = printer.nextDeadline {
        now = max(now, next)
        _ = printer.tick(now: now)
    }
    return (printer.slips, printer.unknownCommands)
}
