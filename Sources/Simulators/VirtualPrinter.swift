// SPDX-License-Identifier: Apache-2.0

package import Wire

/// An ESC/POS receipt printer made of software. It prints at the speed of paper: what it
/// answers in stream order (`GS r`, `GS ( H`) it answers when everything before is printed
/// and cut. When it cannot print it stops, keeps what it has received, and goes on later.
package struct VirtualPrinter: VirtualDevice {
    /// Something that happens to a printer.
    package enum Fault: Sendable, Equatable {
        case coverOpened
        case coverClosed
        case paperOut
        case paperReloaded(millimetres: Int)
        /// The next cut fails, until the cutter is mended and the host sends `DLE ENQ`.
        case cutterJammed
        case cutterMended
        /// It prints but never answers.
        case muted
        case unmuted
    }

    /// The kind of printer.
    package let model: PrinterModel
    /// Bytes that came over the wire.
    package private(set) var bytesReceived = 0
    /// Bytes that came while the buffer was full, and are lost.
    package private(set) var bytesLost = 0
    /// Whether it has been told never to answer.
    package private(set) var isMute = false

    private var realTime = RealTimeCommands()
    private var buffer: [UInt8] = []
    private var parser = PrinterParser()
    private var press: PrinterPress
    private var isCoverOpen = false
    // When the paper stands still again and the next command is taken, in microseconds:
    // a row of dots takes less than a millisecond.
    private var readyAt: Int64 = .min
    private var outbox: [UInt8] = []
    private var reported: PrinterCondition?

    /// - Parameters:
    ///   - charset: how text on the wire is encoded, for Chinese GB18030.
    ///   - glyphs: the printer's font.
    package init(
        model: PrinterModel = PrinterModel(), charset: Charset, glyphs: GlyphSource
    ) {
        self.model = model
        press = PrinterPress(model, charset: charset, glyphs: glyphs)
    }

    package mutating func receive(_ bytes: [UInt8], now: Int64) -> [UInt8] {
        advance(to: now)
        bytesReceived += bytes.count
        for byte in bytes {
            for piece in realTime.take(byte) { take(piece, now: now) }
        }
        return tick(now: now)
    }

    package mutating func tick(now: Int64) -> [UInt8] {
        advance(to: now)
        if press.automaticStatus == 0 {
            reported = nil
        } else if reported != condition {
            reported = condition
            say(condition.automatic)
        }
        defer { outbox.removeAll() }
        return outbox
    }

    package var nextDeadline: Int64? {
        condition.isStopped || (buffer.isEmpty && press.retry == nil) ? nil : readyAt / 1000 + 1
    }

    /// Lets something happen to the printer; returns what it says about it by itself.
    package mutating func cause(_ fault: Fault, now: Int64) -> [UInt8] {
        advance(to: now)
        switch fault {
        case .coverOpened: isCoverOpen = true
        case .coverClosed: isCoverOpen = false
        case .paperOut: press.roll.remove()
        case .paperReloaded(let millimetres): press.roll.reload(millimetres: millimetres)
        case .cutterJammed: press.isCutterJammed = true
        case .cutterMended: press.isCutterJammed = false
        case .muted: isMute = true
        case .unmuted: isMute = false
        }
        return tick(now: now)
    }

    /// Somebody takes the slips that hang from the mouth.
    package mutating func tearOff() {
        press.roll.tearOff()
    }

    /// Loses power: what was not printed is forgotten, and so are settings. Paper, cover and
    /// a jammed cutter stay as they are.
    package mutating func loseThePower() {
        clear()
        press.powerOn()
    }

    /// The last slips, the newest at the end.
    package var slips: [PrintedSlip] { press.roll.slips }
    /// Slips cut since the beginning.
    package var slipCount: Int { press.roll.slipCount }
    /// What is left of the roll.
    package var paperMillimetres: Int { press.roll.dotsLeft / PrinterModel.dotsPerMillimetre }
    /// Bytes received but not yet printed.
    package var bufferedBytes: Int { buffer.count }
    /// The first commands it did not know, up to 32.
    package var unknownCommands: [[UInt8]] { press.unknownCommands }
    /// Whether the next cut will fail.
    package var isCutterJammed: Bool { press.isCutterJammed }
    /// What the printer would say about itself.
    package var status: PrinterStatus { condition.status }

    private var condition: PrinterCondition {
        PrinterCondition(
            isCoverOpen: isCoverOpen, isPaperEnd: press.roll.dotsLeft <= 0,
            isPaperNearEnd: paperMillimetres < model.nearEndMillimetres,
            hasCutterError: press.hasCutterError)
    }

    private mutating func take(_ piece: RealTimeCommands.Piece, now: Int64) {
        switch piece {
        case .data(let byte):
            guard buffer.count < model.bufferBytes else {
                bytesLost += 1
                return
            }
            if buffer.isEmpty { readyAt = max(readyAt, now * 1000) }
            buffer.append(byte)
            // An idle printer takes bytes out as they come.
            if buffer.count >= model.bufferBytes { advance(to: now) }
        case .status(let n):
            say([condition.realTime(n)])
        case .resume:
            press.recover()
        case .clear:
            clear()
            press.recover()
        }
    }

    private mutating func clear() {
        buffer.removeAll()
        parser.reset()
        press.forget()
    }

    private mutating func advance(to now: Int64) {
        var taken = 0
        while !condition.isStopped, readyAt <= now * 1000, let command = next(&taken) {
            let done = press.execute(command, condition)
            readyAt += done.microseconds
            say(done.reply)
        }
        buffer.removeFirst(taken)
        // Time does not count while nothing moves.
        if condition.isStopped { readyAt = max(readyAt, now * 1000) }
    }

    private mutating func next(_ taken: inout Int) -> PrinterCommand? {
        if let command = press.retry {
            press.retry = nil
            return command
        }
        while taken < buffer.count {
            taken += 1
            if let command = parser.take(buffer[taken - 1]) { return command }
        }
        return nil
    }

    private mutating func say(_ bytes: [UInt8]) {
        if !isMute { outbox += bytes }
    }
}
