// SPDX-License-Identifier: Apache-2.0

import Facts
import Foundation
import Store
import Testing

/// 2026-11-23, noon in the hall.
let noon = Moment(wall: 1_795_406_400_000, monotonic: 5000, utcOffset: 28_800)

/// A hall's open files, and a place beside them for a backup.
final class BackupScene {
    let path: String
    let directory: DataDirectory
    let journal: Journal<HallFact>
    let side: SideStore
    /// Removed with the value, if it is this one's.
    private let files: Scene?

    /// Takes up what stands at a path, which another value or process removes.
    init(at path: String, files: Scene? = nil) throws {
        self.path = path
        self.files = files
        directory = try DataDirectory(path + "/data")
        journal = try Journal(in: directory)
        side = try SideStore(in: directory)
        try "hall: {}\n".write(toFile: path + "/hall.yaml", atomically: true, encoding: .utf8)
    }

    convenience init() throws {
        let files = try Scene()
        try self.init(at: files.path, files: files)
    }

    var target: String { path + "/backup" }

    func backup(
        freeBytes: @escaping @Sendable (String) -> Int64? = { _ in nil }
    ) -> Backup {
        Backup(
            journal: journal.reader, side: side, in: directory, configuration: path + "/hall.yaml",
            accounts: { try Data("accounts".utf8).write(to: URL(filePath: $0)) },
            freeBytes: freeBytes)
    }

    /// Whether neither a backup nor a draft of one is there.
    var isClean: Bool {
        let names = try? FileManager.default.contentsOfDirectory(atPath: path)
        return names?.contains { $0.hasPrefix("backup") } == false
    }

    /// How many facts the backup's journal has; they must all be sound.
    func copiedFacts() throws -> Int {
        let copy = try Scene()
        for name in ["journal.sqlite", "signing.key"] {
            try FileManager.default.copyItem(
                atPath: target + "/" + name, toPath: copy.path + "/" + name)
        }
        let verification = try copy.open().reader.verify()
        #expect(verification.failure == nil)
        return Int(verification.rows)
    }
}
