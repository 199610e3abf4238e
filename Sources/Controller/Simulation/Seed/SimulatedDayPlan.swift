// SPDX-License-Identifier: Apache-2.0

import Facts
import Hall
import Simulators

/// Somebody who will come, and what they are like.
struct SimulatedCitizen {
    enum Way {
        case ticket
        case appointment(AppointmentID)
    }

    var arrival: Int64
    var way: Way
    var service: ServiceID
    var priority: PriorityClass
    var kiosk: KioskID?
    var person: String?
    /// When they give up if nobody has called them by then.
    var givesUpAt: Int64?
}

/// One working day as it would go if everybody did what they mean to do. Times are wall
/// milliseconds.
struct SimulatedDayPlan {
    let date: CivilDate
    let utcOffset: Int
    /// When the hall is open to all.
    let bands: [TimeBand]

    /// Hours of a hall whose structure names none: the common ones, from Monday to Friday.
    private static let usual = [TimeBand(from: 540, to: 720), TimeBand(from: 810, to: 1020)]

    /// Nil on a day on which the hall does not work.
    init?(_ date: CivilDate, utcOffset: Int, in structure: HallStructure) {
        if let hours = structure.hours {
            bands = DayHours(date, in: hours).bands
        } else {
            bands = date.weekday <= 5 ? Self.usual : []
        }
        guard !bands.isEmpty else { return nil }
        self.date = date
        self.utcOffset = utcOffset
    }

    func wall(minute: Int) -> Int64 {
        date.start(utcOffset: utcOffset) + Int64(minute) * 60_000
    }

    /// Before anybody is there.
    var start: Int64 { wall(minute: max(0, opens - 60)) }
    var opens: Int { bands.first?.from ?? 540 }
    var closes: Int { bands.last?.to ?? 1020 }
    /// When the last officer goes home, whoever still waits.
    var ends: Int64 { wall(minute: min(closes + 120, 1439)) }

    /// When somebody comes: most in the first hours of the morning, fewer in the afternoon, hardly
    /// anybody while the hall is shut.
    func arrival(_ random: inout SeededRandom) -> Int64 {
        for _ in 0..<20 {
            let isEarly = random.happens(6000)
            let peak = isEarly ? opens + 45 : (opens + closes) / 2 + 80
            let minute = Double(peak) + random.normal() * (isEarly ? 45 : 60)
            let isOpen = bands.contains {
                minute >= Double($0.from - 15) && minute < Double($0.to - 10)
            }
            if isOpen { return wall(minute: 0) + Int64(minute * 60_000) }
        }
        return wall(minute: opens) + Int64(random.number(0...3_600_000))
    }
}
