// SPDX-License-Identifier: Apache-2.0

import Devices
import Facts
import Wire

/// Everything that was pressed at window units, and what became of it.
struct PressAccount {
    enum Content: Equatable {
        case key(BusKeyCode, digits: Int?)
        /// A grade for whoever was asked.
        case rating(Int, TicketID?)
    }

    struct Press {
        var unit: BusUID
        /// The unit's restart.
        var boot: UInt16
        /// Where the unit hangs.
        var window: WindowID
        var content: Content
        var at: Int64
        /// Nothing stood in its way until now.
        var isPromised: Bool
    }

    /// The age at which a key is no longer obeyed, as the hall promises, and what the way takes.
    private static let oldest: Int64 = 5000 + 700
    /// A press that nothing stood in the way of is heard in this time.
    private static let patience: Int64 = 5000

    private(set) var count = 0
    private(set) var heardCount = 0
    private(set) var repeats = 0
    /// Pressed, and not heard of.
    private var waiting: [Press] = []
    private var heard: [BusEventName: Press] = [:]
    private var obeyed: Set<BusEventName> = []

    var isWaiting: Bool { !waiting.isEmpty }

    mutating func note(_ press: Press) {
        count += 1
        waiting.append(press)
    }

    /// Something stands in the way.
    mutating func excuse() {
        for index in waiting.indices { waiting[index].isPromised = false }
    }

    func check(now: Int64) throws(Broken) {
        for press in waiting where press.isPromised && now - press.at > Self.patience {
            throw Broken("what was pressed at \(press.window) was never heard: \(press.content)")
        }
    }

    /// The driver told of a press; what it tells again must be the same.
    mutating func hear(
        _ meaning: BusEventMeaning, _ name: BusEventName, at window: WindowID
    ) throws(Broken) {
        if let press = heard[name] {
            repeats += 1
            guard press.matches(meaning), press.window == window else {
                throw Broken("a press at \(press.window) is told as another: \(meaning)")
            }
            return
        }
        let index = waiting.firstIndex {
            $0.unit == name.uid && $0.boot == name.boot && $0.matches(meaning)
        }
        guard let index else { throw Broken("\(meaning) was told and nobody pressed it") }
        let press = waiting.remove(at: index)
        heard[name] = press
        heardCount += 1
        guard press.window == window else {
            throw Broken("what was pressed at \(press.window) acted at \(window)")
        }
    }

    /// What the hall recorded because of a press.
    mutating func obey(
        _ name: BusEventName, _ facts: [HallFact], now: Int64
    ) throws(Broken) {
        guard !facts.isEmpty else { return }
        guard let press = heard[name] else { throw Broken("a press nobody heard was obeyed") }
        guard obeyed.insert(name).inserted else {
            throw Broken("a press at \(press.window) was obeyed twice: \(press.content)")
        }
        guard case .rating(let grade, let ticket) = press.content else {
            guard now - press.at <= Self.oldest else {
                throw Broken("a press at \(press.window) was obeyed too late: \(press.content)")
            }
            return
        }
        for case .rated(let rated) in facts
        where rated.ticket != ticket || rated.grade?.rawValue != grade
            || rated.window != press.window
        {
            throw Broken("a grade at \(press.window) was counted for another: \(rated.ticket)")
        }
    }

    /// What a grade was pressed for.
    func ticket(of name: BusEventName) -> TicketID? {
        guard case .rating(_, let ticket)? = heard[name]?.content else { return nil }
        return ticket
    }

    /// A unit without power forgot what nobody had heard; what was on its way then has come.
    mutating func forget(_ unit: BusUID, isDark: Bool, boot: UInt16, now: Int64) {
        waiting.removeAll { press in
            press.unit == unit && (isDark || press.boot != boot)
                && now - press.at > 2 * Self.patience
        }
    }

    func wasObeyed(_ name: BusEventName) -> Bool { obeyed.contains(name) }
}

extension PressAccount.Press {
    fileprivate func matches(_ meaning: BusEventMeaning) -> Bool {
        switch (meaning, content) {
        case (.key(let code, let digits), .key(let pressed, let typed)):
            code == pressed && digits == typed
        case (.rating(let grade?, _), .rating(let pressed, _)): grade == pressed
        default: false
        }
    }
}
