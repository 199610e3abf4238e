// SPDX-License-Identifier: Apache-2.0

import Testing

/// One of the house's rules a machine can check.
struct Rule: Sendable, CustomTestStringConvertible {
    var testDescription: String
    /// Whether the rule speaks of this file at all.
    var concerns: @Sendable (SourceFile) -> Bool
    /// The numbers of lines that break it, from 1.
    var breaks: @Sendable (SourceFile) -> [Int]
    /// A file that breaks it, to prove that it is noticed.
    var bad: SourceFile

    func findings(in file: SourceFile) -> [String] {
        concerns(file) ? breaks(file).map { "\(file.path):\($0)" } : []
    }

    /// Nothing in the code may match.
    static func never(
        _ name: String, _ pattern: String, in kinds: Set<String> = ["swift"],
        where concerns: @escaping @Sendable (SourceFile) -> Bool, bad: SourceFile
    ) -> Rule {
        Rule(
            testDescription: name,
            concerns: { kinds.contains($0.kind) && concerns($0) },
            breaks: { file in
                guard let regex = try? Regex(pattern) else { return [0] }
                return lines(of: file) { $0.contains(regex) }
            },
            bad: bad)
    }
}

/// Rooms that are pure: the standard library and each other, nothing else.
let pureRooms: Set<String> = ["Facts", "Hall", "Wire", "Views", "Engine", "Simulators"]

private let isSource: @Sendable (SourceFile) -> Bool = { $0.path.hasPrefix("Sources/") }
private let isPure: @Sendable (SourceFile) -> Bool = { pureRooms.contains($0.room ?? "") }

private func swift(_ line: String, in path: String = "Sources/Web/Bad.swift") -> SourceFile {
    SourceFile(path, "// SPDX-License-Identifier: Apache-2.0\n\n" + line)
}

/// Every rule that looks at one file at a time.
let rules: [Rule] = [
    .never(
        "pure rooms know no clock, no chance and no machine",
        #"\b(Date\(|Foundation|Glibc|Dispatch|ContinuousClock|SuspendingClock|UUID\()"#
            + #"|\bTask(\.sleep|\s*\{)|\.random\((in: [^,)]*)?\)|SystemRandomNumberGenerator"#,
        where: isPure, bad: swift("let now = Date()", in: "Sources/Hall/Bad.swift")),
    .never(
        "nothing sleeps",
        #"(Thread|Task)\.sleep|\b(u|nano)sleep\("#,
        where: { !$0.path.hasPrefix("Tests/TidyTests/") }, bad: swift("usleep(10)")),
    .never(
        "nothing traps on purpose",
        #"\btry!|\bas!|\bfatalError\("#, where: isSource,
        bad: swift("let file = try! open()")),
    .never(
        "nothing is public",
        #"(^|\s)(public|open) (final |static |private\(set\) )*(class|struct|enum|actor|protocol|"#
            + #"extension|func|var|let|init|typealias|import)\b"#,
        where: isSource, bad: swift("public struct Door {}")),
    Rule(
        testDescription: "only the command line prints",
        concerns: {
            $0.kind == "swift" && isSource($0) && !["hallkeeper", "bench"].contains($0.room ?? "")
        },
        breaks: { file in
            lines(of: file) { line in
                line.contains(#/(^|[^\w.`])(print|debugPrint|dump)\(/#)
                    && !line.contains(#/(func|case) print\(/#)
            }
        },
        bad: swift("    print(number)")),
    Rule(
        testDescription: "people's words are in the locale files alone",
        concerns: {
            ["swift", "js", "html", "css"].contains($0.kind) && !$0.path.hasPrefix("Tests/")
        },
        breaks: { file in lines(of: file) { $0.unicodeScalars.contains(where: isChinese) } },
        bad: swift("let title = \"\u{53D6}\u{53F7}\"")),
    Rule(
        testDescription: "what the compiler can't check is proved in a comment above",
        concerns: { $0.kind == "swift" && isSource($0) },
        breaks: { file in
            file.code.enumerated()
                .filter { $0.element.contains(#/@unchecked Sendable|nonisolated\(unsafe\)/#) }
                .filter { !hasComment(above: $0.offset, in: file) }.map { $0.offset + 1 }
        },
        bad: swift("final class Box: @unchecked Sendable {}")),
    Rule(
        testDescription: "no file grows beyond 400 lines",
        concerns: { ["swift", "js", "html", "c", "h"].contains($0.kind) },
        breaks: { $0.lines.count > 401 ? [$0.lines.count] : [] },
        bad: swift(String(repeating: "\n", count: 400))),
    Rule(
        testDescription: "the licence is named at the top",
        concerns: { ["swift", "js", "html", "css", "c", "h"].contains($0.kind) },
        breaks: { file in
            // A page must begin with its document type.
            let top = file.lines.prefix(file.kind == "html" ? 2 : 1)
            return top.contains { $0.contains("SPDX-License-Identifier: Apache-2.0") } ? [] : [1]
        },
        bad: SourceFile("Sources/Web/Bad.swift", "import Facts\n")),
    .never(
        "nothing is left for later",
        #"TODO|FIXME|XXX"#, in: ["swift", "js", "html", "css", "c", "h"],
        where: { !$0.path.hasPrefix("Tests/TidyTests/") },
        bad: swift("let later = \"TODO\"")),
]

/// The numbers, from 1, of the lines of code for which `isSo`.
private func lines(of file: SourceFile, where isSo: (String) -> Bool) -> [Int] {
    file.code.enumerated().filter { isSo($0.element) }.map { $0.offset + 1 }
}

/// Han characters, their punctuation and their wide forms.
private func isChinese(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    // The geta mark stands on paper for a character the printer has not.
    case 0x3013: false
    case 0x3000...0x303F, 0x3400...0x9FFF, 0xF900...0xFAFF, 0xFF00...0xFFEF, 0x20000...0x3FFFF:
        true
    default: false
    }
}

private func hasComment(above line: Int, in file: SourceFile) -> Bool {
    let above = file.lines[..<line].last { !$0.contains(#/^\s*@/#) } ?? ""
    return above.contains(#/^\s*///#)
}
