// SPDX-License-Identifier: Apache-2.0

import CWindowBus
package import Wire

/// What a passer-by sees. All times are nanoseconds of the wire's clock.
extension VirtualUnit {
    /// Nanoseconds between two looks at a line that runs.
    private static let runningStep: Int64 = 40_000_000

    /// What the sign shows at that moment.
    package enum Seen: Sendable, Equatable {
        case dark
        /// The two dashes of a unit that nobody talks to.
        case silence
        /// The lines of a page, from the top.
        case text([String])
        case dots(Picture)
    }

    /// What is on the sign at that moment, without the place of a line that runs.
    package func seen(at time: Int64) -> Seen {
        look(at: time) { Self.seen($0.pointee, height: Int(model.capabilities.height)) }
    }

    /// Whether what is shown goes on and off.
    package func isBlinking(at time: Int64) -> Bool { look(at: time) { $0.pointee.blinks } }

    /// The lit dots at that moment.
    package func picture(at time: Int64) -> Picture {
        look(at: time) { draw($0) }
    }

    /// When the picture next changes by itself; nil while it stands.
    package func nextChange(after time: Int64) -> Int64? {
        guard !isStuck else { return nil }
        return look(at: time) { pointer in
            let view = pointer.pointee
            let isRunning = view.scrolls && (view.width > 0 || hasWideLine(view))
            let next = view.next_ms > 0 ? Int64(view.next_ms) * 1_000_000 : .max
            let step = min(next, isRunning ? Self.runningStep : .max)
            return step == .max ? nil : time + step
        }
    }

    /// The view's bytes live only as long as `body` runs.
    private func look<Result>(
        at time: Int64, _ body: (UnsafePointer<wb_view>) -> Result
    ) -> Result {
        core.look { unit in
            var view = wb_view()
            // A program that stands still turns no page.
            let now = isStuck ? unit.pointee.now : Self.milliseconds(time)
            wb_view(unit, now, &view)
            return withUnsafePointer(to: &view, body)
        }
    }

    private static func bytes(of view: wb_view) -> [UInt8] {
        Array(UnsafeBufferPointer(start: view.data, count: Int(view.size)))
    }

    private static func lines(of view: wb_view) -> [String] {
        bytes(of: view).split(separator: 0x0A, omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
    }

    private static func seen(_ view: wb_view, height: Int) -> Seen {
        switch wb_view_kind(UInt32(view.kind)) {
        case WB_VIEW_TEXT: .text(lines(of: view))
        case WB_VIEW_DOTS:
            .dots(
                Picture(
                    width: view.width, height: UInt16(height), encoding: .raw,
                    bytes: bytes(of: view)) ?? Picture(width: 0, height: 0))
        case WB_VIEW_SILENCE: .silence
        default: .dark
        }
    }

    private func draw(_ view: UnsafePointer<wb_view>) -> Picture {
        let width = Int(model.capabilities.width)
        let height = Int(model.capabilities.height)
        var picture = Picture(width: width, height: height)
        func put(_ line: Picture, y: Int) {
            let room = UInt16(clamping: width)
            picture.draw(
                line, x: Int(wb_line_x(room, UInt16(clamping: line.width), view)), y: y)
        }
        switch Self.seen(view.pointee, height: height) {
        case .dark: break
        case .silence: drawDashes(&picture)
        case .dots(let dots): put(dots, y: 0)
        case .text(let lines):
            let top = (height - UnitModel.fontHeight * lines.count) / 2
            for (index, line) in lines.enumerated() {
                put(shape(of: line), y: top + index * UnitModel.fontHeight)
            }
        }
        return picture
    }

    private func drawDashes(_ picture: inout Picture) {
        let middle = picture.width / 2
        for x in 4..<16 {
            picture[middle + x, picture.height / 2] = true
            picture[middle - 1 - x, picture.height / 2] = true
        }
    }

    private func hasWideLine(_ view: wb_view) -> Bool {
        Self.lines(of: view).contains { line in
            glyphs(of: line).reduce(0) { $0 + $1.width } > Int(model.capabilities.width)
        }
    }

    private func glyphs(of line: String) -> [Glyph] {
        line.unicodeScalars.map { model.glyphs.glyph(Character($0)) }
    }

    private func shape(of line: String) -> Picture {
        let glyphs = glyphs(of: line)
        var picture = Picture(
            width: glyphs.reduce(0) { $0 + $1.width }, height: UnitModel.fontHeight)
        var left = 0
        for glyph in glyphs {
            for y in 0..<UnitModel.fontHeight {
                for x in 0..<glyph.width where glyph[x, y] { picture[left + x, y] = true }
            }
            left += glyph.width
        }
        return picture
    }
}
