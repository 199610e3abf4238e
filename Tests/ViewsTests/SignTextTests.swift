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

    private func strip(_ columns: Int) -> SignShape {
        SignShape(columns: columns, turnsPages: false)
    }

    private func pages(_ scene: SceneHall, _ shape: SignShape) -> [[String]] {
        let text = scene.hall.windows["w1"].map { SignText($0, in: scene.hall) }
        return text?.face(shape) { language in
            Phrases { key, values in
                let words = ([language.rawValue, key] + values.values.sorted())
                return words.joined(separator: key.hasSuffix(".lines") ? "\n" : " ")
            }
        }.pages.map(\.lines) ?? []
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
        #expect(meaning(scene) == .paused(nil, until: nil, other: nil))
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
        #expect(call?.face(strip(15)) { _ in phrases } == whole)
        let short = SignFace(text: "A001到1号窗", flashMilliseconds: 3000)
        #expect(call?.face(strip(14)) { _ in phrases } == short)
        #expect(call?.face(strip(9)) { _ in phrases }.isTooWide == true)
        scene.apply(.serviceStarted(.init(ticket: "t1", window: "w1")))
        let serving = scene.hall.windows["w1"].map { SignText($0, in: scene.hall) }
        #expect(serving?.face(strip(16)) { _ in phrases }.flashMilliseconds == 0)
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
        #expect(meaning(scene) == .hallPaused(.init("fire-drill")))
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
        #expect(meaning(scene) == .tidal(LocalizedText(zhHans: "不动产")))
        scene.apply(.tidalClosed(.init(window: "w1", service: "deed")))
        #expect(meaning(scene) == .welcome)
    }

    @Test func `a sign shows each of its languages in turn, a strip the first alone`() {
        let scene = SceneHall()
        #expect(
            pages(scene, SignShape(columns: 40)) == [
                ["zh-Hans sign.closed 1"], ["en sign.closed 1"],
            ])
        #expect(
            pages(scene, SignShape(columns: 40, languages: [.en, .zhHant], turnsPages: false))
                == [["en sign.closed 1"]])
    }

    @Test func `a sign of two lines has words of its own, never three lines`() {
        var scene = SceneHall()
        scene.open("w1")
        scene.issue("t1", 1)
        scene.call("t1", to: "w1")
        #expect(
            pages(scene, SignShape(lines: 2, languages: [.zhHans]))
                == [["zh-Hans", "sign.call.lines\n1\nA001"]])
    }

    @Test func `who stands before a paused window is sent to one that serves the same`() {
        var scene = SceneHall { structure in
            structure.pauseReasons = [.init(id: "tea", name: LocalizedText(zhHans: "茶歇"))]
            for number in ["10", "9"] {
                structure.windows.append(
                    .init(
                        id: WindowID("w\(number)"), number: number, services: ["tax", "deed"]))
            }
        }
        func other(_ window: WindowID = "w1") -> String? {
            guard let window = scene.hall.windows[window],
                case .paused(_, _, let other) = SignText(window, in: scene.hall).meaning
            else { return nil }
            return other
        }
        scene.open("w1")
        scene.apply(.windowPaused(.init(window: "w1", reason: nil, minutes: nil)))
        #expect(other() == nil, "all others are closed")
        scene.open("w10")
        #expect(other() == "10")
        scene.open("w9")
        #expect(other() == "9")
        #expect(
            pages(scene, SignShape(columns: 60, languages: [.en])) == [["en sign.paused.other 1 9"]]
        )
        scene.apply(.windowPaused(.init(window: "w9", reason: nil, minutes: nil)))
        #expect(other() == "10")
        #expect(other("w9") == "10", "window 1 does not serve all that 9 does")
        scene.apply(.windowPaused(.init(window: "w1", reason: "tea", minutes: 5)))
        #expect(
            pages(scene, SignShape(columns: 60, languages: [.en]))
                == [
                    ["en sign.paused.reason.until 09:05 1 10 茶歇"],
                    ["en sign.paused.other 09:05 1 10 茶歇"],
                ])
    }

    @Test func `a window closed for the day says so, one that is to open again does not`() {
        var scene = SceneHall { structure in
            structure.hours = OpeningHours(
                week: Array(
                    repeating: [TimeBand(from: 540, to: 720), TimeBand(from: 780, to: 1020)],
                    count: 7))
        }
        #expect(meaning(scene) == .closed)
        for (minutes, expected) in [
            (180, SignText.Meaning.closed), (449, .closed), (450, .offDuty), (500, .offDuty),
        ] {
            scene.pass(seconds: Int64(minutes) * 60)
            scene.open("w1")
            scene.apply(.windowClosed(.init(window: "w1", officer: nil)))
            #expect(meaning(scene) == expected)
            scene.pass(seconds: Int64(-minutes) * 60)
        }
    }

    @Test func `reasons are in the sign's language where the hall has words in it`() {
        var scene = SceneHall { structure in
            structure.pauseReasons = [
                .init(id: "tea", name: LocalizedText(zhHans: "茶歇", en: "Tea"))
            ]
        }
        scene.open("w1")
        scene.apply(.windowPaused(.init(window: "w1", reason: "tea", minutes: nil)))
        #expect(
            pages(scene, SignShape(columns: 60, languages: [.zhHans, .zhHant, .en])) == [
                ["zh-Hans sign.paused.reason 1 茶歇"], ["zh-Hant sign.paused.reason 1 茶歇"],
                ["en sign.paused.reason 1 Tea"],
            ])
    }
}
