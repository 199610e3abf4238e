// SPDX-License-Identifier: Apache-2.0

import Controller
import Devices
import Engine
import Facts
import Hall
import Testing

struct PrintDeskTests {
    /// A hall of one window whose tickets are printed at `p1`.
    private struct Scene {
        var engine = Engine(state: Hall(), epoch: "e", boot: "b")
        var desk = PrintDesk(printers: ["p1"])
        private var count = 0

        init() {
            let name = LocalizedText(zhHans: "大厅")
            let structure = HallStructure(
                name: name, services: [.init(id: "a", name: name, prefix: "A")],
                windows: [.init(id: "w1", number: "1", services: ["a"])],
                kiosks: [.init(id: "k1", name: name, printer: "p1")])
            _ = ask(.applyConfiguration(digest: "d", structure: structure))
            _ = ask(.atWindow("w1", .open("li")))
        }

        /// What the desk does about what the hall comes to say.
        mutating func ask(_ command: Command) -> [PrintDesk.Action] {
            count += 1
            let moment = Moment(wall: Int64(count) * 1000, monotonic: 0, utcOffset: 0)
            let input = Input(
                id: InputID("i\(count)"), actor: .controller, moment: moment, command: command)
            return desk.follow(engine.turn([input]).records, in: engine.state)
        }

        mutating func take(_ ticket: TicketID) -> [PrintDesk.Action] {
            ask(.takeTicket(ticket: ticket, service: "a", priority: .normal, kiosk: "k1"))
        }
    }

    @Test func `leave is asked for one slip at a time, and only of a printer that is well`() {
        var scene = Scene()
        #expect(scene.take("t1") == [])
        #expect(scene.desk.condition(.ok, of: "p1") == [.ask("t1", "p1")])
        #expect(scene.take("t2") == [])
        let attempt = PrintDesk.Attempt(ticket: "t1", attempt: 1)
        #expect(
            scene.desk.granted(attempt, for: "t1", on: "p1") == [.send("t1", attempt: 1, "p1")])
        let actions = scene.desk.outcome(.confirmed, of: attempt.job, on: "p1")
        #expect(actions.last == .ask("t2", "p1"))
    }

    @Test func `paper nobody needed for a while is taken up when it is due again`() {
        var scene = Scene()
        _ = scene.take("t1")
        _ = scene.ask(.atWindow("w1", .call))
        _ = scene.ask(.atWindow("w1", .noShow))
        #expect(scene.desk.condition(.ok, of: "p1") == [.ask("t1", "p1")])
        #expect(scene.desk.granted(nil, for: "t1", on: "p1") == [])
        #expect(scene.ask(.reactivate("t1")) == [.ask("t1", "p1")])
    }

    @Test func `paper that waits already is not taken up twice`() {
        var scene = Scene()
        _ = scene.take("t1")
        _ = scene.ask(.atWindow("w1", .call))
        _ = scene.ask(.atWindow("w1", .hold))
        #expect(scene.desk.condition(.ok, of: "p1") == [.ask("t1", "p1")])
        #expect(scene.desk.granted(nil, for: "t1", on: "p1") == [])
    }

    @Test func `a start takes up what is due, the earliest come first`() {
        var scene = Scene()
        for ticket in ["t9", "t5", "t7"] as [TicketID] { _ = scene.take(ticket) }
        var desk = PrintDesk(printers: ["p1"])
        #expect(desk.begin(scene.engine.state) == [])
        var asked: [PrintDesk.Action] = desk.condition(.ok, of: "p1")
        asked += desk.granted(nil, for: "t9", on: "p1")
        asked += desk.granted(nil, for: "t5", on: "p1")
        #expect(asked == [.ask("t9", "p1"), .ask("t5", "p1"), .ask("t7", "p1")])
    }
}
