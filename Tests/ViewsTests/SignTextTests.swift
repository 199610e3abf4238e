// SPDX-License-Identifier: Apache-2.0

import Facts
import Hall
import Testing
import Views
import Wire

struct SignTextTests {
    private func meaning(_ scene: SceneHall) -> SignText.Meaning? {
        scene.hall.windows["w1"].map { SignText($0, in: scene.hall).meaning }
    }

    @Test func `a sign says what its window does, from opening to closing`() {
        var scene = SceneHall()
        #expect(meaning(scene) == .closed)
        scene.open("w1")
        #expect(meaning(scene) == .welcome)
        scene.issue("t1", 1)
        scene.call("t1", to: "w1")
        #expect(meaning(scene) == .call(number: "A001", recall: 0))
        scene.apply(.ticketRecalled(.init(ticket: "t1", window: "w1", count: 1)))
        #expect(meaning(scene) == .call(number: "A001", recall: 1))
        scene.apply(.serviceStarted(.init(ticket: "t1", window: "w1")))
        #expect(meaning(scene) == .serving(number: "A001"))
        scene.apply(
            .ticketFinished(
                .init(ticket: "t1", window: "w1", startAssumed: false, serviceSeconds: 1)))
        #expect(meaning(scene) == .welcome)
        scene.apply(.windowPaused(.init(window: "w1", reason: nil, minutes: nil)))
        #expect(meaning(scene) == .paused(reason: nil, until: nil))
        scene.apply(.windowClosed(.init(window: "w1", officer: nil)))
        #expect(meaning(scene) == .closed)
    }

    @Test func `only a call flashes, and a sentence too long for the sign is the short one`() {
        var scene = SceneHall()
        scene.open("w1")
        scene.issue("t1", 1)
        scene.call("t1", to: "w1")
        let phrases = Phrases { key, values in
            let number = values["number"] ?? ""
            return key.hasSuffix(".short") ? "\(number)到1号窗" : "请\(number)到1号窗口"
        }
        let call = scene.hall.windows["w1"].map { SignText($0, in: scene.hall) }
        let whole = SignFace(text: "请A001到1号窗口", flashMilliseconds: 3000)
        #expect(call?.face(phrases, columns: 15) == whole)
        let short = SignFace(text: "A001到1号窗", flashMilliseconds: 3000)
        #expect(call?.face(phrases, columns: 14) == short)
        scene.apply(.serviceStarted(.init(ticket: "t1", window: "w1")))
        let serving = scene.hall.windows["w1"].map { SignText($0, in: scene.hall) }
        #expect(serving?.face(phrases, columns: 16).flashMilliseconds == 0)
    }

    @Test func `a pause says why and until when, as far as anybody said`() {
        var scene = SceneHall()
        scene.open("w1")
        func sentence() -> String? {
            scene.hall.windows["w1"].map { SignText($0, in: scene.hall).sentence(keysAndValues) }
        }
        let cases: [(String?, Int?, String)] = [
            (nil, nil, "sign.paused window=1"),
            (nil, 30, "sign.paused.until until=09:30 window=1"),
            ("tea", nil, "sign.paused.reason reason=tea window=1"),
            ("tea", 90, "sign.paused.reason.until reason=tea until=10:30 window=1"),
        ]
        for (reason, minutes, expected) in cases {
            scene.apply(.windowPaused(.init(window: "w1", reason: reason, minutes: minutes)))
            #expect(sentence() == expected)
        }
    }

    @Test func `a paused hall is on every open window's sign, but a number called stands`() {
        var scene = SceneHall()
        scene.open("w1")
        scene.issue("t1", 1)
        scene.apply(.hallPaused(.init(reason: "fire-drill")))
        #expect(meaning(scene) == .hallPaused(reason: "fire-drill"))
        #expect(scene.hall.windows["w2"].map { SignText($0, in: scene.hall).meaning } == .closed)
        scene.call("t1", to: "w1")
        #expect(meaning(scene) == .call(number: "A001", recall: 0))
        scene.apply(.ticketReturned(.init(ticket: "t1", window: "w1")))
        scene.apply(.hallResumed(.init()))
        #expect(meaning(scene) == .welcome)
    }

    @Test func `a window that helps out says so`() {
        var scene = SceneHall()
        scene.open("w1")
        scene.apply(.tidalOpened(.init(window: "w1", service: "deed")))
        #expect(meaning(scene) == .tidal)
        scene.apply(.tidalClosed(.init(window: "w1", service: "deed")))
        #expect(meaning(scene) == .welcome)
    }
}
