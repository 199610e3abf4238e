// SPDX-License-Identifier: Apache-2.0

import Devices
import Facts
import Testing
import Wire

@testable import Controller

/// Virtual devices hung up and taken down while others are at work.
struct BenchChangeTests {
    /// Without the keypads and the second window's sign, with a line more.
    private static var other: HallConfiguration {
        var configuration = BenchScene.configuration
        configuration.lines.removeAll { $0.id == "keypads" }
        configuration.keypads = []
        configuration.lines.append(
            .init(id: "more", kind: .qtStrip, wiring: .virtual, serial: .init(baud: 115_200)))
        configuration.signs = configuration.signs.filter { $0.window != "W02" }
        configuration.signs.append(.init(window: "W02", line: "more", address: 5))
        return configuration
    }

    @Test func `a line that stays keeps its wire and its signs what they show`() throws {
        try BenchScene.play { scene in
            try scene.withPort(SignBusDriver(), on: "signs") { port, events in
                let face = SignFace(text: "A001")
                port.post(.show(address: 1, face))
                #expect(scene.eventually { scene.hall.overview().signs[0].text == "A001" })
                scene.hall.change(to: Self.other)
                #expect(scene.hall.overview().signs.map(\.line) == ["signs", "more"])
                #expect(scene.hall.overview().signs[0].text == "A001")
                port.post(.show(address: 1, SignFace(text: "A002")))
                #expect(scene.eventually { scene.hall.overview().signs[0].text == "A002" })
                #expect(events.all.count { if case .line(.up) = $0 { true } else { false } } == 1)
            }
        }
    }

    @Test func `a line that comes can be spoken over, and one that goes is gone`() throws {
        try BenchScene.play { scene in
            #expect(scene.hall.address(of: "more") == nil)
            try scene.withPort(KeypadBusDriver(), on: "keypads") { _, events in
                #expect(
                    scene.eventually {
                        events.all.contains { if case .line(.up) = $0 { true } else { false } }
                    })
                scene.hall.change(to: Self.other)
                #expect(
                    scene.eventually {
                        events.all.contains { if case .line(.lost) = $0 { true } else { false } }
                    })
            }
            #expect(scene.hall.address(of: "keypads") == nil)
            try scene.withPort(SignBusDriver(), on: "more") { port, _ in
                port.post(.show(address: 5, SignFace(text: "B007")))
                #expect(
                    scene.eventually {
                        scene.hall.overview().signs.contains { $0.text == "B007" }
                    })
            }
        }
    }
}
