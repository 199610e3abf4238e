// SPDX-License-Identifier: Apache-2.0

import Foundation

/// What signs show in the bench, as long as what a hall shows: Chinese, whatever the hall's locale.
enum BusSentence {
    /// "Ticket A001 to window 3", 23 bytes of UTF-8.
    static func call(_ number: Int, to window: UInt8) -> String {
        "\u{8BF7}" + ticket(number) + "\u{53F7}\u{5230}\(window)\u{53F7}\u{7A97}\u{53E3}"
    }

    /// The same with a character that signs' fonts lack; it fills a line of eight characters.
    static func rare(_ number: Int) -> String {
        short(number) + "\u{5230}12\u{53F7}\u{7A97}\u{53E3}"
    }

    /// Only the ticket, with such a character.
    static func short(_ number: Int) -> String { "\u{4DAE}" + ticket(number) }

    static func ticket(_ number: Int) -> String { String(format: "A%03d", number % 1000) }
}
