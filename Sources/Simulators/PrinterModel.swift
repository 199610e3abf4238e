// SPDX-License-Identifier: Apache-2.0

/// What kind of printer a virtual printer is. 203 dots an inch, 8 a millimetre.
package struct PrinterModel: Sendable {
    /// Dots on a line: 384 on 58 mm paper, 576 on 80 mm.
    package var dots = 576
    /// How fast paper moves while printing.
    package var millimetresPerSecond = 150
    /// Length of a new roll.
    package var rollMillimetres = 80_000
    /// The paper left at which near-end is reported.
    package var nearEndMillimetres = 3_000
    /// Bytes received but not yet printed that the printer can hold.
    package var bufferBytes = 4_096
    /// From the print head up to the blade; what lies between stays for the next slip.
    package var headToBladeDots = 96
    /// Milliseconds a cut takes.
    package var cutMilliseconds: Int64 = 300
    /// Whether Chinese is on after `ESC @`: true in Chinese firmware, false in Japanese, and
    /// the default here so that a missing `FS &` is seen.
    package var startsInChinese = false
    /// How many slips are kept to look at.
    package var slipsKept = 8

    package init() {}

    /// The 58 mm kind.
    package static var narrow: PrinterModel {
        var model = PrinterModel()
        model.dots = 384
        model.millimetresPerSecond = 90
        return model
    }

    static let dotsPerMillimetre = 8

    func microseconds(forDots dots: Int) -> Int64 {
        Int64(dots * 1_000_000 / max(1, millimetresPerSecond * Self.dotsPerMillimetre))
    }
}
