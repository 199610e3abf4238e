// SPDX-License-Identifier: Apache-2.0

extension Results {
    /// What people want to know of a Window Bus.
    var busTable: String {
        let rows = (bus?.rows ?? []).filter { [8, 16, 64].contains($0.units) && $0.baud != 19_200 }
        return table(
            [
                "units", "baud", "call to lit ms: p50", "p95", "acknowledged ms: p50", "p95",
                "limit ms", "in limits", "polled every ms", "key to hall ms: p50", "p95",
            ],
            rows.map { row in
                [
                    "\(row.units)", "\(row.baud)", row.calls.litFromWish.p50.text(0),
                    row.calls.litFromWish.p95.text(0), row.calls.acknowledgedFromWish.p50.text(0),
                    row.calls.acknowledgedFromWish.p95.text(0), row.calls.limit.text(1),
                    row.calls.ratio.text(2), row.polls.cycle.p50.text(0),
                    row.polls.keyToReport.p50.text(0), row.polls.keyToReport.p95.text(0),
                ]
            })
    }

    /// The same at length.
    var busDetails: String {
        guard let bus else { return "" }
        return [
            callTable(bus.rows), callTable(bus.noisy), pollTable(bus.rows), pollTable(bus.noisy),
            adapterTable(bus.adapters), pictureTable(bus.pictures),
        ].joined(separator: "\n")
    }

    private func callTable(_ rows: [BusBench.Row]) -> String {
        table(
            [
                "units", "baud", "limit ms", "lit from wish: p50", "p95", "worst",
                "acknowledged from wish: p50", "p95", "worst",
                "from the end of the frame in flight: p50", "p95", "worst", "in limits",
                "behind polls", "behind others",
            ],
            rows.map { row in
                ["\(row.units)", "\(row.baud)", row.calls.limit.text(1)]
                    + cells(row.calls.litFromWish, 1) + cells(row.calls.acknowledgedFromWish, 1)
                    + cells(row.calls.acknowledgedFromFrameEnd, 1)
                    + [
                        row.calls.ratio.text(2), "\(row.calls.behindPolls)",
                        "\(row.calls.behindOthers)",
                    ]
            })
    }

    private func pollTable(_ rows: [BusBench.Row]) -> String {
        table(
            [
                "units", "baud", "2 × limit ms", "polled every ms: p50", "p95", "worst",
                "key to hall ms: p50", "p95", "worst", "polls %", "useful %", "busy %",
            ],
            rows.map { row in
                ["\(row.units)", "\(row.baud)", row.polls.twiceLimit.text(0)]
                    + cells(row.polls.cycle, 0) + cells(row.polls.keyToReport, 0)
                    + [
                        row.polls.pollPercent.text(1), row.polls.usefulPercent.text(1),
                        row.polls.busyPercent.text(1),
                    ]
            })
    }

    private func adapterTable(_ rows: [BusBench.Row]) -> String {
        table(
            [
                "units", "baud", "adapter's timer ms", "lit from wish: p50", "p95",
                "acknowledged from wish: p50", "p95", "polled every ms", "key to hall ms: p50",
                "p95",
            ],
            rows.map { row in
                [
                    "\(row.units)", "\(row.baud)", "\(row.adapterMilliseconds)",
                    row.calls.litFromWish.p50.text(1), row.calls.litFromWish.p95.text(1),
                    row.calls.acknowledgedFromWish.p50.text(1),
                    row.calls.acknowledgedFromWish.p95.text(1), row.polls.cycle.p50.text(0),
                    row.polls.keyToReport.p50.text(0), row.polls.keyToReport.p95.text(0),
                ]
            })
    }

    private func pictureTable(_ rows: [BusPictureBench.Row]) -> String {
        func figures(_ row: BusPictureBench.Row, _ baud: Int) -> [String] {
            guard let found = row.milliseconds[baud] else { return ["", "", ""] }
            return [
                found.limit.text(1), found.acknowledgedFromFrameEnd.p50.text(1),
                found.ratio.text(2),
            ]
        }
        return table(
            [
                "a face", "dots", "raw B", "PackBits or raw B", "on the wire B",
                "at 9600: limit ms",
                "p50", "in limits", "at 115200: limit ms", "p50", "in limits",
            ],
            rows.map { row in
                [
                    row.what, row.dots, "\(row.rawBytes)", "\(row.dataBytes)", "\(row.wireBytes)",
                ] + figures(row, 9600) + figures(row, 115_200)
            })
    }

    private func cells(_ spread: Spread, _ digits: Int) -> [String] {
        [spread.p50.text(digits), spread.p95.text(digits), spread.worst.text(digits)]
    }
}
