// SPDX-License-Identifier: Apache-2.0

package import Wire

/// What kind of printer a virtual printer is.
package struct PrinterModel: Sendable {
    /// Dots on a line: 384 on 58 mm paper, 576 on 80 mm.
    package var dots = 576
    /// Dots a millimetre: 203 dots an inch.
    package var dotsPerMillimetre = 8
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
    /// How it says that its memory is filling: `xonxoff` in the byte stream, `rtscts` by `isBusy`.
    package var flowControl = PrinterProfile.FlowControl.none
    /// Whether it knows `GS ( H`.
    package var namesSlips = true
    /// Whether it answers `GS r 1`.
    package var answersPaperStatus = true
    /// Whether it answers `DLE EOT`.
    package var answersRealTime = true
    /// Whether it draws QR codes.
    package var drawsCodes = true
    /// How it packs its answers into bits.
    package var status = PrinterStatusBits()
    /// Its answers to `GS I`.
    package var identities: [UInt8: String] = [
        65: "1.00", 66: "Hallkeeper", 67: "Virtual", 68: "0001", 69: "GB18030",
    ]

    package init() {}

    /// A printer as such a profile promises.
    package init(_ profile: PrinterProfile) {
        dots = profile.dots
        dotsPerMillimetre = max(1, (profile.dotsPerInch * 10 + 127) / 254)
        millimetresPerSecond = profile.millimetresPerSecond
        bufferBytes = profile.bufferBytes
        flowControl = profile.flowControl
        namesSlips = profile.completion == .processID || profile.completion == .probe
        answersPaperStatus = profile.completion != .none
        answersRealTime = profile.realTimeStatus
        drawsCodes = profile.hasNativeQR
        status = profile.status
        if let model = profile.identities.first { identities[67] = model }
    }

    /// The 58 mm kind.
    package static var narrow: PrinterModel {
        var model = PrinterModel()
        model.dots = 384
        model.millimetresPerSecond = 90
        return model
    }

    func microseconds(forDots dots: Int) -> Int64 {
        Int64(dots * 1_000_000 / max(1, millimetresPerSecond * dotsPerMillimetre))
    }
}
