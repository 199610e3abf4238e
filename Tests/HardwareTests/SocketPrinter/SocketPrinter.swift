// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Devices
import Foundation
import Glibc
import Machine
import Simulators
import Wire

/// A printer of software behind a socket, for the emulated machine's USB adapter: each connection
/// is its plug put in, the end of it the plug pulled. Its power stays on, and what it says while
/// nobody is connected is lost.
@main
struct SocketPrinter: ParsableCommand {
    @Option(help: "An open descriptor that listens.") var listener: Int32
    @Option(help: "Millimetres of paper a second.") var speed = 150
    @Option(help: "Bytes it can hold.") var buffer = 4096
    @Flag(help: "Says XOFF when its memory fills.") var xonxoff = false

    /// Lasts until standard input ends. There it takes `VirtualPrinter.Fault.words`, one a line; on
    /// standard output it says how it looks, one JSON object a line, each time that is new.
    func run() throws {
        var model = PrinterModel()
        model.millimetresPerSecond = speed
        model.bufferBytes = buffer
        model.flowControl = xonxoff ? .xonxoff : .none
        model.slipsKept = 100
        let printer = VirtualPrinter(
            model: model, charset: .gb18030, glyphs: GlyphSource { _ in nil })
        var shell = PrinterShell(printer: printer, listener: listener)
        while try shell.round() {}
    }
}
