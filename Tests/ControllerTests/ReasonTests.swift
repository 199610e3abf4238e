// SPDX-License-Identifier: Apache-2.0

import Store
import Testing

@testable import Controller

/// Whoever reads Chinese is told in Chinese why a journal or a backup cannot be used.
struct ReasonTests {
    private static let journal: [JournalError] =
        [
            .inUse(directory: "/d"), .foreign(path: "/f"), .emptied(path: "/f"),
            .newer(path: "/f", found: 2, known: 1),
            .unknownFact(sequence: 7, name: "n", version: 2),
            .undecodable(sequence: 7, name: "n", reason: "r"),
            .unencodable(sequence: 7, reason: "r"), .outOfOrder(expected: 1, found: 2),
        ]
        + Mend.Kind.allCases.map { .storage(code: 13, message: "m", mend: Mend($0, "/f")) }
        + JournalCheck.allCases.map { .damaged(sequence: 7, check: $0) }

    private static let backup: [BackupError] =
        [
            .exists(path: "/f"), .beingWritten(path: "/f"),
            .noRoom(path: "/f", needed: 1 << 30, free: 0), .noShelf(path: "/f"), .stopped,
            .newer(path: "/f", found: 2, known: 1), .damaged(path: "/f"),
            .hasJournal(directory: "/d"), .blockUsed(block: 1, lastUsed: 2),
        ]
        + BackupError.Lack.allCases.map { .noBackup(path: "/f", $0) }
        + JournalCheck.allCases.map { .unsound(path: "/f", sequence: 7, check: $0) }
        + journal.map { .storage($0) }

    @Test(arguments: ["zh_CN.UTF-8", "zh_TW.UTF-8", "en_GB.UTF-8"])
    func `every reason is a whole sentence of the reader's language`(_ language: String) {
        let say = Sentences(pages: TestHall.pages, environment: ["LANG": language])
        for reason in Self.backup.map(\.reason) {
            let said = say(reason)
            #expect(!said.contains("{") && !said.contains(reason.key), "\(said)")
            let isChinese = said.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) }
            #expect(isChinese == language.hasPrefix("zh"), "\(said)")
        }
    }
}
