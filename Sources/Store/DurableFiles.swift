// SPDX-License-Identifier: Apache-2.0

import Glibc
import Machine

/// What a file holds, in short.
package struct FileDigest: Sendable, Equatable, Codable {
    package var bytes: Int64
    /// BLAKE2b with 32 bytes of output, in hexadecimal.
    package var blake2b: String
}

/// Work on files that must be on the disk, not only in the system's memory.
enum DurableFiles {
    private static let piece = 1 << 20

    static func exists(_ path: String) -> Bool {
        access(path, F_OK) == 0
    }

    /// Whether there is a file with at least one byte.
    static func holdsSomething(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_size > 0
    }

    static func digest(of path: String) throws(JournalError) -> FileDigest {
        try pass(over: path) { _ in }
    }

    /// Copies a file that must not be there yet, and says what was copied.
    static func copy(
        _ source: String, to target: String, mode: mode_t = 0o600
    ) throws(JournalError) -> FileDigest {
        let output = open(target, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
        guard output >= 0 else { throw .system(errno, "cannot make \(target)", path: target) }
        defer { close(output) }
        let digest = try pass(over: source) { bytes throws(JournalError) in
            var rest = bytes
            while !rest.isEmpty {
                let count = write(output, rest.baseAddress, rest.count)
                guard count > 0 else {
                    throw .system(errno, "cannot write \(target)", path: target)
                }
                rest = UnsafeRawBufferPointer(rebasing: rest[count...])
            }
        }
        guard fsync(output) == 0 else {
            throw .system(errno, "cannot write \(target)", path: target)
        }
        return digest
    }

    /// Makes what was written to a file, or the names in a directory, last.
    static func sync(_ path: String) throws(JournalError) {
        let handle = open(path, O_RDONLY | O_CLOEXEC)
        guard handle >= 0 else { throw .system(errno, "cannot open \(path)", path: path) }
        defer { close(handle) }
        guard fsync(handle) == 0 else { throw .system(errno, "cannot sync \(path)", path: path) }
    }

    static func makeDirectory(_ path: String) throws(JournalError) {
        guard mkdir(path, 0o700) == 0 else {
            throw .system(errno, "cannot make the directory \(path)", path: path)
        }
    }

    static func move(_ source: String, to target: String) throws(JournalError) {
        guard rename(source, target) == 0 else {
            throw .system(errno, "cannot move \(source) to \(target)", path: target)
        }
    }

    /// The names in a directory, sorted; none if it cannot be read.
    static func names(in path: String) -> [String] {
        guard let listing = opendir(path) else { return [] }
        defer { closedir(listing) }
        var names: [String] = []
        while let entry = readdir(listing) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    private static func pass(
        over path: String, _ take: (UnsafeRawBufferPointer) throws(JournalError) -> Void
    ) throws(JournalError) -> FileDigest {
        let input = open(path, O_RDONLY | O_CLOEXEC)
        guard input >= 0 else { throw .system(errno, "cannot open \(path)", path: path) }
        defer { close(input) }
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: piece, alignment: 16)
        defer { buffer.deallocate() }
        let hash = HashStream()
        var total: Int64 = 0
        while true {
            let count = read(input, buffer.baseAddress, buffer.count)
            guard count >= 0 else { throw .system(errno, "cannot read \(path)", path: path) }
            guard count > 0 else { break }
            let bytes = UnsafeRawBufferPointer(rebasing: buffer[..<count])
            hash.add(bytes)
            total += Int64(count)
            try take(bytes)
        }
        return FileDigest(bytes: total, blake2b: hexadecimal(hash.finish()))
    }
}
