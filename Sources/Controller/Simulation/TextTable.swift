// SPDX-License-Identifier: Apache-2.0

import Facts
import Wire

/// Rows set in columns for a terminal, where a Chinese character takes two places.
struct TextTable {
    private var rows: [[String]] = []

    mutating func add(_ cells: [String]) { rows.append(cells) }

    /// The first column begins at the left, the others end at the right.
    var lines: [String] {
        let count = rows.map(\.count).max() ?? 0
        let widths = (0..<count).map { column in
            rows.map { column < $0.count ? WireText.columns($0[column]) : 0 }.max() ?? 0
        }
        return rows.map { row in
            row.enumerated().map { column, cell in
                let room = String(repeating: " ", count: widths[column] - WireText.columns(cell))
                return column == 0 ? cell + room : room + cell
            }
            .joined(separator: "  ")
        }
    }
}

extension Int64 {
    /// Seconds as minutes and seconds: 75 is `1:15`.
    var minutesText: String { "\(self / 60):\(Int(self % 60).padded(2))" }
}
