// SPDX-License-Identifier: Apache-2.0

import Foundation

/// One text of the repository, by lines.
struct SourceFile {
    /// From the root: `Sources/Hall/Hall.swift`.
    let path: String
    let lines: [String]
    /// Lines with comments blanked, so that prose breaks no rule.
    let code: [String]

    init(_ path: String, _ text: String) {
        self.path = path
        lines = text.components(separatedBy: "\n")
        var blanker = CommentBlanker(kind: Self.kind(of: path))
        code = lines.map { blanker.code(of: $0) }
    }

    var kind: String { Self.kind(of: path) }

    static func kind(of path: String) -> String {
        path.split(separator: ".").last.map(String.init) ?? ""
    }

    /// The room it belongs to, if it is one's source.
    var room: String? {
        let parts = path.split(separator: "/")
        return parts.count > 2 && parts[0] == "Sources" ? String(parts[1]) : nil
    }
}

/// The repository this test was built from.
enum Repository {
    static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// Every file under the folders whose name ends in one of `kinds`.
    static func files(in folders: [String], kinds: Set<String>) throws -> [SourceFile] {
        var found: [SourceFile] = []
        for folder in folders {
            let start = root.appending(path: folder)
            let paths = FileManager.default.enumerator(atPath: start.path)?.compactMap {
                $0 as? String
            }
            for path in (paths ?? []).sorted() where kinds.contains(SourceFile.kind(of: path)) {
                let text = try String(contentsOf: start.appending(path: path), encoding: .utf8)
                found.append(SourceFile("\(folder)/\(path)", text))
            }
        }
        return found
    }

    static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    static func has(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: root.appending(path: path).path)
    }
}
