// SPDX-License-Identifier: Apache-2.0

import Engine
import Facts
import Hall
import Simulators

/// What a restore finds: a copy of the journal, and what the witness had read of it.
struct Backup {
    /// How many facts the copy has.
    var facts: Int
    var wall: Int64
    var witness: Witness
}

/// What happens to machines: clocks, power, disks.
extension SimulatedDay {
    mutating func disturbClock() throws(Broken) {
        if random.one(in: 40) { makeBackup() }
        if random.one(in: 300) {
            moment.utcOffset = moment.utcOffset == 28_800 ? 32_400 : 28_800
            tally["zone change", default: 0] += 1
        }
        guard random.one(in: 40) else { return }
        let most = random.one(in: 12) ? 100_000 : 7200
        moment.wall += Int64(random.number(-most...most)) * 1000
        tally["clock step", default: 0] += 1
    }

    mutating func cutPower() throws(Broken) {
        tally["power cut", default: 0] += 1
        let days = park == nil && random.one(in: 30) ? random.number(1...3) : 0
        let dark = Int64(random.number(1...900) + days * 86_400) * 1000
        try park?.losePower(for: dark)
        moment.wall += dark
        moment.monotonic = Int64(random.number(1...60_000))
        forgetRequests()
        try readOn()
        if random.one(in: 4) { restore() }
        spine.restart()
        try check()
        if park == nil, random.one(in: 4) { makeBackup() }
        try post([Wish(actor: .controller, command: .controllerStarted(boot: "b\(step)"))])
        guard spine.hall.openPrints.isEmpty else {
            throw Broken("an attempt is open after a restart")
        }
        try park?.restart(spine.hall)
        try obey()
    }

    mutating func makeBackup() {
        guard witnessed == spine.disk.count else { return }
        backup = Backup(facts: witnessed, wall: moment.wall, witness: witness)
    }

    /// The machine is replaced by one that has the last backup. Papers newer than that stay in
    /// people's hands; whoever restores knows which blocks of numbers the day has used. Where
    /// printers are simulated the copy is not older than the crash: paper outlives it anyhow.
    private mutating func restore() {
        if park != nil { makeBackup() }
        // On a day before the last one no operator could tell which numbers are used.
        guard let backup, moment.date >= spine.hall.businessDate ?? moment.date else { return }
        tally["restore", default: 0] += 1
        let date = moment.date
        let block = (blocks[date] ?? 0) + 1
        blocks[date] = block
        let gone = spine.disk[backup.facts...]
        lose(Array(gone), on: date)
        let known = witness
        witness = backup.witness
        witness.papers = known.papers
        witness.everIssued = known.everIssued
        witnessed = backup.facts
        spine.restore(backup.facts, backedUpAt: backup.wall, block: block, at: moment)
    }

    /// Those who took a number after the copy was made still have the paper.
    private mutating func lose(_ records: [Recorded<HallFact>], on date: CivilDate) {
        let papers = records.compactMap { record -> Paper? in
            guard record.envelope.date == date, case .ticketIssued(let fact) = record.fact else {
                return nil
            }
            return Paper(
                number: fact.number, prefix: fact.prefix, ordinal: fact.ordinal,
                priority: fact.priority)
        }
        crowd.lost = crowd.lost.filter { _ in blocks[date] != 1 } + papers
    }
}
