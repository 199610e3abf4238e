// SPDX-License-Identifier: Apache-2.0

import Facts
import Foundation
import Simulators
import Store
import Testing

/// What a power cut or a kill may leave on the disk.
struct CrashTests {
    /// A journal's files at one moment, and what had been acknowledged by then.
    private struct Image {
        var database: Data
        var log: Data
        /// After each commit: the length of the log, and the last sequence.
        var commits: [(length: Int, sequence: Int)]
    }

    private static let cuts = ["nothing", "zeroes", "garbage"]

    @Test(arguments: cuts)
    func `a log torn at any sector holds whole batches and all that were synced`(
        _ tail: String
    ) throws {
        let seed: UInt64 = 0x5EED
        let image = try writtenImage(seed: seed)
        var random = SeededRandom(seed: seed)
        let ends = [0] + image.commits.map(\.sequence)
        for cut in stride(from: 0, through: image.log.count, by: 512) {
            var log = image.log.prefix(cut)
            switch tail {
            case "zeroes": log += Data(count: image.log.count - cut)
            case "garbage":
                log += Data(
                    (cut..<image.log.count).map { _ in UInt8.random(in: 0...255, using: &random) })
            default: break
            }
            let found = try count(database: image.database, log: log)
            let synced = image.commits.last { $0.length <= cut }?.sequence ?? 0
            #expect(ends.contains(found), "torn batch: seed \(seed), cut at \(cut), \(found) facts")
            #expect(found >= synced, "lost facts: seed \(seed), cut at \(cut)")
        }
    }

    @Test func `a checkpoint cut off anywhere loses nothing`() throws {
        let seed: UInt64 = 0xC4EC
        let scene = try Scene()
        let journal = try scene.open()
        try journal.say((1...300).map(issued))
        let before = try scene.image()
        _ = try journal.reader.pragma("wal_checkpoint(FULL)")
        let after = try scene.image()
        #expect(after.database.count > before.database.count)
        var random = SeededRandom(seed: seed)
        for round in 1...20 {
            // Pages reach the disk in any order; the log is only given up after all of them.
            var database = Data()
            for start in stride(from: 0, to: after.database.count, by: 4096) {
                let isOld = Bool.random(using: &random) && start < before.database.count
                database += (isOld ? before : after).database[start..<(start + 4096)]
            }
            let found = try count(database: database, log: before.log)
            #expect(found == 300, "seed \(seed), round \(round)")
        }
    }

    @Test func `a killed process has lost nothing it acknowledged`() async throws {
        let scene = try Scene()
        var acknowledged = 0
        for round in 1...5 {
            await #expect(processExitsWith: .signal(SIGALRM)) {
                [path = scene.path as String, round = round as Int] in
                let journal = try Journal<HallFact>(in: DataDirectory(path))
                let note = open(path + "/acknowledged", O_WRONLY | O_CREAT, 0o600)
                for batch in 1...1_000_000 {
                    try journal.say((0..<(1 + batch % 9)).map(issued))
                    let text = "\(journal.sequence)\n"
                    pwrite(note, text, text.utf8.count, 0)
                    if batch == 1 { endSoon(milliseconds: 20 + 7 * round) }
                }
            }
            let note = try String(contentsOfFile: scene.path + "/acknowledged", encoding: .utf8)
            let said = try #require(Int(note.split(separator: "\n").first ?? ""))
            #expect(said > acknowledged)
            acknowledged = said
            let journal = try scene.open()
            let verification = try journal.reader.verify()
            #expect(verification.failure == nil)
            #expect(verification.rows >= said)
            acknowledged = Int(verification.rows)
        }
    }

    /// A dozen batches of one to nine facts.
    private func writtenImage(seed: UInt64) throws -> Image {
        var random = SeededRandom(seed: seed)
        let scene = try Scene()
        let journal = try scene.open()
        var commits: [(length: Int, sequence: Int)] = []
        for _ in 1...12 {
            try journal.say((1...Int.random(in: 1...9, using: &random)).map(issued))
            commits.append((try scene.image().log.count, Int(journal.sequence)))
        }
        let files = try scene.image()
        return Image(database: files.database, log: files.log, commits: commits)
    }

    /// Opens a copy and says how many facts it holds; they must all be sound.
    private func count(database: Data, log: Data) throws -> Int {
        let scene = try Scene()
        try database.write(to: URL(fileURLWithPath: scene.database))
        try log.write(to: URL(fileURLWithPath: scene.database + "-wal"))
        let journal = try scene.open()
        let verification = try journal.reader.verify()
        #expect(verification.failure == nil)
        try journal.say([issued(1)])
        return Int(verification.rows)
    }
}

/// Ends this process a little later wherever it then stands, as a kill would.
private func endSoon(milliseconds: Int) {
    var alarm = itimerval()
    alarm.it_value.tv_usec = __suseconds_t(milliseconds * 1000)
    setitimer(__itimer_which_t(ITIMER_REAL.rawValue), &alarm, nil)
}

extension Scene {
    /// The files as they are now, while the journal is open.
    func image() throws -> (database: Data, log: Data) {
        (
            try Data(contentsOf: URL(fileURLWithPath: database)),
            try Data(contentsOf: URL(fileURLWithPath: database + "-wal"))
        )
    }
}
