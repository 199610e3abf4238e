// SPDX-License-Identifier: Apache-2.0

package import Wire

/// An ESC/POS receipt printer made of software. It prints at the speed of paper: what it
/// answers in stream order (`GS r`, `GS ( H`) it answers when everything before is printed
/// and cut. When it cannot print it stops, keeps what it has received, and goes on later.
package struct VirtualPrinter: VirtualDevice {
    /// The kind of printer.
    package let model: PrinterModel
    /// Bytes that came over the wire.
    package private(set) var bytesReceived = 0
    /// Bytes that came while the buffer was full or the power off, and are lost.
    package private(set) var bytesLost = 0
    /// Whether it has no power.
    package private(set) var isOff = false

    private var realTime = RealTimeCommands()
    private var buffer: [UInt8] = []
    private var parser = PrinterParser()
    private var press: PrinterPress
    private var voice = PrinterVoice()
    private var isCoverOpen = false
    private var isHeadHot = false
    private var isBroken = false
    private var hasSaidStop = false
    // When the paper stands still again and the next command is taken, in microseconds:
    // a row of dots takes less than a millisecond.
    private var readyAt: Int64 = .min
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
        guard !isOff else {
            bytesLost += bytes.count
            return []
        }
        advance(to: now)
        bytesReceived += bytes.count
        for byte in bytes {
            for piece in realTime.take(byte) { take(piece, now: now) }
        }
        return tick(now: now)
    }

    package mutating func tick(now: Int64) -> [UInt8] {
        guard !isOff else { return [] }
        advance(to: now)
        if press.automaticStatus == 0 {
            reported = nil
        } else if reported != condition {
            reported = condition
            voice.say(condition.automatic)
        }
        sayWhetherThereIsRoom()
        return voice.take(now: now)
    }

    package var nextDeadline: Int64? {
        guard !isOff else { return nil }
        let isStill = condition.isStopped || (buffer.isEmpty && press.retry == nil)
        return [isStill ? nil : readyAt / 1000 + 1, voice.nextDeadline].compactMap(\.self).min()
    }

    /// Lets something happen to the printer; returns what it says about it by itself.
    package mutating func cause(_ fault: Fault, now: Int64) -> [UInt8] {
        if !isOff { advance(to: now) }
        switch fault {
        case .coverOpened: isCoverOpen = true
        case .coverClosed: isCoverOpen = false
        case .paperOut: press.roll.remove()
        case .paperReloaded(let length), .paperLeft(let length):
            press.roll.reload(millimetres: length)
        case .cutterJammed: press.isCutterJammed = true
        case .cutterMended: press.isCutterJammed = false
        case .headHot: isHeadHot = true
        case .headCooled: isHeadHot = false
        case .broken: isBroken = true
        case .slipTaken: tearOff()
        case .powerLost:
            loseThePower()
            isOff = true
        case .powerBack: isOff = false
        case .muted: voice.isMute = true
        case .unmuted: voice.isMute = false
        case .answers(let answering): voice.answering = answering
        }
        return tick(now: now)
    }

    /// Somebody takes the slips that hang from the mouth.
    package mutating func tearOff() {
        press.roll.tearOff()
    }

    /// Loses power for a moment: what was not printed is forgotten, and so are settings. Paper,
    /// cover and a jammed cutter stay as they are.
    package mutating func loseThePower() {
        clear()
        press.powerOn()
        voice.forget()
        (isHeadHot, isBroken, hasSaidStop) = (false, false, false)
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
            if isFilling { advance(to: now) }
        case .status(let n):
            if model.answersRealTime { voice.say([condition.realTime(n, model.status)]) }
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
            voice.answer(done.reply, now: now)
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

    /// A quarter of the memory is kept for what is under way when "stop" is said.
    private var isFilling: Bool { buffer.count >= model.bufferBytes * 3 / 4 }

    private mutating func sayWhetherThereIsRoom() {
        guard model.flowControl == .xonxoff else { return }
        if !hasSaidStop, isFilling {
            hasSaidStop = true
            voice.say([0x13])
        } else if hasSaidStop, buffer.count <= model.bufferBytes / 2 {
            hasSaidStop = false
            voice.say([0x11])
        }
    }
}

// What can be seen of it.
extension VirtualPrinter {
    /// The last slips, the newest at the end.
    package var slips: [PrintedSlip] { press.roll.slips }
    /// Slips cut since the beginning.
    package var slipCount: Int { press.roll.slipCount }
    /// What is left of the roll.
    package var paperMillimetres: Int { press.roll.dotsLeft / model.dotsPerMillimetre }
    /// Bytes received but not yet printed.
    package var bufferedBytes: Int { buffer.count }
    /// The first commands it did not know, up to 32.
    package var unknownCommands: [[UInt8]] { press.unknownCommands }
    /// Whether the next cut will fail.
    package var isCutterJammed: Bool { press.isCutterJammed }
    /// Whether it has been told never to answer.
    package var isMute: Bool { voice.isMute }
    /// How it answers behind a slip.
    package var answering: Answering { voice.answering }
    /// What the printer would say about itself.
    package var status: PrinterStatus { condition.status }
    /// Whether its line says to wait, where it has one of its own for that.
    package var isBusy: Bool { model.flowControl == .rtscts && (isOff || isFilling) }

    private var condition: PrinterCondition {
        PrinterCondition(
            isCoverOpen: isCoverOpen, isPaperEnd: press.roll.dotsLeft <= 0,
            isPaperNearEnd: paperMillimetres < model.nearEndMillimetres,
            hasCutterError: press.hasCutterError, isHeadHot: isHeadHot, isBroken: isBroken,
            slipIsWaiting: press.roll.slipIsWaiting)
    }
}
