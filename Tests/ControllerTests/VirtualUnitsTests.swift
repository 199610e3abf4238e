// SPDX-License-Identifier: Apache-2.0

import Devices
import Simulators
import Testing
import Wire

@testable import Controller

struct VirtualUnitsTests {
    @Test func `a unit of software counts its lives on, so that its keys are new ones`() throws {
        let line = HallConfiguration.Line(
            id: "units", kind: .windowBus, wiring: .virtual, serial: .init(baud: 9600))
        let place = VirtualLayout.Place(
            id: "unit-W01", line: "units", address: 1, window: "1", characters: 8, lines: 1)
        let lives = (0..<6).map { _ in
            VirtualUnit.atWindow(place, on: line, glyphs: GlyphSource { _ in nil })
        }
        #expect(Set(lives.map(\.model.identity.uid)).count == 1)
        #expect(Set(lives.map(\.boot)).count > 1)
    }
}
