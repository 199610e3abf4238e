// SPDX-License-Identifier: Apache-2.0

import Wire

/// What goes over the wire next, when nothing is under way.
///
/// Faces go ahead of everything, then what pads and lights should do, then what brings units up.
/// Polls have half of what is left: after one that took so long the wire is theirs again only
/// after as long. The search for units has the other half.
extension BusDriver {
    mutating func sendNext() -> [LineAction<Report>] {
        guard isUp, exchange == nil, now >= freeAt else { return [] }
        var actions = lookAround()
        let best = bestJob()
        if let best, best.job.rank < .poll {
            return actions + ask(best.job, at: best.index)
        }
        if let clock {
            self.clock = nil
            return actions + broadcast(clock, .nobody)
        }
        if let move = search.moves.first {
            return actions + broadcast(move.request, .link)
        }
        if let best, now >= pollFreeAt {
            return actions + ask(best.job, at: best.index)
        }
        if search.discovery == nil, isHeartbeatDue { search.begin(full: false) }
        if let request = search.discovery?.request {
            actions += broadcast(request, request.code == .quiet ? .quiet : .probe)
        }
        return actions
    }

    /// When something can be sent, the wire being free.
    var nextWork: Int64 {
        let then = max(now, freeAt)
        var next = clock == nil ? min(nextSearch, sentAt + BusTiming.heartbeat) : .min
        for unit in units {
            guard let job = unit.job(then) else { continue }
            next = min(next, job.rank == .poll ? max(job.at, pollFreeAt) : job.at)
        }
        return next
    }

    private var isHeartbeatDue: Bool { now - sentAt >= BusTiming.heartbeat }

    private func bestJob() -> (index: Int, job: BusUnit.Job)? {
        var best: (index: Int, job: BusUnit.Job)?
        for index in units.indices {
            guard let job = units[index].job(now), job.at <= now else { continue }
            if let best, !job.precedes(best.job) { continue }
            best = (index, job)
        }
        return best
    }

    private mutating func ask(_ job: BusUnit.Job, at index: Int) -> [LineAction<Report>] {
        units[index].wishes.expire(now)
        guard let pending = units[index].ask(job, shared, random: random()) else { return [] }
        let repeats = pending.sendings - 1
        line.figures.repeats += repeats > 0 ? 1 : 0
        let address = units[index].address
        let wait = max(repeats, units[index].misses)
        let actions = open(
            pending.frame, pending.wire, .unit(address), repeats: repeats, wait: wait)
        exchange?.isPoll = job.rank == .poll
        exchange?.earlierEndsAt = pending.endsAt
        units[index].pending?.endsAt = exchange?.endsAt
        return actions
    }

    private mutating func broadcast(
        _ request: BusRequest, _ asker: BusExchange.Asker
    ) -> [LineAction<Report>] {
        let frame = BusFrame(request, to: BusFrame.everyone, sequence: 0)
        return open(frame, frame.wire, asker, repeats: 0, wait: 0)
    }

    private mutating func open(
        _ frame: BusFrame, _ wire: [UInt8], _ asker: BusExchange.Asker, repeats: Int, wait: Int
    ) -> [LineAction<Report>] {
        decoder.reset()
        sentAt = now
        line.figures.requests += 1
        exchange = BusExchange(
            frame, for: asker, length: wire.count, repeats: repeats,
            wait: patience.wait(repeats: wait), timing: timing, now: now)
        return [.send(wire)]
    }
}
