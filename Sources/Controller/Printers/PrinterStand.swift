// SPDX-License-Identifier: Apache-2.0

import Devices
import Foundation
import Glibc
import Machine
package import Simulators
package import Wire

/// A printer of software at a pseudo-terminal, for whoever wants to see what a hall makes of its
/// faults. It knows nothing of the hall.
package struct PrinterStand: ~Copyable {
    private var printer: VirtualPrinter
    private let terminal: PseudoTerminalMaster
    private var typed: [UInt8] = []
    private var outgoing: [UInt8] = []
    private var isTyping = true
    private var slipsSeen = 0

    /// Longer lines are not faults.
    private static let lineLimit = 200

    /// - Parameter link: where controllers find it.
    package init(_ profile: PrinterProfile, link: String) throws {
        let boxes = GlyphSource { _ in nil }
        printer = VirtualPrinter(
            model: PrinterModel(profile), charset: .gb18030,
            glyphs: DotFont.installed ?? boxes)
        terminal = try PseudoTerminalMaster(link: link)
    }

    /// Serves the line and what is typed until `quit` is.
    ///
    /// - Parameters:
    ///   - typing: a descriptor of lines, a fault each.
    ///   - unknown: hears lines that are none.
    ///   - slip: hears each slip once it is cut.
    package mutating func run(
        typing: Int32, unknown: (String) -> Void, slip: (PrintedSlip) -> Void
    ) throws {
        while true {
            let now = MonotonicClock.now()
            let patience = printer.nextDeadline.map { Int32(clamping: max($0 - now, 1)) } ?? 1000
            let wanted = outgoing.isEmpty ? POLLIN : POLLIN | POLLOUT
            var watched = [
                pollfd(fd: terminal.descriptor, events: Int16(wanted), revents: 0),
                pollfd(fd: isTyping ? typing : -1, events: Int16(POLLIN), revents: 0),
            ]
            _ = poll(&watched, 2, patience)
            if watched[0].revents & Int16(POLLIN) != 0 {
                outgoing += printer.receive(try terminal.read(), now: MonotonicClock.now())
            }
            outgoing += printer.tick(now: MonotonicClock.now())
            if watched[1].revents != 0, !readFaults(typing, unknown) { return }
            outgoing.removeFirst(try terminal.write(outgoing[...]))
            // Nobody reads: a real one forgets what it said, too.
            if outgoing.count > 4096 { outgoing.removeAll() }
            for cut in printer.slips.suffix(printer.slipCount - slipsSeen) { slip(cut) }
            slipsSeen = printer.slipCount
        }
    }

    /// False when the printer is to be put away.
    private mutating func readFaults(_ typing: Int32, _ unknown: (String) -> Void) -> Bool {
        var piece = [UInt8](repeating: 0, count: 256)
        let count = read(typing, &piece, piece.count)
        guard count > 0 else {
            isTyping = false
            return true
        }
        typed += piece[..<count]
        while let end = typed.firstIndex(of: UInt8(ascii: "\n")) {
            let line = String(decoding: typed[..<end], as: UTF8.self)
                .trimmingCharacters(in: .whitespaces)
            typed.removeFirst(end + 1)
            if line == "quit" { return false }
            if let fault = VirtualPrinter.Fault(line) {
                outgoing += printer.cause(fault, now: MonotonicClock.now())
            } else if !line.isEmpty {
                unknown(line)
            }
        }
        if typed.count > Self.lineLimit { typed.removeAll() }
        return true
    }
}

/// Kinds of printers that come with the program.
package enum PrinterKinds {
    package static var shipped: [PrinterProfile] { HallFile.shippedProfiles }
}
