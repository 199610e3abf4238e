// SPDX-License-Identifier: Apache-2.0

import Engine
package import Facts
import Foundation
package import Store

/// Why a trace cannot be replayed, for whoever asked.
package enum TraceProblem: Error {
    case unreadable(path: String, reason: String)
    /// - Parameter line: counts from 1.
    case damaged(path: String, line: Int, reason: String)
    /// A later release wrote it.
    case newer(path: String, found: Int, known: Int)
    /// The journal never had this epoch, or has not come as far as where the trace begins.
    case otherJournal(epoch: EpochID, sequence: Int64)
    case noJournal(directory: String)
    case journal(JournalError)
}

/// A trace as it was written.
package struct Trace: Sendable {
    struct Entry: Sendable {
        /// In the file, from 1.
        var line: Int
        var what: TraceLine
    }

    package let header: TraceHeader
    let entries: [Entry]
    /// Whether the last line was left out because its end is missing, as after a power cut.
    package let isCutOff: Bool

    /// Reads a whole file; any line that cannot be read is an error.
    package init(path: String) throws(TraceProblem) {
        let data: Data
        do {
            data = try Data(contentsOf: URL(filePath: path))
        } catch {
            throw .unreadable(path: path, reason: error.localizedDescription)
        }
        var lines = data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        let rest = lines.popLast() ?? Data()
        isCutOff = !rest.isEmpty
        let decoder = JSONDecoder()
        var read: [Entry] = []
        for (index, line) in lines.enumerated() {
            do {
                read.append(
                    Entry(line: index + 1, what: try decoder.decode(TraceLine.self, from: line)))
            } catch {
                throw .damaged(path: path, line: index + 1, reason: "\(error)")
            }
        }
        guard case .header(let header)? = read.first?.what else {
            throw .damaged(path: path, line: 1, reason: "it does not say where the trace begins")
        }
        guard header.format <= TraceHeader.format else {
            throw .newer(path: path, found: header.format, known: TraceHeader.format)
        }
        self.header = header
        entries = Array(read.dropFirst())
        for entry in entries {
            guard case .header = entry.what else { continue }
            throw .damaged(path: path, line: entry.line, reason: "a trace begins here once more")
        }
    }
}

extension TraceLine {
    /// What the facts it led to name as their cause.
    var cause: InputID {
        switch self {
        case .header: ""
        case .input(let input, _): input.id
        case .clock(let cause, _): cause
        }
    }

    var moment: Moment? {
        switch self {
        case .header: nil
        case .input(let input, _): input.moment
        case .clock(_, let moment): moment
        }
    }
}
