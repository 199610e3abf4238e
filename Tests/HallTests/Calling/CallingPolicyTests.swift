// SPDX-License-Identifier: Apache-2.0

import Facts
import Hall
import Testing

/// Whose word counts about who is next.
struct CallingPolicyTests {
    private func hall() throws -> TestHall {
        var structure = TestHall.structure
        structure.calling = CallingStructure(
            policies: CallingScene.rules.sorted { $0.key < $1.key }.map {
                .init(id: $0.key, name: LocalizedText(zhHans: $0.key), rules: $0.value)
            }, standard: "two-to-one")
        structure.windows[1].policy = "alternate"
        var hall = try TestHall(structure: structure)
        try hall.ask(.atWindow("w1", .open("li")))
        try hall.ask(.atWindow("w2", .open("wang")))
        return hall
    }

    private func policies(_ hall: TestHall) throws -> [String?] {
        try ["w1", "w2"].map { hall.hall.policy(of: try hall.window($0)).policy }
    }

    @Test func `a hall that says nothing calls priority first, by no policy of a name`() throws {
        var hall = try TestHall()
        try hall.take("tax")
        let priority = try hall.take("tax", .priority)
        let called = try #require(try hall.call("w1"))
        #expect(called.id == priority.id)
        #expect(called.why?.policy == nil)
    }

    @Test func `the window's word goes before the hall's, and a supervisor's before both`() throws {
        var hall = try hall()
        #expect(try policies(hall) == ["two-to-one", "alternate"])
        try hall.ask(.choosePolicy("oldest", nil))
        #expect(try policies(hall) == ["oldest", "alternate"])
        try hall.ask(.choosePolicy("balanced", "w2"))
        #expect(try policies(hall) == ["oldest", "balanced"])
        try hall.ask(.choosePolicy(nil, "w2"))
        try hall.ask(.choosePolicy(nil, nil))
        #expect(try policies(hall) == ["two-to-one", "alternate"])
    }

    @Test func `a call is by the policy in force and its fact names it`() throws {
        var hall = try hall()
        try hall.take("tax", .priority)
        let normal = try hall.take("tax")
        let called = try #require(try hall.call("w1"))
        #expect(called.id == normal.id)
        #expect(
            called.why
                == Why(
                    rule: .ratioTurn, waiting: 2, waitedSeconds: 0, passedOver: 1,
                    policy: "two-to-one"))
    }

    @Test func `what was chosen already is no fact`() throws {
        var hall = try hall()
        #expect(try hall.ask(.choosePolicy(nil, nil)) == [])
        #expect(try hall.ask(.choosePolicy("oldest", "w1")).count == 1)
        #expect(try hall.ask(.choosePolicy("oldest", "w1")) == [])
        #expect(try hall.ask(.choosePolicy("oldest", nil)).count == 1)
    }

    @Test func `an unknown policy or window is refused`() throws {
        var hall = try hall()
        #expect(hall.refusal(.choosePolicy("none", nil)) == .unknownPolicy)
        #expect(hall.refusal(.choosePolicy("oldest", "none")) == .unknownWindow)
        var plain = try TestHall()
        #expect(plain.refusal(.choosePolicy("oldest", nil)) == .unknownPolicy)
    }

    @Test func `a choice is forgotten when the configuration no longer has the policy`() throws {
        var hall = try hall()
        try hall.ask(.choosePolicy("oldest", nil))
        var structure = hall.hall.structure
        structure.calling?.policies.removeAll { $0.id == "oldest" }
        try hall.ask(.applyConfiguration(digest: "d2", structure: structure))
        #expect(try policies(hall) == ["two-to-one", "alternate"])
    }

    @Test func `who is next can be asked of a closed window`() throws {
        var hall = try hall()
        let stamp = try hall.take("stamp")
        let choice = hall.hall.choice(for: try hall.window("w3"), at: hall.moment)
        #expect(choice?.ticket == stamp.id)
        #expect(try hall.ticket(stamp.id).state == .waiting)
    }

    @Test func `an officer takes along what was sent to them when they move`() throws {
        var hall = try hall()
        let sent = try hall.take("tax")
        try hall.call("w1")
        try hall.at("w1", .transfer(.officer("wang")))
        #expect(hall.hall.choice(for: try hall.window("w1"), at: hall.moment) == nil)
        #expect(
            hall.hall.choice(for: try hall.window("w2"), at: hall.moment)?.ticket == sent.id)
    }
}
