// SPDX-License-Identifier: Apache-2.0

import Engine
import Facts
import Hall
import Testing

/// Removing services and windows somebody still counts on.
struct RetirementTests {
    private static func without(
        services: Set<ServiceID> = [], windows: Set<WindowID> = []
    ) -> HallStructure {
        var structure = TestHall.structure
        structure.services.removeAll { services.contains($0.id) }
        structure.windows.removeAll { windows.contains($0.id) }
        return structure
    }

    private static let toDeed = Retirement(services: ["tax": .transfer("deed")])
    private static let voided = Retirement(services: ["tax": .void])

    @Test func `those who wait go on to another service in their order, under their numbers`()
        throws
    {
        var hall = try TestHall()
        let first = try hall.take("tax")
        let deed = try hall.take("deed")
        let second = try hall.take("tax")
        let before = hall.facts.count
        try hall.ask(
            .applyConfiguration(
                digest: "d2", structure: Self.without(services: ["tax"]), retired: Self.toDeed))
        #expect(
            hall.facts(since: before).map(\.payloadName) == [
                "ticketTransferred", "ticketTransferred", "configurationApplied",
            ])
        let called = try (1...3).map { _ in
            let ticket = try #require(try hall.call("w2"))
            try hall.at("w2", .finish())
            return ticket.id
        }
        #expect(called == [first.id, deed.id, second.id])
        #expect(try hall.ticket(first.id).number == "A001")
        #expect(try hall.ticket(first.id).transferredFrom == "tax")
        try hall.expectReplays()
    }

    @Test func `the other service may be new as well, and of the same prefix`() throws {
        var hall = try TestHall()
        let waiting = try hall.take("tax")
        var structure = Self.without(services: ["tax"])
        structure.services.append(
            .init(id: "levy", name: LocalizedText(zhHans: "税费"), prefix: "A"))
        structure.windows[0].services = ["levy"]
        try hall.ask(
            .applyConfiguration(
                digest: "d2", structure: structure,
                retired: Retirement(services: ["tax": .transfer("levy")])))
        #expect(hall.hall.services["levy"]?.queue.count == 1)
        #expect(try hall.call("w1")?.id == waiting.id)
        #expect(try hall.take("levy").number == "A002")
        try hall.expectReplays()
    }

    @Test func `a ticket in hand stays there, and one that comes back waits for the other`() throws
    {
        var hall = try TestHall()
        let served = try hall.take("tax")
        let missing = try hall.take("tax")
        let aside = try hall.take("tax")
        try hall.call("w1")
        try hall.call("w2")
        try hall.at("w2", .noShow)
        try hall.call("w2")
        try hall.at("w2", .hold())
        try hall.ask(
            .applyConfiguration(
                digest: "d2", structure: Self.without(services: ["tax"]), retired: Self.toDeed))
        #expect(try hall.window("w1").ticket == served.id)
        #expect(try hall.ticket(served.id).state == .called("w1"))
        #expect(try hall.ticket(aside.id).state == .held("w2"))
        try hall.at("w1", .putBack)
        try hall.ask(.reactivate(missing.id))
        #expect(hall.hall.services["deed"]?.queue.count == 2)
        try hall.expectReplays()
    }

    @Test func `a number that is no longer good is void, but nobody is sent away from a window`()
        throws
    {
        var hall = try TestHall()
        let waiting = try hall.take("tax")
        let command = Command.applyConfiguration(
            digest: "d2", structure: Self.without(services: ["tax"]), retired: Self.voided)
        try hall.call("w1")
        #expect(hall.refused(command)?.values["name"] == "tax")
        try hall.at("w1", .putBack)
        try hall.ask(command)
        #expect(try hall.ticket(waiting.id).state == .void)
        #expect(
            hall.facts.contains(
                .ticketVoided(TicketVoided(ticket: waiting.id, reason: .serviceRemoved))))
        try hall.expectReplays()
    }

    @Test func `appointments move with the service, or are cancelled with it`() throws {
        for (retired, moved) in [(Self.toDeed, true), (Self.voided, false)] {
            var hall = try TestHall()
            let at = hall.moment.wall + 3_600_000
            try hall.ask(
                .book(
                    AppointmentBooked(
                        appointment: "a1", service: "tax", at: at, priority: .normal)))
            let structure = Self.without(services: ["tax"])
            #expect(
                hall.refusal(.applyConfiguration(digest: "d2", structure: structure))
                    == .stillInUse)
            try hall.ask(
                .applyConfiguration(digest: "d2", structure: structure, retired: retired))
            #expect(hall.hall.appointments["a1"]?.booked.service == (moved ? "deed" : nil))
            try hall.expectReplays()
        }
    }

    @Test func `a window's tickets go back to their places and its officer leaves`() throws {
        var hall = try TestHall()
        let aside = try hall.take("tax")
        let inHand = try hall.take("tax")
        let later = try hall.take("tax")
        try hall.call("w1")
        try hall.at("w1", .hold())
        try hall.call("w1")
        let structure = Self.without(windows: ["w1"])
        let before = hall.facts.count
        try hall.ask(
            .applyConfiguration(
                digest: "d2", structure: structure, retired: Retirement(windows: ["w1"])))
        #expect(
            hall.facts(since: before).map(\.payloadName) == [
                "ticketReturned", "ticketReturned", "windowClosed", "configurationApplied",
            ])
        #expect(hall.hall.posts["li"] == nil)
        let called = try (1...3).map { _ in
            let ticket = try #require(try hall.call("w2"))
            try hall.at("w2", .finish())
            return ticket.id
        }
        #expect(called == [aside.id, inHand.id, later.id])
        try hall.expectReplays()
    }

    @Test func `whoever waits for a window alone waits for any once it is gone`() throws {
        var hall = try TestHall()
        let bound = try hall.take("tax")
        try hall.call("w2")
        try hall.at("w2", .transfer(.window("w1")))
        try hall.ask(
            .applyConfiguration(digest: "d2", structure: Self.without(windows: ["w1"])))
        #expect(try hall.ticket(bound.id).bound == nil && hall.hall.own.isEmpty)
        #expect(try hall.call("w2")?.id == bound.id)
        try hall.expectReplays()
    }

    @Test func `a service and its only window go together`() throws {
        var hall = try TestHall()
        let ticket = try hall.take("tax")
        try hall.call("w1")
        let retired = Retirement(services: ["tax": .void], windows: ["w1"])
        let structure = Self.without(services: ["tax"], windows: ["w1"])
        try hall.ask(
            .applyConfiguration(digest: "d2", structure: structure, retired: retired))
        #expect(try hall.ticket(ticket.id).state == .void)
        try hall.expectReplays()
    }

    @Test func `a refusal names all that is in use at once`() throws {
        var hall = try TestHall()
        try hall.take("deed")
        try hall.take("tax")
        try hall.call("w1")
        let structure = Self.without(services: ["tax", "deed", "stamp"], windows: ["w1", "w3"])
        let refusal = hall.refused(.applyConfiguration(digest: "d2", structure: structure))
        #expect(refusal?.kind == .stillInUse && refusal?.values["name"] == "w1, deed, tax")
    }

    @Test func `a service that is to take the others over must be there`() throws {
        var hall = try TestHall()
        try hall.take("tax")
        let structure = Self.without(services: ["tax", "deed"])
        let command = Command.applyConfiguration(
            digest: "d2", structure: structure, retired: Self.toDeed)
        #expect(hall.refused(command)?.kind == .unknownService)
    }
}

extension TestHall {
    /// Proves that the facts alone make the same hall.
    fileprivate func expectReplays() throws {
        var again = Hall()
        for record in journal { again.apply(record.fact, record.envelope) }
        #expect(again.tickets == hall.tickets && again.windows == hall.windows)
        #expect(again.services == hall.services && again.own == hall.own)
        #expect(again.appointments == hall.appointments && again.posts == hall.posts)
    }
}

extension HallFact {
    fileprivate var payloadName: String { type(of: payload).name }
}
