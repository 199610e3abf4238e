// SPDX-License-Identifier: Apache-2.0

import Wire

/// The part of a virtual printer that puts ink on paper: takes commands in stream order and
/// says how long each takes.
struct PrinterPress {
    /// What came of a command.
    struct Done {
        var microseconds: Int64 = 0
        var reply: [UInt8] = []
    }

    var roll: PaperRoll
    var isCutterJammed = false
    private(set) var hasCutterError = false
    /// A command to take again when the trouble is over.
    var retry: PrinterCommand?
    /// The mask of `GS a`.
    private(set) var automaticStatus: UInt8 = 0
    private(set) var unknownCommands: [[UInt8]] = []

    private let model: PrinterModel
    private let charset: Charset
    private let glyphs: GlyphSource
    private var settings: Settings
    private var line = PrintLine()
    private var characters = DoubleByteText()
    private var code = CodeSettings()
    private var stored: (dots: [UInt8], width: Int) = ([], 0)

    private struct Settings {
        var style = PrintLine.Style()
        var alignment = Slip.Alignment.left
        var isChinese: Bool
        var chineseSpacing = 0
        // 30 dots are 3.75 mm, Epson's line.
        var lineSpacing = 30
    }

    private struct CodeSettings {
        var module = 3
        var correction = QRCode.Correction.low
        var data: [UInt8] = []
    }

    init(_ model: PrinterModel, charset: Charset, glyphs: GlyphSource) {
        self.model = model
        self.charset = charset
        self.glyphs = glyphs
        roll = PaperRoll(model)
        settings = Settings(isChinese: model.startsInChinese)
    }

    /// Forgets the line being put together and what waits to be tried again.
    mutating func forget() {
        line = PrintLine()
        _ = characters.reset()
        retry = nil
    }

    mutating func powerOn() {
        initialise()
        code = CodeSettings()
        hasCutterError = false
    }

    /// The host says the trouble is mended; believed only if it is.
    mutating func recover() {
        if !isCutterJammed { hasCutterError = false }
    }

    mutating func execute(_ command: PrinterCommand, _ condition: PrinterCondition) -> Done {
        if case .text(let byte) = command {
            guard let character = characters.take(byte, isChinese: settings.isChinese, charset)
            else { return Done() }
            return Done(microseconds: add(character))
        }
        // A command inside a character leaves half of it.
        var microseconds = characters.reset() ? add("\u{FFFD}") : 0
        if setStyle(command) { return Done(microseconds: microseconds) }
        let moved = move(command)
        microseconds += moved ?? 0
        return Done(
            microseconds: microseconds, reply: moved == nil ? answer(command, condition) : [])
    }

    /// Commands that change how things will look; false for others.
    private mutating func setStyle(_ command: PrinterCommand) -> Bool {
        switch command {
        case .initialise: initialise()
        case .align(let alignment): if line.isEmpty { settings.alignment = alignment }
        case .bold(let isOn): settings.style.isBold = isOn
        case .size(let width, let height):
            settings.style.width = width
            settings.style.height = height
        case .chinese(let isOn): settings.isChinese = isOn
        case .chineseSpacing(let dots): settings.chineseSpacing = dots
        case .lineSpacing(let dots): settings.lineSpacing = dots ?? 30
        default: return false
        }
        return true
    }

    /// Commands that move paper: how long it takes; nil for others.
    private mutating func move(_ command: PrinterCommand) -> Int64? {
        switch command {
        case .lineFeed: feedLines(1)
        case .feedLines(let lines): feedLines(lines)
        case .feedDots(let dots): printLine() + feed(dots)
        case .rasterRow(let row, let width, let height):
            time(
                roll.print(
                    Picture(row: row, limit: model.dots).scaled(width, height),
                    alignment: Int(settings.alignment.rawValue)))
        case .printPicture: printStored()
        case .cut(let feeding): cut(feeding)
        case .qr(let function, let parameters) where model.drawsCodes:
            drawCode(function, parameters)
        default: nil
        }
    }

    /// Commands that answer, and those that mean nothing.
    private mutating func answer(
        _ command: PrinterCommand, _ condition: PrinterCondition
    ) -> [UInt8] {
        switch command {
        case .status(let n) where model.answersPaperStatus && (n == 1 || n == 49):
            return [condition.paper(model.status)]
        case .processNumber(let number) where model.namesSlips:
            return [0x37, 0x22] + number + [0]
        case .identity(let n):
            return model.identities[n].map { [0x5F] + Array($0.utf8) + [0] } ?? []
        case .qr(let function, let parameters):
            noteUnknown([0x1D, 0x28, 0x6B, 0x31, function] + parameters)
        case .storedPicture(let dots, let width):
            stored = (dots, width)
        case .automaticStatus(let mask):
            automaticStatus = mask
        case .unknown(let bytes):
            noteUnknown(bytes)
        default:
            break
        }
        return []
    }

    private mutating func initialise() {
        settings = Settings(isChinese: model.startsInChinese)
        line = PrintLine()
        automaticStatus = 0
    }

    private mutating func noteUnknown(_ bytes: [UInt8]) {
        if unknownCommands.count < 32 { unknownCommands.append(Array(bytes.prefix(64))) }
    }

    /// A full line is printed to make room.
    private mutating func add(_ character: Character) -> Int64 {
        let glyph = glyphs.glyph(character)
        let width = PrintLine.width(of: glyph, settings.style)
        let microseconds = !line.isEmpty && line.width + width > model.dots ? printLine() : 0
        line.append(
            character, glyph, settings.style,
            spacing: glyph.width == 16 ? settings.chineseSpacing : 0)
        return microseconds
    }

    private mutating func printLine() -> Int64 {
        guard !line.isEmpty else { return 0 }
        defer { line = PrintLine() }
        roll.note(line: line.text)
        return time(
            roll.print(
                line.picture, alignment: Int(settings.alignment.rawValue),
                pitch: settings.lineSpacing))
    }

    private mutating func printStored() -> Int64 {
        let rowBytes = max(1, (stored.width + 7) / 8)
        var microseconds = printLine()
        for start in stride(from: 0, to: stored.dots.count - rowBytes + 1, by: rowBytes) {
            let row = Picture(
                row: Array(stored.dots[start..<start + rowBytes]), limit: model.dots)
            microseconds += time(
                roll.print(row, alignment: Int(settings.alignment.rawValue)))
        }
        stored = ([], 0)
        return microseconds
    }

    /// The line itself counts as the first.
    private mutating func feedLines(_ lines: Int) -> Int64 {
        let rest = line.isEmpty ? lines : lines - 1
        return printLine() + feed(max(0, rest) * settings.lineSpacing)
    }

    private mutating func feed(_ dots: Int) -> Int64 {
        time(roll.feed(dots))
    }

    private mutating func cut(_ feeding: Int?) -> Int64 {
        var microseconds = printLine()
        if let feeding { microseconds += feed(model.headToBladeDots + feeding) }
        if isCutterJammed {
            hasCutterError = true
            // The paper has moved already.
            retry = .cut(feed: nil)
            return microseconds
        }
        roll.cut()
        return microseconds + model.cutMilliseconds * 1000
    }

    private mutating func drawCode(_ function: UInt8, _ parameters: [UInt8]) -> Int64 {
        switch (function, parameters.first) {
        case (0x41, _):
            break
        case (0x43, .some(let module)) where (1...16).contains(module):
            code.module = Int(module)
        case (0x45, .some(let level)):
            code.correction = QRCode.Correction(rawValue: level) ?? code.correction
        case (0x50, 0x30):
            code.data = Array(parameters.dropFirst())
        case (0x51, 0x30):
            guard let drawn = QRCode(code.data, correction: code.correction) else { fallthrough }
            roll.note(code: code.data)
            return printLine()
                + time(
                    roll.print(
                        drawn.picture.scaled(code.module, code.module),
                        alignment: Int(settings.alignment.rawValue)))
        default:
            noteUnknown([0x1D, 0x28, 0x6B, 0x31, function] + parameters)
        }
        return 0
    }

    private func time(_ dots: Int) -> Int64 { model.microseconds(forDots: dots) }
}

extension Picture {
    /// One row of a raster picture, cut to the paper.
    fileprivate init(row: [UInt8], limit: Int) {
        self.init(width: min(row.count * 8, limit), height: 1)
        for x in 0..<width where row[x >> 3] & (0x80 >> UInt8(x & 7)) != 0 { self[x, 0] = true }
    }
}
