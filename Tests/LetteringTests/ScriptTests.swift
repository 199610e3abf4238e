// SPDX-License-Identifier: Apache-2.0

import Testing
import Wire

@testable import Lettering

struct ScriptTests {
    @Test func `letters of the right run left while numbers between them do not`() {
        let levels = Direction.levels(of: Array("abc אבג 12".unicodeScalars))
        #expect(levels == [0, 0, 0, 0, 1, 1, 1, 1, 2, 2])
        #expect(Direction.levels(of: Array("אa".unicodeScalars)) == [1, 2])
    }

    @Test func `parts of a line stand on paper as they are read`() {
        let runs: [(String, UInt8)] = [("a", 0), ("B", 1), ("1", 2), ("C", 1), ("d", 0)]
        #expect(Direction.visual(runs, level: \.1).map(\.0) == ["a", "C", "1", "B", "d"])
        #expect(Direction.visual([("x", 1), ("1", 2)], level: \.1).map(\.0) == ["1", "x"])
    }

    @Test func `the first letter of a line from right to left stands rightmost`() throws {
        let first = try #require(picture("א"))
        let both = try #require(picture("אב"))
        let rightmost = (0..<first.rows.count).filter { row in
            (0..<3).contains { x in
                isInk(both, both.width - 1 - x, row) != isInk(first, first.width - 1 - x, row)
            }
        }
        #expect(rightmost == [])
    }

    @Test func `Arabic letters join`() throws {
        let one = try #require(picture("ب"))
        let three = try #require(picture("ببب"))
        #expect(three.width < one.width * 5 / 2)
    }

    @Test func `Tibetan letters stand under each other, and the line grows to hold them`() throws {
        let stacked = try #require(picture("རྒྱ"))
        let alone = try #require(picture("ར"))
        #expect(stacked.rows.count > alone.rows.count)
        #expect(stacked.width < alone.width * 2)
    }

    @Test func `lines break between words, Chinese anywhere, Tibetan after a syllable`() {
        func words(_ text: String) -> [String] {
            let letters = text.map { Letter($0, font: 0) }
            return letters[...].words.map { word in
                String(String.UnicodeScalarView(word.flatMap(\.scalars)))
            }
        }
        #expect(words("two words") == ["two ", "words"])
        #expect(words("号A001到") == ["号", "A001", "到"])
        #expect(words("བོད་ཡིག") == ["བོད་", "ཡིག"])
        #expect(words("") == [])
    }

    private func isInk(_ picture: (rows: [[UInt8]], width: Int), _ x: Int, _ y: Int) -> Bool {
        picture.rows[y][x >> 3] & 0x80 >> UInt8(x & 7) != 0
    }
}
