// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The lines of a file one after another, however big it is.
struct LineReader {
    /// More than any honest row; a file without line ends must not fill the memory.
    static let longestLine = 65_536
    private static let chunkSize = 262_144

    private let handle: FileHandle
    private var buffer: [UInt8] = []
    private var position = 0
    private var isAtEnd = false
    /// The number of the line given last, from 1.
    private(set) var line = 0

    init(path: String) throws(QueueLogProblem) {
        do {
            handle = try FileHandle(forReadingFrom: URL(filePath: path))
        } catch {
            throw Self.unreadable(error)
        }
    }

    /// The next line without its end, or nil after the last.
    mutating func next() throws(QueueLogProblem) -> String? {
        while true {
            if let end = buffer[position...].firstIndex(of: UInt8(ascii: "\n")) {
                defer { position = end + 1 }
                return try text(buffer[position..<end])
            }
            guard buffer.count - position <= Self.longestLine else {
                throw QueueLogProblem(.lineTooLong, line: line + 1)
            }
            if isAtEnd {
                guard position < buffer.count else { return nil }
                defer { position = buffer.count }
                return try text(buffer[position...])
            }
            try fill()
        }
    }

    private mutating func fill() throws(QueueLogProblem) {
        buffer.removeFirst(position)
        position = 0
        do {
            let chunk = try handle.read(upToCount: Self.chunkSize) ?? Data()
            isAtEnd = chunk.isEmpty
            buffer.append(contentsOf: chunk)
        } catch {
            throw Self.unreadable(error)
        }
    }

    private mutating func text(_ bytes: ArraySlice<UInt8>) throws(QueueLogProblem) -> String {
        line += 1
        guard bytes.count <= Self.longestLine else {
            throw QueueLogProblem(.lineTooLong, line: line)
        }
        let mark: [UInt8] = line == 1 && bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? [0xEF] : []
        let start = bytes.startIndex + mark.count * 3
        let end = bytes.last == UInt8(ascii: "\r") ? bytes.endIndex - 1 : bytes.endIndex
        guard let text = String(validating: bytes[start..<max(start, end)], as: UTF8.self) else {
            throw QueueLogProblem(.notText, line: line)
        }
        return text
    }

    private static func unreadable(_ error: any Error) -> QueueLogProblem {
        QueueLogProblem(.unreadable, values: ["reason": error.localizedDescription])
    }
}
