// SPDX-License-Identifier: Apache-2.0

package import Wire

/// A paper that came out of a virtual printer.
package struct PrintedSlip: Sendable, Equatable {
    /// 1 for the printer's first slip, and so on.
    package let number: Int
    /// Black dots on white.
    package let picture: Picture
    /// The lines of text on it, without empty ones.
    package let lines: [String]
    /// What its QR codes hold.
    package let codes: [[UInt8]]
    /// Whether somebody took it out of the mouth.
    package internal(set) var isTornOff = false
}

/// The paper in a printer: what is left of the roll, what is printed and not yet cut, and the
/// slips that hang from the mouth or were taken.
struct PaperRoll {
    private(set) var dotsLeft: Int
    private(set) var slips: [PrintedSlip] = []
    private(set) var slipCount = 0

    private let model: PrinterModel
    private var printed: Picture
    private var lines: [String] = []
    private var codes: [[UInt8]] = []

    // A metre without a cut: nobody prints that, a bounded picture matters more.
    private static let longest = 8_000

    init(_ model: PrinterModel) {
        self.model = model
        dotsLeft = model.rollMillimetres * model.dotsPerMillimetre
        printed = Picture(width: model.dots, height: model.headToBladeDots)
    }

    /// Prints a picture, `pitch` dots or its own height down, whichever is more.
    mutating func print(_ picture: Picture, alignment: Int, pitch: Int = 0) -> Int {
        let room = max(0, model.dots - picture.width)
        let top = printed.height
        let rows = max(picture.height, pitch)
        printed.extend(rows: rows)
        printed.draw(picture, x: room * alignment / 2, y: top)
        return used(rows)
    }

    mutating func note(line: String) {
        if !line.isEmpty, lines.count < 500 { lines.append(line) }
    }

    mutating func note(code: [UInt8]) {
        if codes.count < 50 { codes.append(code) }
    }

    /// Moves the paper on; returns the dots moved.
    mutating func feed(_ dots: Int) -> Int {
        printed.extend(rows: dots)
        return used(dots)
    }

    /// Cuts: what is above the blade becomes a slip.
    mutating func cut() {
        finishSlip(rows: printed.height - model.headToBladeDots)
    }

    mutating func tearOff() {
        for index in slips.indices { slips[index].isTornOff = true }
    }

    /// Whether a slip that was cut hangs from the mouth.
    var slipIsWaiting: Bool { slips.last?.isTornOff == false }

    mutating func remove() {
        dotsLeft = 0
    }

    /// Puts a new roll in; the slip begun on the old one goes on where it stopped.
    mutating func reload(millimetres: Int) {
        dotsLeft = max(0, min(millimetres, 1_000_000)) * model.dotsPerMillimetre
    }

    private mutating func used(_ dots: Int) -> Int {
        dotsLeft = max(0, dotsLeft - dots)
        if printed.height > Self.longest { finishSlip(rows: printed.height) }
        return dots
    }

    private mutating func finishSlip(rows: Int) {
        slipCount += 1
        slips.append(
            PrintedSlip(
                number: slipCount, picture: printed.removeTop(rows: rows), lines: lines,
                codes: codes))
        lines.removeAll()
        codes.removeAll()
        if slips.count > model.slipsKept { slips.removeFirst(slips.count - model.slipsKept) }
    }
}
