// SPDX-License-Identifier: Apache-2.0

import Hall

extension CommandTable {
    /// The whole of `docs/commands.md`.
    ///
    /// - Parameter sentence: what people read, by its key.
    func text(_ sentence: (String) -> String?) -> String {
        var lines = Self.introduction
        for part in parts {
            lines += ["", "## \(part.states.title)", "", part.states.introduction, ""]
            lines += Self.heading(["asked"] + part.states.states.map(\.words))
            let rows = part.telling.map { ($0[0].row.words, $0.map(\.outcome.text)) }
            let (alike, different) = rows.reduce(into: ([Row](), [Row]())) { sorted, row in
                if Set(row.1).count == 1 { sorted.0.append(row) } else { sorted.1.append(row) }
            }
            lines += different.map { Self.line([$0.0] + $0.1) }
            guard !alike.isEmpty else { continue }
            lines += ["", "In all of these states alike:", ""]
            lines += Self.heading(["asked", "answered"])
            lines += alike.map { Self.line([$0.0, $0.1[0]]) }
        }
        lines += ["", "## Refusals", "", Self.refusals, ""]
        lines += Self.heading(["name", "title", "what people read"])
        for name in refusalNames {
            let read = ["title", "detail"].map { sentence("problem.\(name).\($0)") ?? "" }
            lines.append(Self.line(["*\(name)*"] + read))
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Words and texts of cells.
    private typealias Row = (String, [String])

    private var refusalNames: [String] {
        let names = cells.compactMap { cell -> String? in
            if case .refused(let refusal) = cell.outcome { refusal.kind.rawValue } else { nil }
        }
        return Set(names).sorted()
    }

    private static func heading(_ words: [String]) -> [String] {
        [line(words), line(words.map { _ in "---" })]
    }

    private static func line(_ cells: [String]) -> String {
        "| " + cells.joined(separator: " | ") + " |"
    }

    private static let introduction = [
        "# What can be asked of a hall, and what comes of it",
        "",
        "Every command in every state of a window, a ticket and the hall. The tables are what a "
            + "hall answers when it is asked; a test asks it and compares, and `make docs` writes "
            + "them anew.",
        "",
        "A cell names the facts that are recorded, in their order; *a name in italics* is a "
            + "refusal, which records nothing; a plain "
            + "“nothing” means that there was "
            + "nothing to do.",
        "",
        "The first part has every command. The others have those to which their states make a "
            + "difference: all else comes to what the first says of a window that is open while "
            + "somebody waits.",
        "",
        "Unless the words say otherwise, what is asked at a window is asked at window 1 by "
            + "whoever holds it, what is asked of a ticket is asked of `t1`, and window 2, which "
            + "serves the same service and another one, is open and free.",
    ]

    private static let refusals =
        "What the names in italics mean. The words in braces are filled in."
}
