// SPDX-License-Identifier: Apache-2.0

/// The "QT" LED strip over a window: 9600 8N1, one way, the sign never answers.
///
/// `AA addr BB 51 54 sum mode speed stay colour valid text… FF`, text in GB2312, which has no
/// FF; the sum is of all bytes from mode to the last of the text. Bytes from published
/// sources, both vectors in the tests. Leave at least `pause` between frames.
package enum QTStrip {
    /// The address every strip listens to.
    package static let broadcast: UInt8 = 0xFF
    /// Milliseconds strips need between two frames.
    package static let pause: Int64 = 100
    /// Bytes of text in one frame; more is dropped.
    package static let textLimit = 120

    /// How the text comes onto the strip. Strips know more than the named ones.
    package struct Mode: RawRepresentable, Sendable, Hashable {
        package let rawValue: UInt8
        package init(rawValue: UInt8) { self.rawValue = rawValue }

        package static let left = Mode(rawValue: 1)
        package static let up = Mode(rawValue: 2)
        package static let down = Mode(rawValue: 3)
        package static let coverDown = Mode(rawValue: 4)
        package static let coverUp = Mode(rawValue: 5)
        package static let inverse = Mode(rawValue: 6)
        package static let flash = Mode(rawValue: 7)
        package static let immediate = Mode(rawValue: 8)
    }

    /// How the sum is taken: makers differ.
    package enum Checksum: Sendable {
        /// Mode to the last byte of text.
        case body
        /// The closing FF counted too.
        case bodyAndEnd
    }

    /// Text and how it is shown.
    package struct Message: Sendable, Equatable {
        package var mode: Mode
        /// 0 (fastest or slowest, by maker) to 7.
        package var speed: UInt8
        /// How long each screenful stays, 0 to 127.
        package var stay: UInt8
        /// 0 on one-colour strips.
        package var colour: UInt8
        /// How long the text stays valid; 63h and more: until the next one.
        package var valid: UInt8
        /// In the strip's charset, without FF.
        package var text: [UInt8]

        package init(
            _ text: [UInt8], mode: Mode = .immediate, speed: UInt8 = 0, stay: UInt8 = 0,
            colour: UInt8 = 0, valid: UInt8 = 0x63
        ) {
            self.mode = mode
            self.speed = speed
            self.stay = stay
            self.colour = colour
            self.valid = valid
            self.text = text
        }
    }

    /// What one frame asks of the strip.
    package enum Command: Sendable, Equatable {
        case show(Message)
        case on
        case off
    }

    /// One frame on the bus.
    package struct Frame: Sendable, Equatable {
        package var address: UInt8
        package var command: Command

        package init(address: UInt8, _ command: Command) {
            self.address = address
            self.command = command
        }

        /// The frame as bytes. FF in the text is dropped, attributes are brought in range.
        package func bytes(checksum: Checksum = .body) -> [UInt8] {
            switch command {
            case .on: [0xAA, address, 0xBB, 0x4F, 0x4E]
            case .off: [0xAA, address, 0xBB, 0x4F, 0x46]
            case .show(let message):
                [0xAA, address, 0xBB, 0x51, 0x54, QTStrip.sum(message.body, checksum)]
                    + message.body + [0xFF]
            }
        }
    }

    /// A frame that shows `text`, cleaned and cut to the strip's length, and the characters
    /// the charset lacks.
    package static func frame(
        address: UInt8, text: String, mode: Mode, charset: Charset, checksum: Checksum = .body,
        replacement: Character = "?", speed: UInt8 = 0
    ) -> Charset.Encoded {
        var encoded = Charset.Encoded(bytes: [], missing: [])
        for character in WireText.clean(text, limit: textLimit) {
            let one = charset.encode(String(character), replacement: replacement)
            guard encoded.bytes.count + one.bytes.count <= textLimit else { break }
            encoded.bytes += one.bytes
            encoded.missing += one.missing
        }
        let message = Message(encoded.bytes, mode: mode, speed: speed)
        encoded.bytes = Frame(address: address, .show(message)).bytes(checksum: checksum)
        return encoded
    }

    static func sum(_ body: [UInt8], _ checksum: Checksum) -> UInt8 {
        body.reduce(checksum == .bodyAndEnd ? 0xFF : 0, &+)
    }
}

extension QTStrip.Message {
    fileprivate var body: [UInt8] {
        // FF would end the frame early, so no field may hold it.
        let attributes = [
            min(mode.rawValue, 0xFE), min(speed, 7), min(stay, 127), min(colour, 0xFE),
            min(valid, 0xFE),
        ]
        return attributes + text.filter { $0 != 0xFF }.prefix(QTStrip.textLimit)
    }
}
