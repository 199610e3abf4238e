// SPDX-License-Identifier: Apache-2.0

package import Wire

/// One QT strip: sixteen dots high, as wide as its modules.
package struct VirtualSign: Sendable {
    /// Dots across; a Chinese character takes 16, an ASCII one 8.
    package let width: Int
    /// The text it was last given, as far as it could be decoded.
    package private(set) var text = ""
    /// What it was last given, if anything.
    package private(set) var message: QTStrip.Message?
    /// Whether it has been switched off by a frame.
    package private(set) var isOn = true
    /// Frames taken.
    package private(set) var frames = 0

    private var layout = Picture(width: 0, height: 16)
    private var shownSince: Int64 = 0
    private let charset: Charset
    private let glyphs: GlyphSource

    // Half a second bright, half a second dark.
    private static let flashPeriod: Int64 = 1_000

    /// - Parameters:
    ///   - characters: how many Chinese characters fit, 1 to 64.
    ///   - charset: how text on the wire is encoded, GB2312 in the trade.
    package init(characters: Int = 8, charset: Charset, glyphs: GlyphSource) {
        width = 16 * min(max(characters, 1), 64)
        self.charset = charset
        self.glyphs = glyphs
    }

    /// Whether the text goes on and off.
    package var isFlashing: Bool { message?.mode == .flash }

    /// Does what a frame asks.
    package mutating func take(_ command: QTStrip.Command, now: Int64) {
        frames += 1
        switch command {
        case .on: isOn = true
        case .off: isOn = false
        case .show(let message):
            self.message = message
            text = charset.decode(message.text)
            layout = draw(text)
            shownSince = now
        }
    }

    /// What a passer-by sees at that moment: lit dots.
    ///
    /// A left-moving text runs in from the right and stands if it fits, else it runs on in a
    /// ring. All other modes stand; what does not fit is cut.
    package func picture(now: Int64) -> Picture {
        let dark = Picture(width: width, height: 16)
        guard isOn, let message else { return dark }
        let elapsed = max(0, now - shownSince)
        var picture = dark
        switch message.mode {
        case .flash where elapsed % Self.flashPeriod >= Self.flashPeriod / 2:
            break
        case .left:
            // One dot each 10 ms at speed 0, each 80 ms at speed 7.
            let moved = Int(elapsed / (10 * (Int64(message.speed) + 1)))
            picture.draw(layout, x: position(moved), y: 0)
        case .inverse:
            picture.draw(layout, x: 0, y: 0)
            picture = picture.inverted
        default:
            picture.draw(layout, x: 0, y: 0)
        }
        return picture
    }

    /// When the picture next changes by itself; nil while it stands.
    package func nextChange(after now: Int64) -> Int64? {
        guard isOn, let message else { return nil }
        let step: Int64
        switch message.mode {
        case .flash: step = Self.flashPeriod / 2
        case .left: step = 10 * (Int64(message.speed) + 1)
        default: return nil
        }
        let steps = max(0, now - shownSince) / step
        // What fits has run in after its width.
        if message.mode == .left, layout.width <= width, steps >= width { return nil }
        return shownSince + (steps + 1) * step
    }

    private func position(_ moved: Int) -> Int {
        if layout.width <= width { return max(0, width - moved) }
        return width - moved % (layout.width + width)
    }

    private func draw(_ text: String) -> Picture {
        let shapes = text.map { glyphs.glyph($0) }
        var picture = Picture(width: shapes.reduce(0) { $0 + $1.width }, height: 16)
        var left = 0
        for shape in shapes {
            for y in 0..<16 {
                for x in 0..<shape.width where shape[x, y] { picture[left + x, y] = true }
            }
            left += shape.width
        }
        return picture
    }
}

/// The signs on one RS-485 pair. They listen only, and never answer.
package struct VirtualSignBus: VirtualDevice {
    /// The signs by address.
    package private(set) var signs: [UInt8: VirtualSign]
    /// Frames broken on the way.
    package var badFrames: Int { decoder.badFrames }
    /// Frames for addresses nobody has.
    package private(set) var strayFrames = 0

    private var decoder: QTStripDecoder
    private var silentAt: Int64 = 0

    package init(signs: [UInt8: VirtualSign], checksum: QTStrip.Checksum = .body) {
        self.signs = signs
        decoder = QTStripDecoder(checksum: checksum)
    }

    /// Hangs other signs on the pair; one as wide that was at its address before goes on as it is.
    package mutating func hang(_ wanted: [UInt8: VirtualSign]) {
        signs = wanted.merging(signs.filter { wanted[$0.key]?.width == $0.value.width }) { $1 }
    }

    package mutating func receive(_ bytes: [UInt8], now: Int64) -> [UInt8] {
        deliver(decoder.feed(bytes), now: now)
        silentAt = now + lineSilence
        return []
    }

    package mutating func tick(now: Int64) -> [UInt8] {
        if decoder.isMidFrame, now >= silentAt { deliver(decoder.lineSilent(), now: now) }
        return []
    }

    package var nextDeadline: Int64? { decoder.isMidFrame ? silentAt : nil }

    private mutating func deliver(_ frames: [QTStrip.Frame], now: Int64) {
        for frame in frames {
            if frame.address == QTStrip.broadcast {
                for address in signs.keys { signs[address]?.take(frame.command, now: now) }
            } else if signs[frame.address] != nil {
                signs[frame.address]?.take(frame.command, now: now)
            } else {
                strayFrames += 1
            }
        }
    }
}

/// Milliseconds without a byte after which a frame begun is given up. The bytes are looked at
/// before the clock, because a late thread is no silence on the wire.
let lineSilence: Int64 = 50
