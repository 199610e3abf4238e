// SPDX-License-Identifier: Apache-2.0

import Foundation

extension Double {
    func text(_ digits: Int) -> String { String(format: "%.\(digits)f", self) }
}

extension Results {
    /// All tables, as Markdown that reads well at a terminal too.
    var tables: String {
        [
            machineText, aimTable, engineTable, ticketTable, restTable, slipTable, busTable,
            yearTable, busDetails,
        ]
        .joined(separator: "\n")
    }

    private var machineText: String {
        """
        \(machine.processor), \(machine.cores) cores, \(machine.memoryMegabytes) MB; \
        \(machine.system), Linux \(machine.kernel); \(machine.swift); journal on \(machine.disk). \
        Load average \(machine.loadBefore.text(2)) before, \(machine.loadAfter.text(2)) after; \
        \(machine.at).

        """
    }

    private var aimTable: String {
        table(
            ["", "aim", "found", ""],
            aims.map { [$0.what, $0.aim, $0.found, $0.isMet ? "met" : "missed"] })
    }

    private var engineTable: String {
        table(
            [
                "tickets in a batch", "engine + journal /s", "raw SQLite /s", "ratio",
                "engine CPU µs", "raw CPU µs",
            ],
            engine.map { row in
                [
                    "\(row.batch)", row.ticketsPerSecond.text(0), row.rawPerSecond.text(0),
                    row.ratio.text(2), row.cpuMicroseconds.text(1), row.rawCPUMicroseconds.text(1),
                ]
            })
    }

    private var ticketTable: String {
        func row(_ name: String, _ row: TicketBench.Row) -> [String] {
            [
                name, "\(row.clients)", row.perSecond.text(0), row.p50Milliseconds.text(2),
                row.p99Milliseconds.text(2), row.cpuMilliseconds.text(3), row.batch.text(1),
            ]
        }
        return table(
            ["over HTTP", "clients", "/s", "p50 ms", "p99 ms", "CPU ms each", "mean batch"],
            tickets.map { row("tickets", $0) } + calls.map { row("calls + finishes", $0) })
    }

    private var slipTable: String {
        table(
            ["a slip", "bytes", "s at 9600", "s at 19200", "s at 115200", "to make µs"],
            slips.map { row in
                [
                    row.name, "\(row.bytes)", row.seconds(baud: 9600).text(2),
                    row.seconds(baud: 19_200).text(2), row.seconds(baud: 115_200).text(2),
                    row.microseconds.map { $0.text(0) } ?? "",
                ]
            })
    }

    private var restTable: String {
        var rows: [[String]] = []
        if let view = hallView {
            rows.append([
                "`GET /hall` (\(view.bytes) B), 64 clients",
                "\(view.perSecond.text(0))/s, \(view.cpuMicroseconds.text(1)) µs CPU",
                """
                \(view.ratio.text(2)) of bare C's \(view.barePerSecond.text(0))/s, \
                \(view.cpuRatio.text(2)) by CPU (\(view.bareCPUMicroseconds.text(1)) µs)
                """,
            ])
        }
        if let live {
            rows.append([
                "\(live.clients) live clients, \(live.perSecond.text(0)) tickets/s",
                "all \(live.delivered) events; p50 \(live.p50Milliseconds.text(1)) ms, "
                    + "p99 \(live.p99Milliseconds.text(1)) ms",
                """
                \(live.cpuPercent.text(1)) % of a core, \
                \(live.cpuMicrosecondsPerEvent.text(1)) µs each, \
                \(live.residentMegabytes.text(0)) MB
                """,
            ])
        }
        if let paper {
            rows.append([
                "tap to its slip's first byte",
                "p50 \(paper.firstByteMilliseconds.text(2)) ms, "
                    + "p99 \(paper.firstByteP99Milliseconds.text(2)) ms",
                """
                \(paper.ratio.text(1)) times the answer with the number \
                (\(paper.answerMilliseconds.text(2)) ms)
                """,
            ])
            let wire = paper.wireMilliseconds.sorted { $0.key < $1.key }
                .map { "\($0.value.text(0)) ms at \($0.key)" }
            rows.append([
                "a slip on the wire", "\(paper.slipBytes) B", wire.joined(separator: ", "),
            ])
        }
        if let memory {
            rows.append([
                "memory", "\(memory.atRestMegabytes.text(0)) MB at rest",
                "\(memory.underLoadMegabytes.text(0)) MB after \(issued) tickets in a day",
            ])
            rows.append(["CPU at rest", "\(memory.idleCPUPercent.text(2)) % of a core", ""])
        }
        for start in starts {
            rows.append([
                start.facts == 0
                    ? "start, empty journal" : "start, \(start.facts) facts in \(start.days) days",
                "\(start.seconds.text(3)) s", "\(start.residentMegabytes.text(0)) MB",
            ])
        }
        return table(["", "", ""], rows)
    }

    func table(_ head: [String], _ rows: [[String]]) -> String {
        guard !rows.isEmpty else { return "" }
        let widths = head.indices.map { column in
            ([head] + rows).map { $0[column].count }.max() ?? 0
        }
        func line(_ cells: [String]) -> String {
            let padded = zip(cells, widths).map { cell, width in
                cell + String(repeating: " ", count: width - cell.count)
            }
            return "| " + padded.joined(separator: " | ") + " |"
        }
        let rule = widths.map { String(repeating: "-", count: max(3, $0)) }
        return ([line(head), line(rule)] + rows.map(line)).joined(separator: "\n") + "\n"
    }
}
