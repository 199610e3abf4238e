// SPDX-License-Identifier: Apache-2.0

import Facts
import Testing

@testable import Hall

/// A fault planted in the rules, and what the witness must say of it.
struct PlantedFault: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let complaint: String
    let bend: BentHall.Bend

    /// The rules decide by another state than the hall's.
    static func sees(
        _ name: String, _ complaint: String, _ sight: @escaping @Sendable (inout Hall) -> Void
    ) -> PlantedFault {
        PlantedFault(
            testDescription: name, complaint: complaint, bend: BentHall.Bend(sight: sight))
    }

    /// The rules decide by another structure than the configured one.
    static func reads(
        _ name: String, _ complaint: String,
        _ change: @escaping @Sendable (inout HallStructure) -> Void
    ) -> PlantedFault {
        sees(name, complaint) { hall in
            guard var structure = hall.configuration?.structure else { return }
            change(&structure)
            hall.configuration?.structure = structure
            for service in structure.services {
                hall.services[service.id]?.definition = service
            }
            for window in structure.windows { hall.windows[window.id]?.definition = window }
        }
    }

    /// The ticket rules are others than the configured ones.
    static func rules(
        _ name: String, _ complaint: String,
        _ change: @escaping @Sendable (inout TicketRules) -> Void
    ) -> PlantedFault {
        reads(name, complaint) { structure in
            var rules = structure.rules ?? TicketRules()
            change(&rules)
            structure.rules = rules
        }
    }

    /// Every policy is another than the configured one.
    static func calls(
        _ name: String, _ change: @escaping @Sendable (inout CallingRules) -> Void
    ) -> PlantedFault {
        reads(name, "was called before") { structure in
            for index in structure.calling?.policies.indices ?? 0..<0 {
                if var rules = structure.calling?.policies[index].rules {
                    change(&rules)
                    structure.calling?.policies[index].rules = rules
                }
            }
        }
    }

    /// What is due is decided by another state than the hall's.
    static func awaits(
        _ name: String, _ complaint: String, _ dusk: @escaping @Sendable (inout Hall) -> Void
    ) -> PlantedFault {
        PlantedFault(
            testDescription: name, complaint: complaint, bend: BentHall.Bend(dusk: dusk))
    }

    static func says(
        _ name: String, _ complaint: String, _ speech: @escaping @Sendable (HallFact) -> HallFact?
    ) -> PlantedFault {
        PlantedFault(
            testDescription: name, complaint: complaint, bend: BentHall.Bend(speech: speech))
    }
}

extension Timers {
    /// The same time as if no pause since had been one.
    fileprivate func unfrozen(_ stamp: Stamp) -> Stamp {
        let frozen = self.stamp(Moment(wall: 0, monotonic: 0, utcOffset: 0)).frozen
        return Stamp(
            wall: stamp.wall, monotonic: stamp.monotonic, boot: stamp.boot, frozen: frozen)
    }
}

extension PlantedFault {
    static let all = order + times + numbers + hours + rights + whole + ratings

    private static let order: [PlantedFault] = [
        calls("own tickets have to queue") { $0.ownFirst = false },
        calls("appointments have to queue") { $0.appointmentsFirst = false },
        calls("nobody ages") { $0.agingMinutes = nil },
        calls("no head start") { $0.priorityHeadStartSeconds = nil },
        calls("another ratio") { $0.normalTurns = 9 },
        calls("no classes") { $0.classes = .oldest },
        sees("turns are forgotten", "was called before") { hall in
            for id in hall.services.keys { hall.services[id]?.turns = Turns() }
        },
        reads("preferences are forgotten", "was called before") { structure in
            for index in structure.windows.indices { structure.windows[index].prefers = nil }
        },
        reads("help is work like any other", "a service that is only helped out") { structure in
            for index in structure.windows.indices {
                structure.windows[index].services += structure.windows[index].helps ?? []
            }
        },
        sees("chosen policies are forgotten", "was called") { hall in
            hall.chosenPolicy = nil
            for id in hall.windows.keys { hall.windows[id]?.chosenPolicy = nil }
        },
        reads("anybody may choose", "was chosen where that is not allowed") { structure in
            structure.rules?.chosenCalls = nil
            for index in structure.windows.indices { structure.windows[index].chosenCalls = nil }
        },
        sees("tickets wait for nobody in particular", "does not wait for window") { hall in
            for id in hall.tickets.keys where hall.tickets[id]?.bound != nil {
                hall.bind(id, to: nil)
            }
        },
        says("nobody is released", "waits for somebody who left") { fact in
            if case .ticketReleased = fact { nil } else { fact }
        },
        sees("papers are wherever one likes", "was called back to") { hall in
            for id in hall.tickets.keys where hall.tickets[id]?.isHeld == true {
                hall.tickets[id]?.holdKind = .withoutPapers
            }
        },
    ]

    private static let times: [PlantedFault] = [
        rules("recalls at once", "was recalled too soon") { $0.recallPauseSeconds = 0 },
        rules("recalls for ever", "was recalled too often") { $0.recalls = 99 },
        rules("absent at once", "was called absent too soon") { $0.noShowAfterSeconds = 0 },
        rules("absent without recalls", "was called absent too soon") {
            $0.noShowAfterRecalls = 0
        },
        rules("back for ever", "was reactivated too often") { $0.reactivations = 99 },
        rules("back at any time", "was reactivated too late") { $0.reactivationMinutes = 999 },
        rules("back behind others", "came back to another place") { $0.reactivatedAfter = 5 },
        rules("no recalls at all", "was refused as recalls-used-up wrongly") { $0.recalls = 0 },
        sees("a pause eats the time to come", "too soon") { hall in
            let timers = hall.timers
            for id in hall.tickets.keys {
                let stamp = hall.tickets[id]?.lastCall
                hall.tickets[id]?.lastCall = stamp.map(timers.unfrozen)
            }
        },
        sees("a pause eats the time to come back", "as reactivation-too-late wrongly") { hall in
            let timers = hall.timers
            for id in hall.tickets.keys {
                let stamp = hall.tickets[id]?.noShowAt
                hall.tickets[id]?.noShowAt = stamp.map(timers.unfrozen)
            }
        },
        says("time aside is forgotten", "was set aside for another time") { fact in
            guard case .ticketFinished(var finished) = fact else { return fact }
            finished.heldSeconds = nil
            return .ticketFinished(finished)
        },
    ]

    private static let numbers: [PlantedFault] = [
        sees("numbers begin again", "was given out twice") { $0.lastOrdinals = [:] },
        reads("blocks have no end", "is not of the day's block") { $0.numberBlock = 900_000 },
        sees("restores are forgotten", "is not of the day's block") { $0.restored = nil },
        sees("any slip is believed", "was adopted and was never given out") { hall in
            guard let restored = hall.restored else { return }
            let gap = Restored.Gap(
                adoptedAfter: 0, queuedAt: 0, lastOrdinals: ["A": -1], first: .max)
            hall.restored = Restored(fact: restored.fact, gaps: [gap] + restored.gaps)
        },
        sees("no slip is believed", "was refused as slip-never-issued wrongly") { hall in
            guard let restored = hall.restored, let last = restored.gaps.last else { return }
            let gap = Restored.Gap(
                adoptedAfter: 0, queuedAt: 0, lastOrdinals: ["A": .max, "B": .max, "N": .max],
                first: last.first)
            hall.restored = Restored(fact: restored.fact, gaps: [gap])
        },
        reads("no limits", "one more than the limit") { structure in
            for index in structure.services.indices { structure.services[index].limits = nil }
        },
        reads("limits that are used up", "was refused as limit-reached wrongly") { structure in
            let all = HallStructure.Limit(band: TimeBand(from: 0, to: 1440), tickets: 0)
            structure.services[0].limits = [all]
        },
        reads("anybody as often as they like", "one person may have") { structure in
            for index in structure.services.indices
            where structure.services[index].perPerson != nil {
                structure.services[index].perPerson = 99
            }
        },
        says("nobody is known", "was given out to nobody known") { fact in
            guard case .ticketIssued(var issued) = fact else { return fact }
            issued.person = nil
            return .ticketIssued(issued)
        },
        PlantedFault(
            testDescription: "the disk is full and nobody minds", complaint: "there is no room",
            bend: BentHall.Bend(isDeaf: true)),
    ]

    private static let hours: [PlantedFault] = [
        reads("always open", "out of hours") { $0.hours = nil },
        reads("never open", "was refused as outside-hours wrongly") { structure in
            structure.hours = OpeningHours(week: Array(repeating: [], count: 7))
        },
        reads("no duties", "was refused as outside-hours wrongly") { $0.hours?.duties = [] },
        reads("holidays are forgotten", "out of hours") { $0.hours?.specialDays = [] },
        reads("up to the last minute", "out of hours") { $0.hours?.lastMinutes = nil },
        reads("late is early enough", "an appointment that is missed") { structure in
            structure.appointments?.lateMinutes = 600
        },
        reads("a slot takes anybody", "one more than its slot takes") { structure in
            structure.appointments?.perSlot = nil
        },
        sees("used appointments are unused", "is none, or used") { hall in
            for id in hall.appointments.keys { hall.appointments[id]?.ticket = nil }
        },
        says("appointments nobody made are kept", "was given out for no appointment") { fact in
            guard case .ticketIssued(var issued) = fact, issued.appointment != nil else {
                return fact
            }
            issued.appointment = "nobody"
            return .ticketIssued(issued)
        },
        awaits("appointments end with the day", "does not carry the appointments") { hall in
            hall.appointments = [:]
        },
    ]

    private static let rights: [PlantedFault] = [
        awaits("a choice for the next day is forgotten", "had a right to the next day") { hall in
            hall.closing = nil
            for id in hall.services.keys { hall.services[id]?.closing = nil }
        },
        awaits("no queue stands overnight", "had a right to the next day") { hall in
            for id in hall.services.keys { hall.services[id]?.definition.overnight = nil }
        },
        awaits("every queue stands overnight", "waits and its day is over") { hall in
            for id in hall.services.keys { hall.services[id]?.definition.overnight = true }
        },
        awaits("a right ends with the day it was given", "lost its right before") { hall in
            for id in hall.tickets.keys { hall.tickets[id]?.deferredToday = false }
        },
        sees("the next day is today", "was checked in without a right to it") { hall in
            for id in hall.tickets.keys { hall.tickets[id]?.deferredToday = false }
        },
        sees("nobody is taken back to be served on", "ticket-not-deferred wrongly") { hall in
            hall.closing = nil
            for id in hall.services.keys { hall.services[id]?.closing = nil }
        },
        sees("no right is known the next day", "was refused as ticket-not-deferred wrongly") {
            hall in
            for id in hall.tickets.keys { hall.tickets[id]?.deferredToday = true }
        },
    ]

    private static let whole: [PlantedFault] = [
        sees("the pause is forgotten", "paused") { $0.paused = nil },
        reads("any reason will do", "is no reason of this hall's") { $0.pauseReasons = nil },
        reads("any outcome will do", "an outcome the hall has not") { $0.outcomes = nil },
        awaits("nobody proposes help", "should have proposed help") { hall in
            hall.configuration?.structure.tidal = nil
        },
        awaits("an answer is not heard", "proposed help and need not") { hall in
            hall.answeredProposals = [:]
        },
        reads("any window may help", "no rule lets it") { structure in
            for index in structure.tidal?.indices ?? 0..<0 {
                structure.tidal?[index].windows = structure.windows.map(\.id)
            }
        },
        says("a removed service leaves its tickets behind", "is live and its service is gone") {
            fact in
            if case .ticketVoided(let voided) = fact, voided.reason == .serviceRemoved {
                return nil
            }
            return fact
        },
        says("tickets of a removed service go nowhere", "is live and its service is gone") {
            fact in
            if case .ticketTransferred(let moved) = fact, moved.window == nil { return nil }
            return fact
        },
        reads("every service takes tickets", "takes nobody") { structure in
            for index in structure.services.indices {
                structure.services[index].accepting = nil
            }
        },
    ]

    private static let ratings: [PlantedFault] = [
        awaits("questions are never over", "was never over") { $0.openRatings = [] },
        sees("the answers of one go to the next", "could answer") { hall in
            for id in hall.windows.keys { hall.windows[id]?.rating = nil }
        },
        rules("anybody is asked", "where nobody is to be") {
            $0.rating = RatingRules(ask: .atFinish)
        },
        sees("nobody was ever asked", "was asked for a rating twice") { hall in
            for id in hall.tickets.keys { hall.tickets[id]?.ratings = [:] }
        },
        says("no answer is the best grade", "gave no answer and a grade") { fact in
            guard case .rated(var rated) = fact, rated.grade == nil else { return fact }
            rated.grade = .verySatisfied
            return .rated(rated)
        },
    ]
}
