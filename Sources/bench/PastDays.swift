// SPDX-License-Identifier: Apache-2.0

import Controller
import Engine
import Facts
import Hall
import Store

/// A journal with years behind it, made by the engine itself on injected time.
enum PastDays {
    /// Leaves a journal of at least `facts` in as many equal days as asked for, the last of them
    /// today and not yet closed; gives how many facts there are.
    static func write(facts: Int, days: Int, to directory: String, _ places: Places) throws -> Int {
        let now = try HallClock(zone: HallFile.read(places.configuration).zone).now()
        let midnight = now.date.start(utcOffset: now.utcOffset)
        let day: Int64 = 86_400_000
        func moment(_ index: Int, _ part: Double) -> Moment {
            let length = index == days - 1 ? now.wall - midnight : day
            let start = midnight - Int64(days - 1 - index) * day
            let wall = start + Int64(part * Double(length))
            return Moment(wall: wall, monotonic: wall - midnight, utcOffset: now.utcOffset)
        }
        let journal = try Journal<HallFact>(in: DataDirectory(directory))
        var spine = try HallSpine(journal: journal, places, at: moment(0, 0))
        // Issued, called, started, finished.
        let visits = facts / days / 4
        let batch = 256
        for index in 0..<days {
            for first in stride(from: 0, to: visits, by: batch) {
                let at = moment(index, Double(first) / Double(visits))
                var inputs: [Input<Command>] = []
                for visit in first..<min(first + batch, visits) {
                    inputs += spine.visit(number: visit, at: at)
                }
                try spine.turn(inputs)
            }
        }
        return Int(journal.sequence)
    }
}

extension HallSpine {
    /// One citizen's way through the hall, at windows in rotation.
    fileprivate mutating func visit(number: Int, at moment: Moment) -> [Input<Command>] {
        let window = structure.windows[number % structure.windows.count]
        let service = window.services.first ?? structure.services[0].id
        let commands: [Command] = [
            .takeTicket(ticket: RandomID.ticket(), service: service, priority: .normal, kiosk: nil),
            .atWindow(window.id, .call), .atWindow(window.id, .start),
            .atWindow(window.id, .finish()),
        ]
        return commands.map { input($0, at: moment) }
    }
}
