// SPDX-License-Identifier: Apache-2.0

import Devices
import Engine
import Facts
import Hall
import Simulators
import Wire

extension SimulatedDay {
    /// Lets time pass for the devices too, with whatever happens to them.
    mutating func live(_ milliseconds: Int64, calmly: Bool) throws(Broken) {
        guard var now = park?.now else { return }
        let end = now + milliseconds
        park?.units?.isCalm = calmly
        while let next = try park?.nextMoment(before: end) {
            elapse(max(0, next - now))
            try park?.work(at: next)
            now = max(now, next)
            try obey()
            try park?.account.agree(with: spine.hall)
            guard !calmly else { continue }
            if random.one(in: 600) {
                try cutPower()
                // A day goes on from where the power came back.
                return
            }
            try park?.suffer(&random)
        }
        elapse(max(0, end - now))
        try park?.work(at: end)
        try obey()
    }

    /// Does what devices ask for until they ask no more.
    mutating func obey() throws(Broken) {
        for _ in 0..<1000 {
            guard let wishes = park?.takeWishes(), !wishes.isEmpty else { return }
            for wish in wishes {
                guard try obey(wish) else { return try cutPower() }
            }
        }
        throw Broken("devices and hall never come to rest")
    }

    /// - Returns: false if the power went.
    private mutating func obey(_ wish: DevicePark.Wish) throws(Broken) -> Bool {
        let fate: Spine.Fate =
            random.one(in: 100)
            ? (random.one(in: 2) ? .cutBeforeCommit : .cutBeforeAnswer) : .completes
        switch wish {
        case .tell(let outcome, let printer):
            let printer = Actor(.device, printer.text)
            return try post([Wish(actor: printer, command: .reportPrint(outcome))], fate: fate)
                != nil
        case .ask(let ticket, let printer):
            let wish = Wish(
                actor: Actor(.device, printer.text), command: .startPrint(ticket, printer))
            let answers = try post([wish], fate: fate)
            guard let answer = answers?.first else { return false }
            guard case .done(let records) = answer else { return true }
            let started = records.compactMap { $0.fact.payload as? PrintStarted }.first
            let hall = spine.hall
            try park?.granted(started, for: ticket, on: printer, in: hall)
            return true
        case .pressed(let window, let press, let name):
            return try obey(press, at: window, name, fate)
        }
    }

    /// - Returns: false if the power went.
    private mutating func obey(
        _ press: PadPress, at window: WindowID, _ name: BusEventName?, _ fate: Spine.Fate
    ) throws(Broken) -> Bool {
        guard let (command, key) = park?.command(for: press, at: window, in: spine.hall) else {
            try neglect(press, at: window, name)
            if let name { park?.units?.settle(name) }
            return true
        }
        tally["key", default: 0] += 1
        let keypad = Actor(.device, "keypad-\(window)")
        let before = spine.disk.count
        let wish = Wish(actor: keypad, command: command, key: key)
        let isDone = try post([wish], fate: fate) != nil
        if let name, let now = park?.units?.clock {
            let facts = spine.disk[before...].filter { $0.envelope.actor == keypad }.map(\.fact)
            try park?.units?.presses.obey(name, facts, now: now)
        }
        guard isDone, let name else { return isDone }
        if park?.units?.mayReopen() == true {
            try park?.reopenUnits(spine.hall)
        } else {
            park?.units?.settle(name)
        }
        return isDone
    }

    /// What one thinks of whom the hall still asks about is not thrown away.
    private func neglect(
        _ press: PadPress, at window: WindowID, _ name: BusEventName?
    ) throws(Broken) {
        guard case .rating = press.content, let name, let presses = park?.units?.presses,
            !presses.wasObeyed(name), let rating = spine.hall.windows[window]?.rating,
            rating.state == .open, presses.ticket(of: name) == rating.ticket
        else { return }
        throw Broken("a grade at \(window) was not counted")
    }

    /// Mends everything, waits, and then wants hall and devices to agree.
    mutating func calm() throws(Broken) {
        guard park != nil else { return }
        for round in 1...60 {
            park?.mend()
            try obey()
            try live(30_000, calmly: true)
            let isDue = spine.hall.tickets.values.contains(where: \.isPaperDue)
            if round >= 5, !isDue, spine.hall.openPrints.isEmpty { break }
        }
        guard spine.hall.openPrints.isEmpty else { throw Broken("an open print was forgotten") }
        guard !spine.hall.tickets.values.contains(where: \.isPaperDue) else {
            throw Broken("paper is owed and the printer is well")
        }
        park?.account.trust()
        try park?.agree(with: spine.hall)
        tally["calm", default: 0] += 1
    }
}
