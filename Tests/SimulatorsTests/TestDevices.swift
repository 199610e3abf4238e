// SPDX-License-Identifier: Apache-2.0

import Simulators
import Wire

/// Two Chinese characters and ASCII, as in GB18030.
let tinyGB = Charset(
    name: "GB18030",
    encode: { character in
        switch character {
        case "中": [0xD6, 0xD0]
        case "口": [0xBF, 0xDA]
        default: character.asciiValue.map { [$0] }
        }
    },
    decode: { bytes in
        var text = ""
        var rest = bytes[...]
        while let first = rest.first {
            let pair = Array(rest.prefix(2))
            switch pair {
            case [0xD6, 0xD0]: text += "中"
            case [0xBF, 0xDA]: text += "口"
            default: text += first < 0x80 ? String(Unicode.Scalar(first)) : "\u{FFFD}"
            }
            rest = rest.dropFirst(first < 0x80 ? 1 : 2)
        }
        return text
    })

/// A few glyphs drawn for the tests: A, 0, 1, 中, 口; everything else is a box.
let tinyFont = Unifont(
    hex: Array(
        """
        0041:00000018244242427E42424242000000
        0030:00000018244246466262422418000000
        0031:000000081828080808080808083E0000
        0020:00000000000000000000000000000000
        4E2D:01000100010001003FF8210821082108210821083FF801000100010001000000
        53E3:00003FF820082008200820082008200820082008200820083FF8200800000000

        """.utf8)
).glyphs

extension VirtualPrinter {
    /// A printer with 80 dots a line, so that its paper fits on a page of source.
    static func tiny(_ change: (inout PrinterModel) -> Void = { _ in }) -> VirtualPrinter {
        var model = PrinterModel()
        model.dots = 80
        model.headToBladeDots = 4
        change(&model)
        return VirtualPrinter(model: model, charset: tinyGB, glyphs: tinyFont)
    }

    /// Lets time pass to the end of all work; returns what it says meanwhile, and when.
    mutating func finish(from now: Int64) -> (bytes: [UInt8], at: Int64) {
        var said: [UInt8] = []
        var time = now
        while let next = nextDeadline {
            time = max(time, next)
            said += tick(now: time)
        }
        return (said, time)
    }
}

/// A short slip as bytes.
func slip(_ elements: Slip.Element..., columns: Int = 6) -> [UInt8] {
    var profile = PrinterProfile.generic80
    profile.columns = columns
    return EscPos.encode(Slip(elements), profile: profile, charset: tinyGB).bytes
        + EscPos.paperStatus
}
