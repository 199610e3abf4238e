// SPDX-License-Identifier: Apache-2.0

import Lettering
import Simulators
import Testing
import Wire

struct HostileTextTests {
    @Test(arguments: [
        "🧑‍🚀" + String(repeating: "\u{1B}@", count: 200),
        String(repeating: "𠮷", count: 500), String(repeating: "ب", count: 500),
        "e" + String(repeating: "\u{301}", count: 500), String(repeating: "\u{200D}", count: 500),
        String(repeating: "🏴󠁧󠁢󠁥󠁮󠁧󠁿", count: 100), "\u{202E}\u{2067}𠮷\u{202C}", "\u{301}",
        "\u{FFFF}\u{10FFFE}",
    ])
    func `whatever a name is made of, its slip is bounded and holds no command`(_ name: String) {
        for style in [Slip.Style(), Slip.Style(width: 8, height: 8, bold: true)] {
            let lettered = lettered(name, style)
            let printed = print(lettered.slip)
            #expect(printed.unknown == [])
            #expect(printed.slips.count == 1)
            #expect((printed.slips.first?.picture.height ?? 0) < 20_000)
        }
    }

    @Test func `lines of any scalars become slips the printer knows every command of`() {
        // The first drew DLE ENQ 2 in the middle of a picture.
        for seed in [17_100_423_772_690_320_580, UInt64.random(in: 0 ... .max)] { check(seed) }
    }

    private func check(_ seed: UInt64) {
        var random = SeededRandom(seed: seed)
        for _ in 0..<200 {
            var text = String.UnicodeScalarView()
            for _ in 0..<Int.random(in: 0...40, using: &random) {
                let limit: UInt32 = Bool.random(using: &random) ? 0x3000 : 0x11_0000
                let value = UInt32.random(in: 0..<limit, using: &random)
                if let scalar = Unicode.Scalar(value) { text.append(scalar) }
            }
            let printed = print(lettered(String(text)).slip)
            #expect(printed.unknown == [] && printed.slips.count == 1, "seed \(seed)")
        }
    }
}
