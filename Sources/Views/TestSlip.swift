// SPDX-License-Identifier: Apache-2.0

package import Facts
package import Hall
package import Wire

/// A slip without a number, to see whether a printer works.
package struct TestSlip {
    private let printer: PrinterID
    private let hall: Hall
    private let phrases: Phrases

    package init(_ printer: PrinterID, in hall: Hall, _ phrases: Phrases) {
        self.printer = printer
        self.hall = hall
        self.phrases = phrases
    }

    /// The slip as of a moment.
    package func slip(at moment: Moment) -> Slip {
        let centred = Slip.Style(alignment: .centre)
        let place = hall.structure.everyPrinter.first { $0.id == printer }?.name?.zhHans
        return Slip([
            .text(hall.structure.name.zhHans, Slip.Style(alignment: .centre, height: 2)),
            .text(
                phrases("slip.test.title"),
                Slip.Style(alignment: .centre, width: 2, height: 2, bold: true)),
            .text(phrases("slip.test.printer", ["printer": place ?? printer.text]), centred),
            .text("0123456789 ABCDEFGHIJKLMNOPQRSTUVWXYZ", centred),
            .text(phrases("slip.test.sample"), centred),
            .text(
                phrases("slip.time", ["time": "\(moment.date) \(moment.clockText)"]), centred),
        ])
    }
}
