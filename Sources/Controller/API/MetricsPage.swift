// SPDX-License-Identifier: Apache-2.0

import Facts
import Hall
import Store
import Web

/// Figures in Prometheus' text form.
struct MetricsPage {
    private(set) var text = ""

    private mutating func add(
        _ name: String, _ kind: String, _ help: String, _ values: [(labels: String, value: String)]
    ) {
        text += "# HELP hallkeeper_\(name) \(help)\n# TYPE hallkeeper_\(name) \(kind)\n"
        for (labels, value) in values {
            text += "hallkeeper_\(name)\(labels) \(value)\n"
        }
    }

    private mutating func counter(_ name: String, _ help: String, _ value: Int) {
        add("\(name)_total", "counter", help, [("", String(value))])
    }

    private mutating func gauge(_ name: String, _ help: String, _ value: Int) {
        add(name, "gauge", help, [("", String(value))])
    }

    mutating func add(_ metrics: LoopMetrics) {
        counter("inputs", "Inputs decided.", metrics.inputs)
        counter("facts", "Facts committed.", metrics.facts)
        counter("tickets", "Tickets issued.", metrics.ticketsIssued)
        counter("commits", "Batches committed.", metrics.commits)
        counter("failed_commits", "Batches the disk refused.", metrics.failedCommits)
        counter("failed_signings", "Times the journal was not signed.", metrics.failedSignings)
        add(
            "refused_total", "counter", "Inputs the rules refused.",
            metrics.refused.sorted { $0.key.rawValue < $1.key.rawValue }.map {
                ("{reason=\"\($0.key.rawValue)\"}", String($0.value))
            })
        counter("turned_away", "Inputs told to come back later.", metrics.turnedAway)
        gauge("largest_batch", "Inputs in the largest batch.", metrics.largestBatch)
        gauge("storage_low", "1 while new tickets are refused.", metrics.isStorageLow ? 1 : 0)
        let seconds = Double(metrics.commitNanoseconds) / 1e9
        add("commit_seconds_total", "counter", "Time in commits.", [("", String(seconds))])
        let longest = Double(metrics.longestCommitNanoseconds) / 1e9
        add(
            "longest_commit_seconds", "gauge", "The longest commit since the start.",
            [("", String(longest))])
    }

    mutating func add(_ metrics: LiveMetrics) {
        gauge("live_clients", "Clients that follow live events.", metrics.clients)
        counter("live_cut_off", "Clients cut off for being slow.", metrics.cutOff)
        counter("live_events", "Live events published.", metrics.published)
    }

    mutating func add(_ history: HistoryDesk.Status) {
        gauge("history_done", "Facts in the history.", Int(history.progress.done))
        gauge("history_of", "Facts in the journal.", Int(history.progress.of))
        gauge("history_behind", "1 while the history is made anew.", history.isBehind ? 1 : 0)
        gauge("history_failed", "1 while it can't be written.", history.failure == nil ? 0 : 1)
        counter("history_rebuilds", "Times the history was begun anew.", history.rebuilds)
    }

    mutating func add(_ upkeep: Upkeep.Status) {
        if let last = upkeep.lastBackup {
            gauge(
                "last_backup_seconds", "When the last backup was made, Unix time.", Int(last / 1000)
            )
        }
        counter("failed_backups", "Backups that could not be made.", upkeep.failedBackups)
    }

    /// - Parameter presses: at officers' pads, by what they came to.
    mutating func add(presses: [String: Int]) {
        add(
            "pad_presses_total", "counter", "Presses at pads, by what they came to.",
            presses.sorted { $0.key < $1.key }.map {
                ("{outcome=\"\($0.key)\"}", String($0.value))
            })
    }

    mutating func add(_ lines: [LineReport]) {
        func add(
            _ name: String, _ kind: String, _ help: String, _ value: (LineReport) -> Int
        ) {
            self.add(
                name, kind, help,
                lines.map { ("{line=\"\($0.id)\"}", String(value($0))) })
        }
        add("line_up", "gauge", "1 while a line is open.") { $0.state == .up ? 1 : 0 }
        add("line_bytes_in_total", "counter", "Bytes received.") { $0.counters.bytesIn }
        add("line_bytes_out_total", "counter", "Bytes the system took.") { $0.counters.bytesOut }
        add("line_reconnects_total", "counter", "Times opened again.") { $0.counters.reconnects }
        add("line_errors_total", "counter", "Losses and failed attempts.") { $0.counters.errors }
    }

    mutating func add(_ hall: Hall) {
        add(
            "waiting", "gauge", "Citizens waiting.",
            hall.services.values.sorted { $0.id < $1.id }.map {
                ("{service=\"\($0.id)\"}", String($0.queue.count))
            })
        let states = Dictionary(grouping: hall.windows.values, by: \.state)
        add(
            "windows", "gauge", "Windows by state.",
            Window.State.allCases.map {
                ("{state=\"\($0.rawValue)\"}", String(states[$0]?.count ?? 0))
            })
        add(
            "device_works", "gauge", "1 if a device works as far as it can be known.",
            hall.devices.values.sorted { $0.changed.device < $1.changed.device }.map {
                let works = $0.changed.state != .fault && $0.changed.state != .lost
                return ("{device=\"\($0.changed.device)\"}", works ? "1" : "0")
            })
        gauge("unprinted", "Tickets whose holder may have no paper.", hall.paperless.count)
    }
}
