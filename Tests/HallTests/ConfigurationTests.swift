// SPDX-License-Identifier: Apache-2.0

import Facts
import Hall
import Testing

struct ConfigurationTests {
    @Test func `the same configuration again is nothing`() throws {
        var hall = try TestHall()
        let again = Command.applyConfiguration(digest: "d1", structure: TestHall.structure)
        #expect(try hall.ask(again) == [])
        #expect(hall.hall.configuration?.revision == 1)
    }

    @Test func `another configuration counts on and keeps what it does not touch`() throws {
        var hall = try TestHall()
        let ticket = try hall.take("tax")
        var structure = TestHall.structure
        structure.services[0].name = LocalizedText(zhHans: "国税")
        structure.services.append(
            .init(id: "car", name: LocalizedText(zhHans: "车辆"), prefix: "D"))
        structure.windows[0].services.append("car")
        try hall.ask(.applyConfiguration(digest: "d2", structure: structure))
        #expect(hall.hall.configuration?.revision == 2)
        #expect(hall.hall.services["tax"]?.definition.name.zhHans == "国税")
        #expect(try hall.window("w1").officer == "li")
        let car = try hall.take("car")
        #expect(try hall.call("w1")?.id == ticket.id)
        try hall.at("w1", .finish())
        #expect(try hall.call("w1")?.id == car.id)
    }

    @Test func `a service somebody waits for, is served in or held in stays`() throws {
        var without = TestHall.structure
        without.services.removeFirst()
        let command = Command.applyConfiguration(digest: "d2", structure: without)
        var hall = try TestHall()
        try hall.take("tax")
        #expect(hall.refusal(command) == .stillInUse)
        try hall.call("w1")
        #expect(hall.refusal(command) == .stillInUse)
        try hall.at("w1", .start)
        #expect(hall.refusal(command) == .stillInUse)
        try hall.at("w1", .hold())
        #expect(hall.refusal(command) == .stillInUse)
        #expect(hall.hall.services["tax"] != nil)
        try hall.ask(.callChosen("t1", "w1"))
        try hall.at("w1", .finish())
        try hall.ask(command)
        #expect(hall.hall.services["tax"] == nil)
    }

    @Test func `a window with a ticket in hand or held stays`() throws {
        var without = TestHall.structure
        without.windows.removeFirst()
        let command = Command.applyConfiguration(digest: "d2", structure: without)
        var hall = try TestHall()
        try hall.take("tax")
        try hall.call("w1")
        #expect(hall.refusal(command) == .stillInUse)
        try hall.at("w1", .hold(.withoutPapers))
        #expect(hall.refusal(command) == .stillInUse)
        try hall.ask(.callChosen("t1", "w2"))
        try hall.ask(command)
        #expect(hall.hall.windows["w1"] == nil)
    }

    @Test func `an officer whose window is removed is free again`() throws {
        var hall = try TestHall()
        var without = TestHall.structure
        without.windows.removeFirst()
        try hall.ask(.applyConfiguration(digest: "d2", structure: without))
        try hall.at("w3", .open("li"))
        #expect(hall.hall.posts == ["li": "w3", "wang": "w2"])
    }

    @Test func `a no-show of a service that is gone is not reactivated`() throws {
        var hall = try TestHall()
        let ticket = try hall.take("tax")
        try hall.call("w1")
        try hall.at("w1", .noShow)
        var without = TestHall.structure
        without.services.removeFirst()
        try hall.ask(.applyConfiguration(digest: "d2", structure: without))
        #expect(hall.refusal(.reactivate(ticket.id)) == .ticketNotReactivable)
    }

    @Test func `a window left without services calls nobody`() throws {
        var hall = try TestHall()
        var structure = TestHall.structure
        structure.windows[0].services = ["gone"]
        try hall.ask(.applyConfiguration(digest: "d2", structure: structure))
        try hall.take("tax")
        #expect(try hall.call("w1") == nil)
        #expect(hall.hall.waiting(for: try hall.window("w1")) == 0)
    }

    @Test func `a hall without a configuration refuses and does not trap`() {
        let hall = Hall()
        let moment = Moment(wall: 0, monotonic: 0, utcOffset: 0)
        let take = Command.takeTicket(ticket: "t", service: "s", priority: .normal, kiosk: nil)
        for command in [take, .atWindow("w1", .call), .reactivate("t"), .callChosen("t", "w")] {
            let answer = hall.decide(
                command, by: .controller, at: moment, given: Conditions())
            #expect(throws: Refusal.self) { try answer.get() }
        }
    }
}
