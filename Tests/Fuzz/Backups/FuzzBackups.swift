// SPDX-License-Identifier: Apache-2.0

import Facts
import Foundation

@testable import Store

/// A backup with one of its files changed by anybody: `NAME OFFSET` and, from the second line on,
/// the bytes that are to be there; without an offset, all the file has. Its manifest says that all
/// is as it should be, unless that is what was changed. Restored, if it is, it must verify.
@_cdecl("LLVMFuzzerTestOneInput")
package func fuzzBackups(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let parts = UnsafeBufferPointer(start: start, count: count).split(
        separator: UInt8(ascii: "\n"), maxSplits: 1, omittingEmptySubsequences: false)
    let words = parts[0].split(separator: UInt8(ascii: " ")).map {
        String(decoding: $0, as: UTF8.self)
    }
    guard let name = words.first, parts.count == 2 else { return 0 }
    do {
        try shelf.tryBackup(name, offset: words.count == 2 ? Int(words[1]) : nil, Data(parts[1]))
    } catch {
        preconditionFailure("\(error)")
    }
    return 0
}

private let shelf = Shelf()

/// A backup of a hall that has given some numbers, and where it is restored.
private struct Shelf {
    private let path = FileManager.default.temporaryDirectory
        .appending(path: "hallkeeper-fuzz-\(ProcessInfo.processInfo.processIdentifier)").path()
    private let manifest: BackupManifest
    private let files: [String: Data]
    private static let moment = Moment(wall: 1_795_406_400_000, monotonic: 1, utcOffset: 28_800)
    private static let occasion = Occasion(
        actor: Actor(.administrator, "li"), moment: moment, boot: "b", input: "i")

    private var backup: String { path + "/backup" }
    private var data: String { path + "/data" }

    init() {
        do {
            try? FileManager.default.removeItem(atPath: path)
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true)
            let directory = try DataDirectory(path + "/hall")
            let journal = try Journal<HallFact>(in: directory)
            for day in 0..<5 {
                let date = CivilDate(daysSince1970: Self.moment.date.daysSince1970 + day)
                let opened = DayOpened(date: date, utcOffset: 28_800)
                try journal.append(.dayOpened(opened), by: Self.occasion)
            }
            let side = try SideStore(in: directory)
            _ = try side.keep("李**", kind: "name", subject: "t-1", at: Self.moment)
            manifest = try Backup(
                journal: journal.reader, side: side, in: directory,
                accounts: { try Data("accounts".utf8).write(to: URL(filePath: $0)) }
            ).write(to: path + "/backup", at: Self.moment.wall)
            var files: [String: Data] = [:]
            for name in DurableFiles.names(in: path + "/backup") {
                files[name] = try Data(contentsOf: URL(filePath: path + "/backup/" + name))
            }
            self.files = files
        } catch {
            preconditionFailure("the backup cannot be made: \(error)")
        }
    }

    func tryBackup(_ name: String, offset: Int?, _ bytes: Data) throws {
        guard BackupManifest.names.contains(name) || name == RestoreNotes.name else { return }
        let file = URL(filePath: backup + "/" + name)
        var changed = bytes
        if let offset, let old = files[name], old.indices.contains(offset) {
            changed = old
            changed.replaceSubrange(offset..<min(offset + bytes.count, old.count), with: bytes)
        }
        try changed.write(to: file)
        defer { try? files[name]?.write(to: file) ?? FileManager.default.removeItem(at: file) }
        if name == BackupManifest.name {
            try restore()
            try tryClaims(changed)
        } else {
            try write(manifest)
            try restore()
        }
    }

    /// What a manifest says, under a seal that fits.
    private func tryClaims(_ bytes: Data) throws {
        struct Claims: Decodable {
            var epoch: EpochID?
            var sequence: Int64?
            var wall: Int64?
            var date: CivilDate?
        }
        guard let claims = try? JSONDecoder().decode(Claims.self, from: bytes) else { return }
        var said = manifest
        said.epoch = claims.epoch ?? said.epoch
        said.sequence = claims.sequence ?? said.sequence
        said.wall = claims.wall ?? said.wall
        said.date = claims.date
        try write(said)
        let read = try BackupManifest.read(in: backup)
        precondition(read.epoch == said.epoch && read.wall == said.wall, "read otherwise")
        _ = BackupShelf(path).backups
        try restore()
    }

    /// Writes a manifest whose digests are those of the files there are.
    private func write(_ said: BackupManifest) throws {
        var digests: [String: FileDigest] = [:]
        for name in BackupManifest.names where name != BackupManifest.name {
            guard DurableFiles.exists(backup + "/" + name) else { continue }
            digests[name] = try DurableFiles.digest(of: backup + "/" + name)
        }
        try BackupManifest(
            epoch: said.epoch, sequence: said.sequence, head: said.head, wall: said.wall,
            date: said.date, files: digests
        ).write(in: backup)
    }

    private func restore() throws {
        defer { try? FileManager.default.removeItem(atPath: data) }
        do {
            _ = try Restore(backup: backup, data: data).run(by: Self.occasion)
        } catch {
            precondition(!error.description.isEmpty)
            precondition(!DurableFiles.exists(data + "/" + BackupManifest.journal), "half restored")
            return
        }
        let journal = try Journal<HallFact>(in: DataDirectory(data))
        let found = try journal.reader.verify()
        precondition(found.failure == nil, "restored, and not sound")
        try journal.replay(try journal.load()) { _ in }
    }
}
