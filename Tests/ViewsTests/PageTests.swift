// SPDX-License-Identifier: Apache-2.0

import Facts
import Hall
import Testing
import Views
import Wire

struct PageTests {
    private let mark = ViewMark(epoch: "e", sequence: 7)

    @Test func `the board shows the newest call first and who was called again`() {
        var scene = SceneHall()
        scene.open("w1")
        scene.open("w2")
        scene.issue("t1", 1)
        scene.issue("t2", 2)
        scene.call("t1", to: "w1")
        scene.pass(seconds: 5)
        scene.call("t2", to: "w2")
        scene.apply(.ticketRecalled(.init(ticket: "t2", window: "w2", count: 1)))
        let board = BoardView(scene.hall, mark)
        #expect(board.calls.map(\.number) == ["A002", "A001"])
        #expect(board.calls.map(\.recall) == [1, 0])
        #expect(board.services.map(\.id) == ["tax", "deed"], "as in the configuration")
    }

    @Test func `an officer sees who is next in the order of calling, and not more than ten`() {
        var scene = SceneHall()
        for ordinal in 1...12 {
            scene.issue(
                TicketID("t\(ordinal)"), ordinal, ordinal % 2 == 0 ? "deed" : "tax",
                ordinal == 12 ? .priority : .normal)
        }
        scene.pass(seconds: 90)
        func page(_ window: WindowID) -> OfficerView? {
            scene.hall.windows[window].map {
                OfficerView(
                    $0, scene.hall, mark, at: scene.moment, sign: nil, keysAndValues)
            }
        }
        #expect(
            page("w2")?.next.map(\.number)
                == ["A012"] + (1...9).map { Ticket.number(prefix: "A", ordinal: $0) })
        #expect(page("w2")?.waiting == 12)
        #expect(page("w2")?.next.first?.waitedSeconds == 90)
        #expect(page("w1")?.next.map(\.service) == Array(repeating: "tax", count: 6))
        #expect(page("w1")?.sign == nil)
    }

    @Test func `a sign is called confirmed when it says so itself, and else never`() {
        var scene = SceneHall()
        for state in DeviceChanged.State.allCases {
            scene.apply(
                .deviceChanged(.init(device: "s1", kind: .sign, state: state, reason: nil)))
            let page = scene.hall.windows["w1"].map {
                OfficerView(
                    $0, scene.hall, mark, at: scene.moment, sign: "s1", keysAndValues)
            }
            #expect(page?.sign?.text == "sign.closed window=1")
            #expect(page?.sign?.state == (state == .removed ? nil : state))
            #expect(page?.sign?.confirmed == (state == .ok))
        }
    }

    @Test func `a kiosk knows its printer, and one nobody named is none`() {
        var scene = SceneHall()
        scene.apply(
            .deviceChanged(
                .init(device: "p1", kind: .printer, state: .fault, reason: "paper-out")))
        let setting = Setting(demo: false, insecureLAN: false)
        let view = KioskView("door", scene.hall, at: scene.moment, setting)
        #expect(view?.kiosk.printer?.state == .fault)
        #expect(view?.kiosk.printer?.reason == "paper-out")
        #expect(KioskView("window", scene.hall, at: scene.moment, setting) == nil)
    }

    @Test func `a slip has the number large, who is ahead, the wait and when it was`() {
        var scene = SceneHall()
        scene.open("w1")
        for ordinal in 1...3 { scene.issue(TicketID("t\(ordinal)"), ordinal) }
        let slip = scene.hall.tickets["t3"].map {
            TicketSlip($0, in: scene.hall) { _ in keysAndValues }
                .slip(at: scene.moment, .init(status: "http://hall/t/t3", isDemo: true))
        }
        var texts: [String] = []
        for case .text(let text, let style) in slip?.elements ?? [] {
            texts.append(text)
            #expect((text == "A003") == (style.height == 6))
        }
        #expect(
            texts == [
                "政务服务中心", "A003", "slip.service service=税务", "slip.ahead ahead=2",
                "slip.wait high=50 low=12", "slip.time time=2026-11-23 09:00", "slip.tip.listen",
                "slip.tip.missed", "slip.demo",
            ])
        #expect(slip?.elements.contains(.qr("http://hall/t/t3", module: 5)) == true)
    }

    @Test func `a slip promises no wait nobody can know, and has no code that leads nowhere`() {
        var scene = SceneHall()
        scene.issue("t1", 1)
        let slip = scene.hall.tickets["t1"].map {
            TicketSlip($0, in: scene.hall) { _ in keysAndValues }
                .slip(at: scene.moment, .init())
        }
        for element in slip?.elements ?? [] {
            guard case .text(let text, _) = element else {
                Issue.record("\(element)")
                continue
            }
            #expect(!text.hasPrefix("slip.wait") && text != "slip.demo")
        }
        #expect(slip?.elements.count == 7)
    }

    @Test func `a ticket kept for another day gets a slip that says so and no place in a queue`() {
        var scene = SceneHall()
        scene.issue("t1", 1, printer: "p1")
        scene.apply(.ticketDeferred(.init(ticket: "t1", printer: "p1")))
        let slip = scene.hall.tickets["t1"].map {
            TicketSlip($0, in: scene.hall) { _ in keysAndValues }
                .slip(at: scene.moment, .init())
        }
        let texts = (slip?.elements ?? []).map { element -> String in
            guard case .text(let text, _) = element else { return "" }
            return text
        }
        #expect(texts.contains("slip.deferred") && texts.contains("slip.deferred.tip"))
        #expect(!texts.contains { $0.hasPrefix("slip.ahead") || $0.hasPrefix("slip.tip") })
        #expect(scene.hall.tickets["t1"]?.isPaperDue == true, "it is printed")
    }
}
