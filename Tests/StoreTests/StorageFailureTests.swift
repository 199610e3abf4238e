// SPDX-License-Identifier: Apache-2.0

import Facts
import Foundation
import GRDB
import Store
import Testing

struct StorageFailureTests {
    @Test func `a full database takes nothing of a batch and goes on when there is room`() throws {
        let scene = try Scene()
        let journal = try scene.open()
        try journal.say([issued(1)])
        let pages = try #require(try journal.reader.pragma("page_count"))
        _ = try journal.reader.pragma("max_page_count = \(pages)")
        let failure = #expect(throws: JournalError.self) {
            try journal.say((2...200).map(issued))
        }
        guard case .storage(let code, _, let mend)? = failure else {
            Issue.record("\(String(describing: failure)) is not about storage")
            return
        }
        #expect(code == 13)
        #expect(mend.kind == .freeSpace)
        #expect(try journal.replayed().count == 1)

        _ = try journal.reader.pragma("max_page_count = 1000000")
        #expect(try journal.load().sequence == 0)
        try journal.say((2...200).map(issued))
        #expect(try journal.replayed().map(\.envelope.sequence) == Array(1...200))
        #expect(try journal.reader.verify().failure == nil)
    }

    @Test func `a journal that may not be written says so`() throws {
        let scene = try Scene()
        let journal = try scene.open()
        try journal.say([issued(1)])
        _ = try journal.reader.pragma("query_only = 1")
        let failure = #expect(throws: JournalError.self) { try journal.say([issued(2)]) }
        guard case .storage(let code, _, let mend)? = failure else {
            Issue.record("\(String(describing: failure)) is not about storage")
            return
        }
        #expect(code & 0xff == 8)
        #expect(mend.kind == .makeWritable)
        #expect(throws: JournalError.self) { try journal.probe() }
        _ = try journal.reader.pragma("query_only = 0")
        try journal.probe()
        _ = try journal.load()
        try journal.say([issued(2)])
        #expect(try journal.replayed().count == 2)
    }

    @Test func `a disk that writes no more loses nothing that was acknowledged`() async throws {
        let scene = try Scene()
        try scene.open().say([issued(1)])
        // In a process of its own, since the limit on file sizes is the whole process's.
        await #expect(processExitsWith: .success) { [path = scene.path as String] in
            signal(SIGXFSZ, SIG_IGN)
            let journal = try Journal<HallFact>(in: DataDirectory(path))
            try withFileSizeLimit(200_000) {
                let failure = #expect(throws: JournalError.self) {
                    for batch in 0..<100 { try journal.say((1...50).map { issued(batch + $0) }) }
                }
                guard case .storage? = failure else {
                    Issue.record("\(String(describing: failure)) is not about storage")
                    return
                }
            }
            let acknowledged = journal.sequence
            #expect(acknowledged > 1)
            _ = try journal.load()
            #expect(journal.sequence == acknowledged)
            try journal.say([issued(9_999)])
            #expect(try journal.replayed().count == Int(acknowledged) + 1)
        }
        #expect(try scene.open().reader.verify().failure == nil)
    }

    @Test func `another program's database is left alone`() throws {
        let scene = try Scene()
        try scene.tamper("CREATE TABLE theirs (a)")
        let before = try Data(contentsOf: URL(fileURLWithPath: scene.database))
        #expect(throws: JournalError.foreign(path: scene.database)) { try scene.open() }
        #expect(try Data(contentsOf: URL(fileURLWithPath: scene.database)) == before)
    }

    @Test func `a file that is no database is left alone`() throws {
        let scene = try Scene()
        let text = Data(String(repeating: "not a database at all\n", count: 100).utf8)
        try text.write(to: URL(fileURLWithPath: scene.database))
        #expect(throws: JournalError.foreign(path: scene.database)) { try scene.open() }
        #expect(try Data(contentsOf: URL(fileURLWithPath: scene.database)) == text)
    }

    @Test func `a later release's journal is refused`() throws {
        let scene = try Scene()
        _ = try scene.open()
        try scene.tamper("PRAGMA user_version = 7")
        #expect(throws: JournalError.newer(path: scene.database, found: 7, known: 1)) {
            try scene.open()
        }
    }

    @Test func `every error says what to do about it in one line`() {
        let errors: [JournalError] = [
            .inUse(directory: "/d"), .foreign(path: "/f"), .emptied(path: "/f"),
            .newer(path: "/f", found: 2, known: 1),
            .storage(code: 13, message: "full", mend: Mend(.freeSpace, "/f")),
            .damaged(sequence: 7, check: .edited),
            .unknownFact(sequence: 7, name: "n", version: 2),
            .undecodable(sequence: 7, name: "n", reason: "r"),
            .unencodable(sequence: 7, reason: "r"), .outOfOrder(expected: 1, found: 2),
        ]
        for error in errors {
            #expect(error.description.count > 20)
            #expect(!error.description.contains("\n"))
        }
    }
}

/// Lets no file grow past a size while `body` runs.
func withFileSizeLimit(_ bytes: rlim_t, _ body: () throws -> Void) throws {
    var limit = rlimit()
    getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
    let before = limit.rlim_cur
    limit.rlim_cur = bytes
    setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
    defer {
        limit.rlim_cur = before
        setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
    }
    try body()
}
