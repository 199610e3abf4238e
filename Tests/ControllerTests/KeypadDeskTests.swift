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

    private func shows(_ face: PadFace) -> KeypadDesk.Action {
        .init(line: "keys", address: 1, what: .show(face))
    }

    private func key(_ key: PadKey, _ number: Int? = nil, age: Int64 = 0) -> PadPress {
        PadPress(.key(key, number: number), age: age)
    }

    @Test func `a keypad shows how many wait and the number in hand, when it changes`() throws {
        var scene = try DeskHall()
        var desk = desk
        #expect(desk.follow(["W1"], in: scene.hall) == [shows(.init(waiting: 0, number: nil))])
        #expect(desk.follow(["W1"], in: scene.hall) == [])
        scene.take("a")
        scene.take("b")
        #expect(desk.follow(["W1"], in: scene.hall) == [shows(.init(waiting: 2, number: nil))])
        scene.ask(.atWindow("W1", .call))
        #expect(
            desk.follow(["W1"], in: scene.hall) == [shows(.init(waiting: 1, number: "A001"))])
        scene.ask(.atWindow("W1", .finish()))
        scene.ask(.atWindow("W1", .pause(reason: nil, minutes: nil)))
        #expect(
            desk.follow(["W1"], in: scene.hall)
                == [shows(.init(waiting: 1, number: nil, isPaused: true))])
        scene.ask(.atWindow("W1", .close))
        #expect(desk.follow(["W1"], in: scene.hall) == [shows(PadFace())], "dark when closed")
        #expect(desk.follow(["W2"], in: scene.hall) == [], "has no keypad")
    }

    @Test func `each key means what officers know it for`() throws {
        let scene = try DeskHall()
        let desk = desk
        let meanings: [(PadKey, Int?, WindowAction)] = [
            (.call, nil, .callNext), (.recall, nil, .recall), (.start, nil, .start),
            (.finish, nil, .finish()), (.askRating, nil, .askRating), (.noShow, nil, .noShow),
            (.giveUp, nil, .giveUp), (.hold, nil, .hold()), (.pause, nil, .pauseKey),
            (.callBack, nil, .callBack(number: nil)), (.callBack, 12, .callBack(number: 12)),
            (.transfer, 3, .transfer(.window("W3"))),
        ]
        #expect(Set(meanings.map(\.0)) == Set(PadKey.allCases))
        for (name, number, action) in meanings {
            #expect(
                desk.wish(of: key(name, number), at: "W1", in: scene.hall)
                    == .ask(.atWindow("W1", action)))
        }
    }

    @Test func `digits that name nothing and strange windows mean nothing`() throws {
        let scene = try DeskHall()
        for number in [nil, 9, 999, -1, .max] as [Int?] {
            #expect(
                desk.wish(of: key(.transfer, number), at: "W1", in: scene.hall)
                    == .refuse(.meaningless))
        }
        #expect(desk.wish(of: key(.call), at: "W9", in: scene.hall) == .refuse(.meaningless))
    }

    @Test func `a key that comes too late is not obeyed, whatever it is`() throws {
        let scene = try DeskHall()
        for name in PadKey.allCases {
            let press = key(name, 3, age: KeypadDesk.oldestPress + 1)
            #expect(desk.wish(of: press, at: "W1", in: scene.hall) == .refuse(.late))
        }
        let inTime = key(.call, age: KeypadDesk.oldestPress)
        #expect(desk.wish(of: inTime, at: "W1", in: scene.hall) == .ask(.atWindow("W1", .callNext)))
    }

    @Test func `a rating goes to the ticket that was asked, and to no other`() throws {
        var scene = try DeskHall()
        var desk = desk
        let answer = PadPress(.rating(4, reference: nil))
        #expect(desk.wish(of: answer, at: "W1", in: scene.hall) == .refuse(.otherQuestion))
        scene.take("a")
        scene.take("b")
        scene.ask(.atWindow("W1", .call))
        scene.ask(.atWindow("W1", .askRating))
        let face = PadFace(
            waiting: 1, number: "A001", rating: .init(reference: 1, seconds: 20))
        #expect(desk.follow(["W1"], in: scene.hall) == [shows(face)])
        let wish = KeypadDesk.Wish.ask(.rate("a", "W1", .satisfied))
        #expect(desk.wish(of: answer, at: "W1", in: scene.hall) == wish)
        let late = PadPress(.rating(4, reference: 1), age: 60_000)
        #expect(
            desk.wish(of: late, at: "W1", in: scene.hall) == wish, "the hall knows if it is over")

        scene.ask(.rate("a", "W1", .satisfied))
        #expect(
            desk.follow(["W1"], in: scene.hall) == [shows(.init(waiting: 1, number: "A001"))])
        scene.ask(.atWindow("W1", .callNext))
        scene.ask(.atWindow("W1", .askRating))
        #expect(desk.wish(of: late, at: "W1", in: scene.hall) == .refuse(.otherQuestion))
        for grade in [0, 6, .min, .max] {
            let press = PadPress(.rating(grade, reference: 2))
            #expect(desk.wish(of: press, at: "W1", in: scene.hall) == .refuse(.meaningless))
        }
    }

    @Test func `a press that may come twice has a key of its own at its window`() throws {
        let press = PadPress(.key(.call, number: nil), identity: "unit/1/7")
        let once = try #require(press.key(at: "W1"))
        #expect(press.key(at: "W1") == once)
        #expect(press.key(at: "W2")?.digest != once.digest)
        let other = PadPress(.key(.recall, number: nil), identity: "unit/1/7")
        #expect(other.key(at: "W1")?.digest != once.digest)
        #expect(key(.call).key(at: "W1") == nil)
    }

    @Test func `a keypad is known by its line and address`() {
        #expect(desk.window(line: "keys", address: 3) == "W3")
        #expect(desk.window(line: "keys", address: 2) == nil)
        #expect(desk.window(line: "other", address: 1) == nil)
        #expect(desk.beep("W1") == .init(line: "keys", address: 1, what: .beep))
        #expect(desk.beep("W2") == nil)
    }
}
