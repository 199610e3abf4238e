// SPDX-License-Identifier: Apache-2.0

package import Facts
import Foundation
import Machine

/// What a backup holds, and how to know that it still does: `manifest.json` in its directory.
package struct BackupManifest: Sendable, Equatable, Codable {
    static let name = "manifest.json"
    static let format = 1
    private static let longest = 64 << 10

    /// Files a backup may have besides the journal.
    static let journal = "journal.sqlite"
    static let side = "side.sqlite"
    static let accounts = "access.sqlite"
    static let key = "signing.key"
    static let configuration = "hall.yaml"
    /// All files a backup may have.
    static let names = [name, journal, side, accounts, key, configuration]

    package var format: Int
    /// Of the last fact in the copied journal.
    package var epoch: EpochID
    package var sequence: Int64
    /// The hash of that fact, in hexadecimal; whoever notes it down can tell the backup from
    /// another.
    package var head: String
    /// When the backup was begun, in milliseconds since 1970.
    package var wall: Int64
    /// The business day of the last fact.
    package var date: CivilDate?
    /// All other files, by their names.
    package var files: [String: FileDigest]
    /// The hash over all of the above, in hexadecimal.
    private var seal = ""

    init(
        epoch: EpochID, sequence: Int64, head: String, wall: Int64, date: CivilDate?,
        files: [String: FileDigest]
    ) {
        format = Self.format
        self.epoch = epoch
        self.sequence = sequence
        self.head = head
        self.wall = wall
        self.date = date
        self.files = files
        seal = computedSeal
    }

    private var computedSeal: String {
        var fields = FieldBytes()
        fields.add("hallkeeper backup")
        fields.add(Int64(format))
        fields.add(epoch.text)
        fields.add(sequence)
        fields.add(head)
        fields.add(wall)
        if let date { fields.add(date.description) } else { fields.addNull() }
        for (name, digest) in files.sorted(by: { $0.key < $1.key }) {
            fields.add(name)
            fields.add(digest.bytes)
            fields.add(digest.blake2b)
        }
        return hexadecimal(fields.hash())
    }
}

extension BackupManifest {
    /// Whether a directory says of itself that it is a backup.
    package static func isThere(in directory: String) -> Bool {
        FileManager.default.fileExists(atPath: directory + "/" + name)
    }

    /// Reads what a directory says of itself, without looking at its other files.
    ///
    /// Throws `BackupError.noBackup`, `.newer` or `.damaged`.
    package static func read(in directory: String) throws(BackupError) -> BackupManifest {
        let path = directory + "/" + name
        guard let handle = FileHandle(forReadingAtPath: path) else {
            throw .noBackup(path: directory, .noManifest)
        }
        defer { try? handle.close() }
        let text = (try? handle.read(upToCount: longest + 1)) ?? Data()
        guard text.count <= longest,
            let format = try? JSONDecoder().decode(FormatAlone.self, from: text)
        else { throw .damaged(path: path) }
        guard format.format <= self.format else {
            throw .newer(path: directory, found: format.format, known: self.format)
        }
        guard let manifest = try? JSONDecoder().decode(BackupManifest.self, from: text),
            manifest.seal == manifest.computedSeal
        else { throw .damaged(path: path) }
        guard manifest.files[journal] != nil, manifest.files[key] != nil,
            manifest.files.keys.allSatisfy({ $0 != name && names.contains($0) })
        else { throw .noBackup(path: directory, .otherFiles) }
        return manifest
    }

    /// What every format has.
    private struct FormatAlone: Decodable {
        var format: Int
    }

    func write(in directory: String) throws(BackupError) {
        let path = directory + "/" + Self.name
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        do {
            try (encoder.encode(self) + Data("\n".utf8)).write(to: URL(filePath: path))
            try DurableFiles.sync(path)
        } catch {
            throw BackupError(any: error, path: path)
        }
    }
}
