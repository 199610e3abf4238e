// SPDX-License-Identifier: Apache-2.0

extension Results {
    /// What was found out about a year.
    var yearTable: String {
        guard let year else { return "" }
        let title =
            "a year: \(year.making.days) days, \(year.making.tickets) tickets, "
            + "\(year.making.facts) facts"
        return table(
            [title, "", ""],
            [makingRow(year.making), bytesRow(year)] + costRows(year.cost)
                + rebuildRows(year.rebuild) + historyRows(year.history) + backupRows(year.backup))
    }

    private func makingRow(_ making: YearMaking) -> [String] {
        [
            "lived through by simulated people",
            "\(making.seconds.text(0)) s, \(making.ticketsPerSecond.text(0)) tickets/s",
            """
            CPU each \(making.firstDaysMicroseconds.text(0)) µs at first, \
            \(making.lastDaysMicroseconds.text(0)) µs at last
            """,
        ]
    }

    private func bytesRow(_ year: YearBench) -> [String] {
        [
            "bytes", "\(year.making.journalBytesPerTicket.text(0)) a ticket in the journal",
            """
            \(year.rebuild.historyBytesPerTicket.text(0)) a ticket in the history, \
            \(year.making.sideBytesPerText.text(0)) a text in the side store
            """,
        ]
    }

    private func costRows(_ cost: DayCostBench) -> [[String]] {
        func side(_ side: DayCostBench.Side) -> String {
            "\(side.milliseconds.text(3)) ms, \(side.cpuMicroseconds.text(1)) µs CPU"
        }
        return [
            [
                "a ticket taken, called, started and finished: day 1", side(cost.firstDay),
                "raw SQLite inserting the same rows: \(side(cost.raw))",
            ],
            [
                "the same on day \(cost.days)", side(cost.lastDay),
                "\(cost.ratio.text(2)) of day 1, \(cost.cpuRatio.text(2)) by CPU",
            ],
        ]
    }

    private func rebuildRows(_ rebuild: RebuildBench) -> [[String]] {
        [
            [
                "history made anew while tickets are taken",
                "\(rebuild.seconds.text(1)) s, \(rebuild.factsPerSecond.text(0)) facts/s",
                """
                \(rebuild.ratio.text(2)) of SQLite only reading the rows \
                (\(rebuild.rowsReadPerSecond.text(0))/s)
                """,
            ],
            [
                "a ticket meanwhile", waits(rebuild.meanwhile),
                "at rest \(waits(rebuild.atRest))",
            ],
        ]
    }

    private func historyRows(_ history: HistoryBench) -> [[String]] {
        [
            [
                "figures from the history", "a day \(history.dayMilliseconds.text(1)) ms",
                """
                all \(history.days) days \(history.allDaysMilliseconds.text(1)) ms, \
                a number on all of them \(history.searchMilliseconds.text(0)) ms
                """,
            ],
            [
                "why one ticket before another", "\(history.whyMilliseconds.text(0)) ms",
                "worst of 20 past days \(history.whyWorstMilliseconds.text(0)) ms",
            ],
        ]
    }

    private func backupRows(_ backup: BackupBench) -> [[String]] {
        [
            [
                "backup while tickets are taken, checked",
                """
                \(backup.seconds.text(1)) s for \(backup.megabytes.text(0)) MB, \
                \(backup.megabytesPerSecond.text(0)) MB/s
                """, "`cp` of the same and `sync`: \(backup.copySeconds.text(1)) s",
            ],
            [
                "a ticket meanwhile", waits(backup.meanwhile),
                "at rest \(waits(backup.atRest))",
            ],
            [
                "the engine in a commit meanwhile",
                """
                mean \(backup.meanwhile.meanCommitMilliseconds.text(2)) ms, \
                longest \(backup.longestCommitMilliseconds.text(1)) ms
                """,
                """
                at rest mean \(backup.atRest.meanCommitMilliseconds.text(2)) ms, \
                longest \(backup.longestCommitAtRestMilliseconds.text(1)) ms
                """,
            ],
            [
                "restore, checked", "\(backup.restoreSeconds.text(1)) s",
                "then ready in \(backup.readySeconds.text(2)) s",
            ],
        ]
    }

    private func waits(_ tickets: PacedTickets) -> String {
        """
        p50 \(tickets.p50Milliseconds.text(2)) ms, p99 \(tickets.p99Milliseconds.text(1)) ms, \
        worst \(tickets.worstMilliseconds.text(1)) ms
        """
    }
}
