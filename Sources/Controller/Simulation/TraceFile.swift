// SPDX-License-Identifier: Apache-2.0

import Facts
import Foundation

/// A trace that is being written.
///
/// Never synced: it is for those who look for a fault or try a rule, and the journal has what
/// counts.
final class TraceFile {
    static let ending = ".jsonl"
    /// Many times a busy day's.
    private static let longest = 256 << 20
    private static let mostOfOneMillisecond = 100

    private let descriptor: Int32
    private var length = 0

    /// Makes `DATE-HHMMSSmmm.jsonl` in a directory, which is made if need be; throws what the
    /// system says.
    init(in directory: String, date: CivilDate, at moment: Moment) throws(POSIXError) {
        if mkdir(directory, 0o700) != 0, errno != EEXIST { throw .last }
        let stem = "\(directory)/\(date)-\(moment.timeDigits)"
        for number in 1...Self.mostOfOneMillisecond {
            let path = stem + (number == 1 ? "" : "-\(number)") + Self.ending
            let made = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
            if made >= 0 {
                descriptor = made
                return
            }
            guard errno == EEXIST else { throw .last }
        }
        throw POSIXError(.EEXIST)
    }

    deinit {
        close(descriptor)
    }

    /// Appends all of it or nothing.
    func append(_ bytes: [UInt8]) throws(POSIXError) {
        guard length + bytes.count <= Self.longest else { throw POSIXError(.EFBIG) }
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes { bytes in
                write(descriptor, bytes.baseAddress.map { $0 + written }, bytes.count - written)
            }
            guard count > 0 else {
                let error = POSIXError.last
                // What is half a line would be taken for damage.
                ftruncate(descriptor, off_t(length))
                throw error
            }
            written += count
        }
        length += bytes.count
    }

    /// Deletes the traces of days before `date`; what cannot be deleted stays.
    static func deleteAll(in directory: String, before date: CivilDate) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        for name in names where name.hasSuffix(ending) {
            guard let day = CivilDate(String(name.prefix(10))), day < date else { continue }
            unlink("\(directory)/\(name)")
        }
    }
}

extension POSIXError {
    fileprivate static var last: POSIXError { POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
}

extension Moment {
    /// Hours, minutes, seconds and milliseconds in the hall's zone, as nine digits.
    fileprivate var timeDigits: String {
        let local = Int(wall + Int64(utcOffset) * 1000 - date.start(utcOffset: 0))
        let parts = [local / 3_600_000, local / 60_000 % 60, local / 1000 % 60]
        return parts.map { $0.padded(2) }.joined() + (local % 1000).padded(3)
    }
}
