// SPDX-License-Identifier: Apache-2.0

import Devices
import Facts
import Hall
import Testing
import Wire

@testable import Controller

struct KeypadDeskTests {
    private var desk: KeypadDesk {
        KeypadDesk(mounts: [
            .init(window: "W1", line: "keys", address: 1),
            .init(window: "W3", line: "keys", address: 3),
        ])
    }

    private func shows(_ waiting: Int?, _ number: Int?) -> KeypadDesk.Action {
        .init(line: "keys", command: .show(address: 1, waiting: waiting, number: number))
    }

    @Test func `a keypad shows how many wait and the number in hand, when it changes`() throws {
        var scene = try DeskHall()
        var desk = desk
        #expect(desk.follow(["W1"], in: scene.hall) == [shows(0, nil)])
        #expect(desk.follow(["W1"], in: scene.hall) == [])
        scene.take("a")
        scene.take("b")
        #expect(desk.follow(["W1"], in: scene.hall) == [shows(2, nil)])
        scene.ask(.atWindow("W1", .call))
        #expect(desk.follow(["W1"], in: scene.hall) == [shows(1, 1)])
        scene.ask(.atWindow("W1", .finish()))
        scene.ask(.atWindow("W1", .close))
        #expect(desk.follow(["W1"], in: scene.hall) == [shows(nil, nil)], "dark when closed")
        #expect(desk.follow(["W2"], in: scene.hall) == [], "has no keypad")
    }

    @Test func `each key means what officers know it for`() throws {
        var scene = try DeskHall()
        let desk = desk
        func wishes(_ key: KeypadKey, _ digits: [UInt8] = []) -> [WindowAction]? {
            desk.wishes(of: KeypadPress(key, digits: digits), at: "W1", in: scene.hall)
        }
        #expect(wishes(.call) == [.callNext])
        #expect(wishes(.pause) == [.pause(reason: nil, minutes: nil)])
        scene.ask(.atWindow("W1", .pause(reason: nil, minutes: nil)))
        #expect(wishes(.pause) == [.resume])
        scene.ask(.atWindow("W1", .resume))
        scene.take("a")
        scene.ask(.atWindow("W1", .call))
        #expect(wishes(.pause) == [.finish(), .pause(reason: nil, minutes: nil)])
        #expect(wishes(.recall) == [.recall])
        #expect(wishes(.noShow) == [.noShow])
        #expect(wishes(.hold) == [.hold()])
        #expect(wishes(.transfer, [0, 0, 3]) == [.transfer(.window("W3"))])
    }

    @Test func `keys that mean nothing here ask for nothing`() throws {
        let scene = try DeskHall()
        let desk = desk
        for key in [KeypadKey.callBack, .startRating, .oneMetreLine, .rating] {
            #expect(desk.wishes(of: KeypadPress(key), at: "W1", in: scene.hall) == nil)
        }
        for digits in [[], [9], [9, 9, 9], Array(repeating: 9, count: 200)] as [[UInt8]] {
            let press = KeypadPress(.transfer, digits: digits)
            #expect(desk.wishes(of: press, at: "W1", in: scene.hall) == nil)
        }
        #expect(desk.wishes(of: KeypadPress(.call), at: "W9", in: scene.hall) == nil)
    }

    @Test func `a keypad is known by its line and address`() {
        #expect(desk.window(line: "keys", address: 3) == "W3")
        #expect(desk.window(line: "keys", address: 2) == nil)
        #expect(desk.window(line: "other", address: 1) == nil)
        #expect(desk.beep("W1") == .init(line: "keys", command: .beep(address: 1)))
        #expect(desk.beep("W2") == nil)
    }
}
