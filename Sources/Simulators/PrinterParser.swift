// SPDX-License-Identifier: Apache-2.0

import Wire

/// Cuts the stream into commands, a byte at a time. Holds at most one command, of 200 kB at
/// the very most; raster pictures are passed on row by row.
struct PrinterParser {
    private var pending: [UInt8] = []
    private var raster: Raster?

    private struct Raster {
        var rowBytes: Int
        var rowsLeft: Int
        var width: Int
        var height: Int
    }

    /// The command this byte completes, if it does.
    mutating func take(_ byte: UInt8) -> PrinterCommand? {
        pending.append(byte)
        if raster != nil { return takeRasterRow() }
        guard pending.count >= PrinterCommandLength.needed(pending) else { return nil }
        defer { pending.removeAll(keepingCapacity: true) }
        if pending.starts(with: [0x1D, 0x76, 0x30]) { return beginRaster() }
        return PrinterCommand(pending)
    }

    /// Forgets a command half received.
    mutating func reset() {
        pending.removeAll()
        raster = nil
    }

    /// `GS v 0 m xL xH yL yH`
    private mutating func beginRaster() -> PrinterCommand? {
        let mode = pending[3]
        let rowBytes = Int(pending[4]) | Int(pending[5]) << 8
        let rows = Int(pending[6]) | Int(pending[7]) << 8
        guard rowBytes > 0, rows > 0 else { return .ignored }
        raster = Raster(
            rowBytes: rowBytes, rowsLeft: rows, width: mode & 1 == 1 ? 2 : 1,
            height: mode & 2 == 2 ? 2 : 1)
        return nil
    }

    private mutating func takeRasterRow() -> PrinterCommand? {
        guard var current = raster, pending.count >= current.rowBytes else { return nil }
        let row = pending
        pending.removeAll(keepingCapacity: true)
        current.rowsLeft -= 1
        raster = current.rowsLeft > 0 ? current : nil
        return .rasterRow(row, width: current.width, height: current.height)
    }
}

extension PrinterCommand {
    /// What a whole command means.
    init(_ bytes: [UInt8]) {
        switch bytes[0] {
        case 0x0A: self = .lineFeed
        // NUL, CR and CAN between commands do nothing.
        case 0x00, 0x0D, 0x18: self = .ignored
        case 0x20...: self = .text(bytes[0])
        case 0x1B where bytes.count > 1: self.init(escape: bytes)
        case 0x1C where bytes.count > 1: self.init(field: bytes)
        case 0x1D where bytes.count > 1: self.init(group: bytes)
        default: self = .unknown(bytes)
        }
    }

    private init(escape bytes: [UInt8]) {
        let value = bytes.count > 2 ? bytes[2] : 0
        switch bytes[1] {
        case 0x21:
            self = .size(width: value & 0x20 != 0 ? 2 : 1, height: value & 0x10 != 0 ? 2 : 1)
        case 0x32: self = .lineSpacing(nil)
        case 0x33: self = .lineSpacing(Int(value))
        case 0x40: self = .initialise
        case 0x45: self = .bold(value & 1 == 1)
        case 0x4A: self = .feedDots(Int(value))
        case 0x61: self = Slip.Alignment(rawValue: value % 48).map { .align($0) } ?? .unknown(bytes)
        case 0x64: self = .feedLines(Int(value))
        case 0x69, 0x6D: self = .cut(feed: nil)
        default: self = PrinterCommandLength.knows(0x1B, bytes[1]) ? .ignored : .unknown(bytes)
        }
    }

    private init(field bytes: [UInt8]) {
        switch bytes[1] {
        case 0x26: self = .chinese(true)
        case 0x2E: self = .chinese(false)
        case 0x53: self = .chineseSpacing(Int(bytes[3]))
        default: self = PrinterCommandLength.knows(0x1C, bytes[1]) ? .ignored : .unknown(bytes)
        }
    }

    private init(group bytes: [UInt8]) {
        switch bytes[1] {
        case 0x21:
            self = .size(width: Int(bytes[2] >> 4 & 7) + 1, height: Int(bytes[2] & 7) + 1)
        case 0x28: self.init(function: bytes)
        case 0x49: self = .identity(bytes[2])
        case 0x56: self = .cut(feed: bytes.count > 3 ? Int(bytes[3]) : nil)
        case 0x61: self = .automaticStatus(bytes[2])
        case 0x72: self = .status(bytes[2])
        default: self = PrinterCommandLength.knows(0x1D, bytes[1]) ? .ignored : .unknown(bytes)
        }
    }

    /// `GS (`, a letter, a length and so many bytes.
    private init(function bytes: [UInt8]) {
        let body = Array(bytes.dropFirst(5))
        switch bytes[2] {
        case 0x6B where body.count >= 2 && body[0] == 0x31:
            self = .qr(function: body[1], Array(body.dropFirst(2)))
        case 0x4C where body.count > 10 && body[0] == 0x30 && body[1] == 0x70:
            self = .storedPicture(
                Array(body.dropFirst(10)), width: Int(body[6]) | Int(body[7]) << 8)
        case 0x4C where body == [0x30, 0x32]:
            self = .printPicture
        case 0x48 where body.count == 6 && body[0] == 0x30 && body[1] == 0x30:
            self = .processNumber(Array(body.dropFirst(2)))
        default: self = .unknown(bytes)
        }
    }
}
