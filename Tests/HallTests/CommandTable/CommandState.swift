// SPDX-License-Identifier: Apache-2.0

import Facts
import Hall

/// One way things can stand when a command comes.
struct CommandState: Sendable {
    var words: String
    var make: @Sendable () throws -> TestHall

    init(_ words: String, _ make: @escaping @Sendable () throws -> TestHall) {
        self.words = words
        self.make = make
    }

    /// `t1` and then `t2` wait for window 1's service; window 1 is open and free.
    static let ordinary = CommandState("open, somebody waits") { try waiting() }

    fileprivate static func waiting(_ service: ServiceID = "tax") throws -> TestHall {
        var hall = try TableHall.hall()
        try hall.take(service, at: "door")
        try hall.take("tax")
        return hall
    }

    /// `t1` is done to as said, at a window that has just called it.
    fileprivate static func called(
        _ window: WindowID = "w1", then actions: WindowAction...
    ) throws -> TestHall {
        var hall = try waiting()
        try hall.ask(.callChosen("t1", window), by: Actor(.supervisor, "boss"))
        for action in actions {
            if action == .recall || action == .noShow { hall.pass(seconds: 20) }
            try hall.at(window, action)
        }
        return hall
    }

    /// `t1` is in window 1's hand in a hall that asks for ratings as said, then done to as said.
    fileprivate static func asking(
        _ ask: RatingRules.Asking, then action: WindowAction
    ) throws -> TestHall {
        var hall = try called()
        var structure = TableHall.structure
        structure.rules?.rating = RatingRules(ask: ask)
        try hall.ask(.applyConfiguration(digest: "ratings", structure: structure))
        try hall.at("w1", action)
        return hall
    }

    fileprivate static func calledWhereRecallsAreDue() throws -> TestHall {
        var hall = try called()
        var structure = TableHall.structure
        structure.rules?.noShowAfterRecalls = 1
        try hall.ask(.applyConfiguration(digest: "recalls", structure: structure))
        return later(hall, seconds: 20)
    }

    /// `t1` is sent on by window 2, which called it.
    fileprivate static func sent(to target: TransferTarget) throws -> TestHall {
        try called("w2", then: .transfer(target))
    }

    fileprivate static func paused(_ hall: TestHall) throws -> TestHall {
        var hall = hall
        try hall.ask(.pauseHall(reason: "meal"))
        return hall
    }

    fileprivate static func asked(_ commands: Command...) throws -> TestHall {
        var hall = try waiting()
        for command in commands { try hall.ask(command) }
        return hall
    }

    fileprivate static func later(_ hall: TestHall, seconds: Int) -> TestHall {
        var hall = hall
        hall.pass(seconds: seconds)
        return hall
    }

    /// `t1` was deferred yesterday.
    fileprivate static func deferred() throws -> TestHall {
        var hall = later(try asked(.chooseClosing(.nextDay, "tax")), seconds: 86_400)
        try hall.take("tax")
        return hall
    }

    fileprivate static func missed() throws -> TestHall { try called(then: .noShow) }
}

/// States beside each other in one table.
struct CommandStates: Sendable {
    var title: String
    var introduction: String
    var states: [CommandState]
    /// What each state is held against; commands that come to the same are left out. Nil: none is.
    var bases: [CommandState]?

    private init(
        title: String, introduction: String, states: [CommandState], bases: [CommandState]?
    ) {
        self.title = title
        self.introduction = introduction
        self.states = states
        self.bases = bases
    }

    private init(title: String, introduction: String, states: [CommandState]) {
        self.init(
            title: title, introduction: introduction, states: states,
            bases: states.map { _ in .ordinary })
    }

    static let all = [window, pausedHall, waiting, elsewhere, ended, ratings, hours, works]
}

extension CommandStates {
    fileprivate static let window = Self(
        title: "Window 1",
        introduction: "Ticket `t1` is in its hand, if one is; else it waits for the window, if "
            + "anybody does. The hall is at work; by its rules a no-show may be said 10 s "
            + "after the call, and all else follows common practice.",
        states: [
            CommandState("closed") { try CommandState.asked(.atWindow("w1", .close)) },
            CommandState("open, nobody waits") { try TableHall.hall() },
            .ordinary,
            CommandState("paused") {
                try CommandState.asked(.atWindow("w1", .pause(reason: nil, minutes: nil)))
            },
            CommandState("just called") { try CommandState.called() },
            CommandState("called 20 s ago") {
                CommandState.later(try CommandState.called(), seconds: 20)
            },
            CommandState("called 20 s ago, where no-shows need a recall") {
                try CommandState.calledWhereRecallsAreDue()
            },
            CommandState("recalled twice, 20 s ago") {
                CommandState.later(
                    try CommandState.called(then: .recall, .recall), seconds: 20)
            },
            CommandState("serving") { try CommandState.called(then: .start) },
        ],
        bases: nil)

    fileprivate static let pausedHall: Self = {
        let bases = [
            CommandState("closed") { try CommandState.asked(.atWindow("w1", .close)) },
            .ordinary,
            CommandState("paused") {
                try CommandState.asked(.atWindow("w1", .pause(reason: nil, minutes: nil)))
            },
            CommandState("called") {
                CommandState.later(try CommandState.called(), seconds: 60)
            },
            CommandState("serving") { try CommandState.called(then: .start) },
            CommandState("ticket held") { try CommandState.called(then: .hold()) },
            CommandState("ticket a no-show") { try CommandState.missed() },
            CommandState("ticket deferred to this day") { try CommandState.deferred() },
        ]
        return Self(
            title: "While the whole hall is paused",
            introduction: "How window 1 or ticket `t1` stood when the pause began. The table has "
                + "what the pause changes; all else is as without it.",
            states: bases.map { base in
                CommandState(base.words) { try CommandState.paused(base.make()) }
            },
            bases: bases)
    }()

    fileprivate static let waiting = Self(
        title: "Ticket `t1`, in nobody's hands",
        introduction: "Window 1 is open and free, and another ticket waits for it.",
        states: [
            CommandState("unknown") {
                var hall = try TableHall.hall()
                try hall.ask(
                    .takeTicket(ticket: "t2", service: "tax", priority: .normal, kiosk: nil))
                return hall
            },
            CommandState("waits") { try CommandState.waiting() },
            CommandState("its slip is being printed") {
                try CommandState.asked(.startPrint("t1", "p1"))
            },
            CommandState("its slip is in the printer's memory") {
                var hall = try CommandState.asked(.startPrint("t1", "p1"))
                try hall.ask(
                    .reportPrint(
                        PrintOutcome(
                            ticket: "t1", attempt: 1, result: .held, reason: "paper-out",
                            inPrinter: true)))
                return hall
            },
            CommandState("waits for another service") { try CommandState.waiting("stamp") },
            CommandState("sent to window 1") { try CommandState.sent(to: .window("w1")) },
            CommandState("sent to window 2") {
                try CommandState.called(then: .transfer(.window("w2")))
            },
            CommandState("sent to the officer of window 2") {
                try CommandState.called(then: .transfer(.officer("wang")))
            },
            CommandState("deferred today") {
                var hall = try CommandState.asked(.chooseClosing(.nextDay, "tax"))
                try hall.take("tax")
                return hall
            },
            CommandState("deferred to this day") { try CommandState.deferred() },
        ])

    fileprivate static let elsewhere = Self(
        title: "Ticket `t1`, at a window or set aside",
        introduction: "Window 1 is open and free, and another ticket waits for it.",
        states: [
            CommandState("called to window 2") { try CommandState.called("w2") },
            CommandState("served at window 2") { try CommandState.called("w2", then: .start) },
            CommandState("held here with papers") { try CommandState.called(then: .hold()) },
            CommandState("held here without papers") {
                try CommandState.called(then: .hold(.withoutPapers))
            },
            CommandState("held here for another step") {
                try CommandState.called(then: .hold(.otherStep))
            },
            CommandState("held at window 2 with papers") {
                try CommandState.called("w2", then: .hold())
            },
            CommandState("held at window 2 without papers") {
                try CommandState.called("w2", then: .hold(.withoutPapers))
            },
            CommandState("held at window 2 for another step") {
                try CommandState.called("w2", then: .hold(.otherStep))
            },
        ])

    fileprivate static let ended = Self(
        title: "Ticket `t1`, at its end",
        introduction: "Window 1 is open and free, and another ticket waits for it.",
        states: [
            CommandState("done") { try CommandState.called(then: .finish()) },
            CommandState("no-show") { try CommandState.missed() },
            CommandState("no-show over 30 min ago") {
                CommandState.later(try CommandState.missed(), seconds: 1801)
            },
            CommandState("no-show once more") {
                var hall = try CommandState.missed()
                try hall.ask(.reactivate("t1"))
                try hall.ask(.callChosen("t1", "w1"))
                hall.pass(seconds: 10)
                try hall.at("w1", .noShow)
                return hall
            },
            CommandState("given up") { try CommandState.called(then: .giveUp) },
            CommandState("void, its service is gone") {
                var hall = try CommandState.waiting("stamp")
                var without = TableHall.structure
                without.services.removeAll { $0.id == "stamp" }
                without.windows[2].services = ["deed"]
                let retired = Retirement(services: ["stamp": .void])
                try hall.ask(
                    .applyConfiguration(digest: "d0", structure: without, retired: retired))
                return hall
            },
        ])

    fileprivate static let ratings = Self(
        title: "Ratings",
        introduction: "Window 1 asks for a rating when service ends, and waits 20 s for an answer; "
            + "another ticket waits for it.",
        states: [
            CommandState("in hand, and asked") {
                try CommandState.asking(.atFinish, then: .askRating)
            },
            CommandState("in hand, and rated") {
                var hall = try CommandState.asking(.atFinish, then: .askRating)
                try hall.ask(.rate("t1", nil, .fair))
                return hall
            },
            CommandState("serving, where ratings are asked for") {
                try CommandState.asking(.atFinish, then: .start)
            },
            CommandState("serving, where nobody is asked") {
                try CommandState.asking(.never, then: .start)
            },
            CommandState("done, and asked") {
                try CommandState.asking(.atFinish, then: .finish())
            },
            CommandState("done, and asked 20 s ago") {
                CommandState.later(
                    try CommandState.asking(.atFinish, then: .finish()), seconds: 20)
            },
            CommandState("done, and rated") {
                var hall = try CommandState.asking(.atFinish, then: .finish())
                try hall.ask(.rate("t1", "w1", .verySatisfied))
                return hall
            },
            CommandState("two held under one number") {
                var hall = try CommandState.waiting()
                try hall.ask(
                    .takeTicket(ticket: "b1", service: "deed", priority: .normal, kiosk: nil))
                try hall.ask(.openTidal("w1", "deed"))
                for ticket in ["t1", "b1"] as [TicketID] {
                    try hall.ask(.callChosen(ticket, "w1"))
                    try hall.at("w1", .hold())
                }
                return hall
            },
        ])

    fileprivate static let hours = Self(
        title: "The disk and the hours",
        introduction: "Window 1 is open and free; ticket `t1` and another one wait for it.",
        states: [
            CommandState("storage low") {
                var hall = try CommandState.waiting()
                hall.conditions.storageLow = true
                return hall
            },
            CommandState("outside the hours, 17:30") {
                CommandState.later(try CommandState.waiting(), seconds: 8 * 3600 + 1800)
            },
            CommandState("for appointments only, 18:00") {
                CommandState.later(try CommandState.waiting(), seconds: 9 * 3600)
            },
            CommandState("midnight has passed") {
                CommandState.later(try CommandState.waiting(), seconds: 15 * 3600)
            },
        ])

    fileprivate static let works = Self(
        title: "Tides, an appointment, a restore",
        introduction: "Window 1 is open and free; ticket `t1` and another one wait for it.",
        states: [
            CommandState("a tidal window is proposed") {
                var hall = try TableHall.hall()
                for service in ["tax", "deed", "deed"] as [ServiceID] { try hall.take(service) }
                hall.tick()
                return hall
            },
            CommandState("window 1 helps out") {
                try CommandState.asked(.openTidal("w1", "deed"))
            },
            CommandState("the appointment is kept") {
                var hall = try CommandState.waiting()
                try hall.ask(.keepAppointment("a1", ticket: "t3", kiosk: nil))
                return hall
            },
            CommandState("the appointment is missed") {
                CommandState.later(try CommandState.waiting(), seconds: 4600)
            },
            CommandState("restored from a backup") {
                var hall = try CommandState.waiting()
                hall.restore(block: 1)
                return hall
            },
        ])
}
