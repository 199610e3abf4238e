// SPDX-License-Identifier: Apache-2.0

import Controller
import Foundation
import Simulators
import Wire

/// Faces with a character that the sign's font lacks, which go as dots: as PackBits makes them,
/// and as they are where it makes them no shorter.
struct BusPictureBench {
    struct Row: Encodable {
        let what: String
        let dots: String
        /// Of all pages, before and after PackBits; 0 for text.
        let rawBytes: Int
        let dataBytes: Int
        /// Requests and answers with all around them.
        let wireBytes: Int
        let milliseconds: [Int: Figures]
    }

    /// Milliseconds at a baud rate.
    struct Figures: Encodable {
        let limit: Double
        let acknowledgedFromFrameEnd: Spread
        let ratio: Double
    }

    private(set) var rows: [Row] = []
    private let seed: UInt64
    private static let faces = 100
    private static let units = 8

    init(seed: UInt64) throws {
        self.seed = seed
        // Letters of noise, which nobody can pack.
        let noise = GlyphSource { (scalar: Unicode.Scalar) in
            var random = SeededRandom(seed: UInt64(scalar.value))
            return Glyph(
                isWide: !scalar.isASCII,
                rows: (0..<16).map { _ in UInt16(truncatingIfNeeded: random.next()) })
        }
        let font = DotFont.everything
        for lines in [1, 2] {
            rows.append(try row("text", lines, font) { BusSentence.call($0, to: 12) })
            rows.append(try row("dots, a full line", lines, font, BusSentence.rare))
            rows.append(try row("dots, a short line", lines, font, BusSentence.short))
            rows.append(try row("dots of noise", lines, noise, BusSentence.rare))
        }
    }

    private func row(
        _ what: String, _ lines: Int, _ glyphs: GlyphSource, _ sentence: (Int) -> String
    ) throws -> Row {
        func face(_ number: Int) -> SignFace {
            let line = sentence(number)
            return SignFace(pages: [.init(lines: Array(repeating: line, count: lines))])
        }
        let (width, height) = (128, 16 * lines)
        let picture = PageDrawing.picture(
            face(0).pages[0], glyphs: glyphs, width: width, height: height
        ).picture
        var milliseconds: [Int: Figures] = [:]
        var wireBytes = 0
        for baud in [BusBaud.baud9600, .baud115200] {
            var hall = try BusHall(
                units: Self.units, baud: baud, lines: lines, glyphs: glyphs, seed: seed)
            var random = SeededRandom(seed: seed)
            for number in 0..<Self.faces {
                hall.call(UInt8.random(in: 1...UInt8(Self.units), using: &random), face(number))
                hall.pass(Int64.random(in: 3000...4000, using: &random))
            }
            let figures = BusCallFigures(hall)
            let limit = Double(wireNanoseconds(1, baud: baud.rate)) / 1e6
            wireBytes = Int((figures.limit / limit).rounded())
            milliseconds[baud.rate] = Figures(
                limit: figures.limit,
                acknowledgedFromFrameEnd: figures.acknowledgedFromFrameEnd, ratio: figures.ratio)
        }
        let isText = what == "text"
        return Row(
            what: what, dots: "\(width) × \(height)",
            rawBytes: isText ? 0 : picture.packedRows.count,
            dataBytes: isText ? 0 : picture.encoded.bytes.count, wireBytes: wireBytes,
            milliseconds: milliseconds)
    }
}
