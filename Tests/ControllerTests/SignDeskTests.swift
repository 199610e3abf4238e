// SPDX-License-Identifier: Apache-2.0

import Devices
import Facts
import Hall
import Testing
import Views
import Wire

@testable import Controller

struct SignDeskTests {
    private static let strip = SignShape(columns: 16, turnsPages: false)

    private var desk: SignDesk {
        SignDesk(
            mounts: [
                .init(window: "W1", line: "north", address: 1, shape: Self.strip),
                .init(window: "W2", line: "south", address: 7, shape: Self.strip),
            ], phrases: { _ in DeskHall.phrases })
    }

    private func shows(_ text: String, flashing: Bool = false) -> SignDesk.Action {
        var face = SignFace(text: text, flashMilliseconds: flashing ? 3000 : 0)
        face.isTooWide = text.count > 16
        return .init(line: "north", address: 1, what: .show(face))
    }

    @Test func `a sign follows its window from welcome to the call and back`() throws {
        var scene = try DeskHall()
        var desk = desk
        #expect(desk.follow(["W1"], in: scene.hall) == [shows("sign.welcome 1")])
        scene.take("a")
        scene.ask(.atWindow("W1", .call))
        #expect(
            desk.follow(["W1"], in: scene.hall) == [shows("sign.call A001 1", flashing: true)])
        scene.ask(.atWindow("W1", .start))
        #expect(desk.follow(["W1"], in: scene.hall).map(\.what) != [])
        scene.ask(.atWindow("W1", .finish()))
        #expect(desk.follow(["W1"], in: scene.hall) == [shows("sign.welcome 1")])
        scene.ask(.atWindow("W1", .pause(reason: nil, minutes: nil)))
        #expect(desk.follow(["W1"], in: scene.hall) == [shows("sign.paused.other.short 2 1")])
        scene.ask(.atWindow("W1", .close))
        #expect(desk.follow(["W1"], in: scene.hall) == [shows("sign.closed 1")])
    }

    @Test func `what a sign shows already is not sent again, and a recall flashes`() throws {
        var scene = try DeskHall()
        var desk = desk
        scene.take("a")
        scene.ask(.atWindow("W1", .call))
        #expect(desk.follow(["W1"], in: scene.hall).count == 1)
        scene.take("b")
        #expect(desk.follow(["W1"], in: scene.hall) == [])
        scene.pass(seconds: 20)
        scene.ask(.atWindow("W1", .recall))
        #expect(
            desk.follow(["W1"], in: scene.hall)
                == [.init(line: "north", address: 1, what: .flashAgain)])
    }

    @Test func `each sign hangs on its own line, and a window may have none`() throws {
        let scene = try DeskHall()
        var desk = desk
        let actions = desk.follow(["W1", "W2", "W3"], in: scene.hall)
        #expect(actions.map(\.line) == ["north", "south"])
        #expect(desk.follow(["nowhere"], in: scene.hall) == [])
    }

    @Test func `a sentence that is too wide is said shorter`() throws {
        let scene = try DeskHall()
        var narrow = SignDesk(
            mounts: [
                .init(
                    window: "W1", line: "north", address: 1,
                    shape: SignShape(columns: 8, turnsPages: false))
            ], phrases: { _ in DeskHall.phrases })
        #expect(narrow.follow(["W1"], in: scene.hall) == [shows("sign.welcome.short 1")])
    }

    @Test func `a paused window's sign follows what happens at other windows`() throws {
        var scene = try DeskHall()
        var desk = desk
        scene.ask(.atWindow("W1", .pause(reason: nil, minutes: nil)))
        #expect(desk.follow(["W1"], in: scene.hall) == [shows("sign.paused.other.short 2 1")])
        scene.ask(.atWindow("W2", .close))
        #expect(desk.follow(["W2"], in: scene.hall).first == shows("sign.paused 1"))
    }
}
