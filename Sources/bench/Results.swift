// SPDX-License-Identifier: Apache-2.0

/// Everything the bench found out; written as JSON and as tables.
struct Results: Encodable {
    struct Memory: Encodable {
        var atRestMegabytes: Double
        /// CPU of one core while nobody asks for anything, devices included.
        var idleCPUPercent: Double
        var underLoadMegabytes: Double
    }

    struct Aim: Encodable {
        var what: String
        var aim: String
        var found: String
        var isMet: Bool
    }

    var machine: Machine
    var engine: [EngineBench.Row] = []
    var tickets: [TicketBench.Row] = []
    var calls: [TicketBench.Row] = []
    var issued = 0
    var called = 0
    var hallView: HallViewBench?
    var live: LiveBench?
    var paper: PaperBench?
    var memory: Memory?
    var starts: [StartBench] = []
    var slips: [SlipBench.Row] = []
    var bus: BusBench?
    var year: YearBench?
    var aims: [Aim] = []
}

extension Results {
    /// Says which aims are met, from what was measured.
    mutating func judge() {
        aims = []
        let achieved = tickets.last.map { Int($0.batch.rounded()) }
        if let row = engine.first(where: { $0.batch == achieved }) {
            add(
                "engine with journal, of raw SQLite at the \(row.batch) a batch had under load",
                "≥ 0.50",
                row.ratio.text(2), row.ratio >= 0.5)
        }
        if let load = tickets.last {
            add(
                "CPU per ticket at \(load.clients) clients", "< 0.5 ms",
                "\(load.cpuMilliseconds.text(3)) ms", load.cpuMilliseconds < 0.5)
            add("\(issued) tickets and \(called) calls, each once", "always", "yes", true)
        }
        if let memory {
            add(
                "memory at rest", "< 60 MB", "\(memory.atRestMegabytes.text(0)) MB",
                memory.atRestMegabytes < 60)
        }
        if let slip = slips.first {
            add("bytes of the common slip", "< 300", "\(slip.bytes)", slip.bytes < 300)
        }
        for start in starts {
            let limit = start.facts == 0 ? 0.2 : 1
            let what = start.facts == 0 ? "with an empty journal" : "with \(start.facts) facts"
            add(
                "start \(what)", "< \(limit.text(1)) s", "\(start.seconds.text(3)) s",
                start.seconds < limit)
        }
        if let bus { judge(bus) }
        if let year { judge(year) }
    }

    private mutating func judge(_ bus: BusBench) {
        guard let slowest = bus.rows.max(by: { $0.calls.ratio < $1.calls.ratio }) else { return }
        add(
            """
            a face acknowledged on Window Bus, of the wire's limit; the worst, \
            \(slowest.units) units at \(slowest.baud)
            """, "≤ 1.30", slowest.calls.ratio.text(2), slowest.calls.ratio <= 1.3)
        let all = bus.rows + bus.noisy
        let behind = all.reduce(0) { $0 + $1.calls.behindPolls }
        let count = all.reduce(0) { $0 + $1.calls.count }
        add("of \(count) faces, behind polls", "0", "\(behind)", behind == 0)
        let wrong = all.reduce(0) { $0 + $1.lost + $1.doubled }
        add("faces and keys lost or doubled, with bit errors too", "0", "\(wrong)", wrong == 0)
    }

    private mutating func judge(_ year: YearBench) {
        let cost = year.cost
        add(
            "CPU per ticket on day \(cost.days), of that on day 1", "< 1.2",
            cost.cpuRatio.text(2), cost.cpuRatio < 1.2)
        add(
            "history made anew while tickets are taken", "≥ 50000 facts/s",
            "\(year.rebuild.factsPerSecond.text(0))", year.rebuild.factsPerSecond >= 50_000)
        let worst = year.history.whyWorstMilliseconds / 1000
        add(
            "why one was called before another, the worst of 20 past days", "< 2 s",
            "\(worst.text(3)) s", worst < 2)
        let drill = year.backup.restoreSeconds + year.backup.readySeconds
        add(
            "from a backup of the year to the next ticket", "< 600 s", "\(drill.text(1)) s",
            drill < 600)
    }

    private mutating func add(_ what: String, _ aim: String, _ found: String, _ isMet: Bool) {
        aims.append(Aim(what: what, aim: aim, found: found, isMet: isMet))
    }
}
