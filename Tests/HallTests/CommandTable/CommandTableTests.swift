// SPDX-License-Identifier: Apache-2.0

import Foundation
import Hall
import Testing

struct CommandTableTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../..").standardizedFileURL

    private static func sentences(_ language: String) throws -> [String: String] {
        let file = root.appending(path: "kiosk/locales/\(language).json")
        return try JSONDecoder().decode([String: String].self, from: Data(contentsOf: file))
    }

    /// Made once for all tests.
    private static let made = Result { try CommandTable() }

    private let table: CommandTable

    init() throws {
        table = try Self.made.get()
    }

    @Test func `every command has a row, and every row words of its own`() {
        let asked = Set(CommandRow.all.map { CommandName($0.command) })
        #expect(Set(CommandName.allCases).subtracting(asked) == [])
        #expect(Set(CommandRow.all.map(\.words)).count == CommandRow.all.count)
    }

    @Test func `the documentation is what the hall answers`() throws {
        let english = try Self.sentences("en")
        let text = table.text { english[$0] }
        let file = Self.root.appending(path: "docs/commands.md")
        if ProcessInfo.processInfo.environment["HALLKEEPER_WRITE_DOCS"] != nil {
            try text.write(to: file, atomically: true, encoding: .utf8)
        }
        let written = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
        let answered = text.split(separator: "\n")
        let differences = answered.difference(from: written)
        #expect(differences.isEmpty, "look at what changed, and if it is meant, run `make docs`")
    }

    @Test(arguments: ["zh-Hans", "zh-Hant", "en"])
    func `a refusal brings what its sentences say`(language: String) throws {
        let sentences = try Self.sentences(language)
        for cell in table.cells {
            guard case .refused(let refusal) = cell.outcome else { continue }
            for part in ["title", "detail"] {
                let sentence = try #require(
                    sentences["problem.\(refusal.kind.rawValue).\(part)"])
                let places = sentence.matches(of: #/\{(\w+)\}/#).map { String($0.1) }
                #expect(
                    Set(places).subtracting(refusal.values.keys) == [],
                    "\(cell.row.words), \(cell.state.words)")
            }
        }
    }

    @Test func `every refusal occurs`() {
        let met = table.cells.compactMap { cell -> Refusal.Kind? in
            if case .refused(let refusal) = cell.outcome { refusal.kind } else { nil }
        }
        #expect(Set(Refusal.Kind.allCases).subtracting(met) == [])
    }

    @Test func `the hall that decided and the hall that is told are the same`() {
        for cell in table.cells {
            let told = cell.hall.replayed()
            let hall = cell.hall.hall
            let same =
                told.tickets == hall.tickets && told.windows == hall.windows
                && told.services == hall.services && told.posts == hall.posts
                && told.own == hall.own && told.appointments == hall.appointments
                && told.paused == hall.paused && told.proposals == hall.proposals
            #expect(same, "\(cell.row.words), \(cell.state.words)")
        }
    }
}
