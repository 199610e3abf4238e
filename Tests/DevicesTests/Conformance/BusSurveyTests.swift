// SPDX-License-Identifier: Apache-2.0

import Devices
import Simulators
import Testing
import Wire

private func unit(_ number: UInt64, address: UInt8) -> VirtualUnit {
    VirtualUnit(
        UnitModel(
            BusUID(number), charset: .ascii, glyphs: GlyphSource { _ in nil }),
        address: address, seed: number)
}

@Suite struct BusSurveyTests {
    @Test func `all units of a wire are found, and those that share an address are told`() throws {
        let numbers: [UInt64] = [0x02_4F_00_00_00_01, 0x02_4F_00_00_00_02, 0x81_00_00_00_00_02]
        let line = WireLine(
            [
                unit(numbers[0], address: 4), unit(numbers[1], address: 4),
                unit(numbers[2], address: 2),
            ])
        var survey = BusSurvey(line, patience: 0)
        try survey.prepare()
        let found = try survey.discover()
        #expect(Set(found.map(\.uid)) == Set(numbers.map { BusUID($0) }))
        #expect(found.filter(\.isShared).map(\.address) == [4, 4])
        #expect(found.first?.identity?.name == "Virtual unit")
        #expect(survey.isComplete)
    }

    @Test func `a unit gets an address by its UID, shows a text and loses the address again`()
        throws
    {
        let line = WireLine([unit(77, address: 0), unit(78, address: 1)])
        var survey = BusSurvey(line, patience: 0)
        #expect(try survey.assign(9, to: BusUID(77)) == .done)
        #expect(try survey.unit(at: 9)?.uid == BusUID(77))
        #expect(try survey.show("A001", at: 9) == .done)
        #expect(line.wire.nodes[0].seen(at: line.now) == .text(["A001"]))
        #expect(try survey.show("\u{E123}", at: 9) == .refused("NO_GLYPH"))
        #expect(try survey.show("A001", at: 200) == .silent)
        #expect(try survey.assign(nil, to: BusUID(77)) == .done)
        #expect(try survey.unit(at: 9) == nil)
        #expect(try survey.assign(3, to: BusUID(79)) == .silent)
    }

    @Test func `a unit that knows nothing of discovery is found by asking every address`() throws {
        let plain = PracticeUnit(address: 213) {
            $0.level = 1
            $0.features = []
        }
        var survey = BusSurvey(WireLine([plain]), patience: 0)
        #expect(try survey.sweep().map(\.address) == [213])
    }
}
