// SPDX-License-Identifier: Apache-2.0

import Devices
import Foundation
import Glibc
import Machine
import Simulators

/// The printer, its socket and its operator.
struct PrinterShell {
    /// What can be seen of the printer and its plug.
    private struct Look: Encodable, Equatable {
        var isPlugged: Bool
        /// All bytes that came, and those that are not printed yet.
        var received: Int
        var buffered: Int
        /// The lines of text of each slip that was cut.
        var slips: [[String]]
    }

    private var printer: VirtualPrinter
    private let listener: Int32
    private var connection: Int32 = -1
    private var typed: [UInt8] = []
    private var told: Look?

    init(printer: VirtualPrinter, listener: Int32) {
        self.printer = printer
        self.listener = listener
    }

    /// Waits for something to happen and does what follows; false once the operator is gone.
    mutating func round() throws -> Bool {
        try tell()
        let isPlugged = connection >= 0
        var watched = [
            pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0),
            pollfd(fd: isPlugged ? connection : listener, events: Int16(POLLIN), revents: 0),
        ]
        let wait = printer.nextDeadline.map { max(0, $0 - MonotonicClock.now()) } ?? -1
        _ = poll(&watched, nfds_t(watched.count), Int32(clamping: wait))
        if watched[1].revents != 0 {
            if isPlugged { serve() } else { connection = accept(listener, nil, nil) }
        }
        say(printer.tick(now: MonotonicClock.now()))
        return watched[0].revents == 0 || obey()
    }

    private mutating func serve() {
        if let bytes = take(connection) {
            say(printer.receive(bytes, now: MonotonicClock.now()))
        } else {
            close(connection)
            connection = -1
        }
    }

    private mutating func obey() -> Bool {
        guard let bytes = take(STDIN_FILENO) else { return false }
        typed += bytes
        while let end = typed.firstIndex(of: UInt8(ascii: "\n")) {
            let line = String(decoding: typed[..<end], as: UTF8.self)
            typed.removeSubrange(...end)
            guard let fault = VirtualPrinter.Fault(line) else {
                FileHandle.standardError.write(Data("no such fault: \(line)\n".utf8))
                return false
            }
            say(printer.cause(fault, now: MonotonicClock.now()))
        }
        return true
    }

    /// What has arrived; nil at the end.
    private func take(_ number: Int32) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = read(number, &bytes, bytes.count)
        return count > 0 ? Array(bytes.prefix(count)) : nil
    }

    private func say(_ bytes: [UInt8]) {
        guard !bytes.isEmpty, connection >= 0 else { return }
        _ = send(connection, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    }

    private mutating func tell() throws {
        let look = Look(
            isPlugged: connection >= 0, received: printer.bytesReceived,
            buffered: printer.bufferedBytes,
            slips: printer.slips.map(\.lines))
        guard look != told else { return }
        told = look
        FileHandle.standardOutput.write(try JSONEncoder().encode(look) + Data("\n".utf8))
    }
}
