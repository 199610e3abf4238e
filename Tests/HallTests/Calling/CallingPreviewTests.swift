// SPDX-License-Identifier: Apache-2.0

import Facts
import Hall
import Testing

struct CallingPreviewTests {
    private let ratio = CallingRules(classes: .ratio, normalTurns: 2, priorityTurns: 1)

    @Test func `other rules are tried out on the queue as it stands`() throws {
        var scene = CallingScene()
        for priority in [PriorityClass.normal, .normal, .normal, .priority] {
            scene.take("a", priority)
        }
        let before = scene.order()
        let preview = scene.hall.whatIf(ratio, scene.moment)
        let queue = try #require(preview.queues.first)
        #expect(queue.service == "a")
        #expect(queue.now.map(\.ticket) == ["t4", "t1", "t2", "t3"])
        #expect(queue.then.map(\.ticket) == ["t1", "t2", "t4", "t3"])
        #expect(
            queue.moves == [
                .init(ticket: "t1", from: 2, to: 1), .init(ticket: "t2", from: 3, to: 2),
                .init(ticket: "t4", from: 1, to: 3),
            ])
        let next = try #require(preview.windows.first)
        #expect(next.window == "w1")
        #expect(next.now?.ticket == "t4")
        #expect(next.then?.ticket == "t1")
        #expect(scene.order() == before)
    }

    @Test func `the rules in force move nobody`() {
        var scene = CallingScene(standard: "two-to-one")
        for priority in [PriorityClass.priority, .normal, .priority] { scene.take("a", priority) }
        let preview = scene.hall.whatIf(ratio, scene.moment)
        #expect(preview.queues.allSatisfy { $0.moves.isEmpty })
        #expect(preview.queues.map(\.service) == ["a", "b", "c"])
    }

    @Test func `a long queue is shown from its front, with all who come into sight or leave it`()
        throws
    {
        var scene = CallingScene(standard: "oldest")
        for _ in 1...30 { scene.take("a") }
        scene.take("a", .priority)
        let queue = try #require(scene.hall.whatIf(.usual, scene.moment).queues.first)
        #expect(queue.now.count == PolicyPreview.shown)
        #expect(queue.then.count == PolicyPreview.shown)
        #expect(queue.moves.first == .init(ticket: "t31", from: 31, to: 1))
        #expect(queue.moves.last == .init(ticket: "t20", from: 20, to: 21))
    }

    @Test func `a window with a policy of its own keeps it when the hall's is changed`() {
        var scene = CallingScene(
            [
                .init(id: "w1", number: "1", services: ["a"]),
                .init(id: "w2", number: "2", services: ["a"], policy: "oldest"),
                .init(id: "w3", number: "3", services: ["b"]),
            ], standard: "two-to-one")
        scene.take("a")
        scene.take("a", .priority)
        let hall = scene.hall.whatIf(.usual, scene.moment)
        #expect(hall.windows.map(\.now?.ticket) == ["t1", "t1", nil])
        #expect(hall.windows.map(\.then?.ticket) == ["t2", "t1", nil])
        let window = scene.hall.whatIf(.usual, at: "w2", scene.moment)
        #expect(window.windows.map(\.window) == ["w2"])
        #expect(window.windows.map(\.then?.ticket) == ["t2"])
        #expect(window.queues.map(\.service) == ["a"])
    }

    @Test func `who waits for one window alone is in the queue of its service`() {
        var scene = CallingScene(
            [
                .init(id: "w1", number: "1", services: ["a"]),
                .init(id: "w2", number: "2", services: ["b"]),
            ], standard: "two-to-one")
        scene.take("a")
        scene.send("t1", to: "a", window: "w2")
        for window in [nil, "w2"] as [WindowID?] {
            let queues = scene.hall.whatIf(.usual, at: window, scene.moment).queues
            #expect(queues.first { $0.service == "a" }?.now.map(\.ticket) == ["t1"])
        }
        #expect(scene.hall.whatIf(.usual, at: "w1", scene.moment).queues.first?.now.isEmpty == true)
    }
}
