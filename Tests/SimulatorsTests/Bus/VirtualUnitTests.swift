// SPDX-License-Identifier: Apache-2.0

import Simulators
import Testing
import Wire

/// A unit with the C reference inside, over the simulated pair.
struct VirtualUnitTests {
    @Test func `it says who it is and what it can`() throws {
        var bench = UnitBench()
        let identity = try #require(
            bench.ask(.identify).flatMap { BusIdentity(payload: $0.payload) })
        #expect(identity.uid == UnitBench.uid && identity.name == "Virtual unit")
        let capabilities = try #require(
            bench.ask(.capabilities).flatMap { BusCapabilities(payload: $0.payload) })
        #expect(capabilities.level == 3)
        #expect(capabilities.schema == BusCapabilities.knownSchema)
        #expect(capabilities.width == 64 && capabilities.height == 16)
        #expect(capabilities.body == 250 && capabilities.memory == 4096)
        #expect(capabilities.features == bench.unit.model.capabilities.features)
    }

    @Test(arguments: BusBaud.allCases)
    func `its answer begins two byte times after the request`(baud: BusBaud) throws {
        let model = UnitModel(UnitBench.uid, charset: tinyGB, glyphs: tinyFont)
        var bench = UnitBench(
            [VirtualUnit(model, address: 7, baud: baud)], baud: baud.rate)
        bench.wire.trace.limit = 10
        #expect(bench.ask(.identify) != nil)
        let passages = bench.wire.trace.passages
        let asked = try #require(passages.last { $0.end == .controller })
        let answered = try #require(passages.first { $0.end == .unit(0) })
        let pause = answered.began - asked.ended
        let byte = 10_000_000_000 / Int64(baud.rate)
        #expect(pause >= 2 * byte && pause < 2 * byte + 2_000)
    }

    @Test func `a text stands in the middle of its sign`() {
        var bench = UnitBench()
        #expect(bench.unit.seen(at: bench.now) == .silence)
        #expect(bench.show("A中")?.status == 0)
        #expect(bench.unit.seen(at: bench.now) == .text(["A中"]))
        #expect(bench.status()?.shown == 1)
        let picture = bench.unit.picture(at: bench.now)
        let lit = (0..<64).filter { x in (0..<16).contains { picture[x, $0] } }
        // 24 dots in the middle of 64: the letter at 20, the character at 28.
        #expect(lit.first == 21 && lit.last == 28 + 12)
    }

    @Test func `a character that the font lacks is refused and changes nothing`() {
        var bench = UnitBench()
        #expect(bench.show("A1")?.status == 0)
        #expect(bench.show("A丨", tag: 2)?.error == .noGlyph(0x4E28))
        #expect(bench.unit.seen(at: bench.now) == .text(["A1"]))
        let missing = bench.ask(.glyphs("中丨口丨丶A")).map { BusGlyphs.missing(payload: $0.payload) }
        #expect(missing == ["丨", "丶"])
    }

    @Test func `pages turn, blinking ends, a wide line runs`() {
        var bench = UnitBench()
        for index: UInt8 in 0..<2 {
            let answer = bench.show(index == 0 ? "A0" : "A1") {
                $0.number = BusPageNumber(index, of: 2)
                $0.look.turn = 20
                $0.look.blink = 10
            }
            #expect(answer?.status == 0)
        }
        let shown = bench.now
        func seen(_ milliseconds: Int64) -> VirtualUnit.Seen {
            bench.unit.seen(at: shown + milliseconds * 1_000_000)
        }
        #expect(seen(300) == .text(["A0"]))
        #expect(seen(600) == .dark)
        #expect(seen(1500) == .text(["A0"]))
        #expect(seen(2500) == .text(["A1"]))
        #expect(seen(4500) == .text(["A0"]))
        #expect(bench.show("AAAAAAAAAA", tag: 2) { $0.look.scroll = 50 }?.status == 0)
        let still = bench.unit.picture(at: bench.now)
        #expect(bench.unit.nextChange(after: bench.now) != nil)
        #expect(bench.unit.picture(at: bench.now + 500_000_000) != still)
        #expect(bench.unit.picture(at: bench.now + 2_880_000_000) == still)
    }

    @Test func `a picture comes in blocks and appears when it is whole`() throws {
        var bench = UnitBench()
        var picture = Picture(width: 64, height: 16)
        for x in 0..<64 { picture[x, x % 16] = true }
        let rows = picture.packedRows
        for offset in stride(from: 0, to: rows.count, by: 40) {
            let data = Array(rows[offset..<min(offset + 40, rows.count)])
            let dots =
                offset == 0
                ? BusDots(tag: 9, start: .init(width: 64, encoding: .raw), data: data)
                : BusDots(tag: 9, offset: UInt16(offset), data: data)
            #expect(bench.ask(.dots(dots))?.status == 0)
        }
        #expect(bench.unit.seen(at: bench.now) == .silence)
        #expect(
            bench.ask(.draw(BusDraw(tag: 9, sum: CRC32.of(rows) ^ 1)))?.error
                == .page(expected: nil))
        #expect(bench.ask(.draw(BusDraw(tag: 9, sum: CRC32.of(rows))))?.status == 0)
        #expect(bench.unit.seen(at: bench.now) == .dots(picture))
        #expect(bench.unit.picture(at: bench.now) == picture)
    }

    @Test func `after the silence it was told it shows no number any more`() {
        var bench = UnitBench()
        #expect(bench.show("A1")?.status == 0)
        let shown = bench.now
        // Others are spoken to, so that it does not look for the wire at other rates.
        while bench.now < shown + 9_000_000_000 { #expect(bench.ask(.identify, at: 8) == nil) }
        #expect(bench.unit.seen(at: bench.now) == .text(["A1"]))
        bench.wait(milliseconds: 1000)
        #expect(bench.unit.seen(at: bench.now) == .silence)
        let status = bench.status()
        #expect(status?.shown == 0 && status?.flags.contains(.silence) == true)
    }

    @Test func `a unit whose program stands still keeps its picture until it is restarted`() {
        var bench = UnitBench()
        #expect(bench.show("A1")?.status == 0)
        bench.wire.happen(to: 0) { unit, _ in unit.isStuck = true }
        #expect(bench.status() == nil)
        bench.wait(milliseconds: 20_000)
        #expect(bench.unit.seen(at: bench.now) == .text(["A1"]))
        bench.wire.restart(0)
        #expect(bench.status()?.flags == [.notStarted, .silence])
        #expect(bench.unit.boot == 2)
    }

    @Test func `a unit of another rate finds the wire by hunting`() {
        let model = UnitModel(UnitBench.uid, charset: tinyGB, glyphs: tinyFont)
        var bench = UnitBench(
            [VirtualUnit(model, address: 7, baud: .baud115200)], baud: 38_400)
        for _ in 0..<20 where bench.unit.baud != 38_400 {
            _ = bench.status()
            bench.wait(milliseconds: 500)
        }
        #expect(bench.status() != nil)
        bench.wait(milliseconds: 2500)
        #expect(bench.unit.baud == 38_400)
    }
}
