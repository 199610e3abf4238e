// SPDX-License-Identifier: Apache-2.0

import Wire

/// One command of the ESC/POS stream, as far as the virtual printer knows it.
enum PrinterCommand: Equatable {
    /// A byte of text, 20h and above.
    case text(UInt8)
    case lineFeed
    case initialise
    case align(Slip.Alignment)
    case bold(Bool)
    /// Both times 1 to 8.
    case size(width: Int, height: Int)
    case chinese(Bool)
    /// Dots added right of each Chinese character.
    case chineseSpacing(Int)
    /// Dots from line to line; nil is the printer's own.
    case lineSpacing(Int?)
    case feedLines(Int)
    case feedDots(Int)
    /// `feed` is nil for the form that cuts where the paper stands.
    case cut(feed: Int?)
    case qr(function: UInt8, [UInt8])
    case rasterRow([UInt8], width: Int, height: Int)
    /// `GS ( L`, function 112: rows of dots to be printed when function 50 says so.
    case storedPicture([UInt8], width: Int)
    case printPicture
    /// `GS r n`
    case status(UInt8)
    /// `GS ( H`: four characters to give back once all before is printed.
    case processNumber([UInt8])
    /// `GS a n`
    case automaticStatus(UInt8)
    /// `GS I n`
    case identity(UInt8)
    /// Understood as a command, but without effect on this printer.
    case ignored
    /// Not a command this printer knows.
    case unknown([UInt8])
}
