// SPDX-License-Identifier: Apache-2.0

import Devices
import Facts
import Foundation

/// From a tap to the first byte of its slip on the wire: two commits and a printer that is asked
/// how it is in between. The printer answers at once, so that nothing but the program is measured.
struct PaperBench: Encodable {
    private static let rounds = 200

    /// From the request to the answer with the number.
    let answerMilliseconds: Double
    /// From the same request to the first byte of the slip, median.
    let firstByteMilliseconds: Double
    let firstByteP99Milliseconds: Double
    /// First byte to answer.
    let ratio: Double
    /// A whole slip with all that proves it.
    let slipBytes: Int
    /// Milliseconds it takes on a wire of so many baud.
    let wireMilliseconds: [Int: Double]

    /// - Parameter structure: whose names stand on the slip.
    init(_ places: Places, structure: HallStructure) throws {
        let printer = try PseudoTerminalMaster()
        var hall = places
        hall.configuration = places.directory("paper.yaml")
        try Self.hall(structure, printer.devicePath).write(
            toFile: hall.configuration, atomically: true, encoding: .utf8)
        let start = Clock.now()
        let server = try Child(hallkeeper: hall, data: places.directory("paper"))
        _ = try server.ready(since: start)
        let wire = AnsweringPrinter(printer)
        var answers: [Double] = []
        var firsts: [Double] = []
        let connection = try Connection(port: server.port)
        for round in 1...Self.rounds {
            let request = Request.post(
                "/api/v1/tickets", #"{"service":"a","kiosk":"k"}"#, key: round)
            let times = try wire.follow(request, on: connection)
            answers.append(times.answer)
            firsts.append(times.firstByte)
        }
        answerMilliseconds = answers.median * 1000
        firstByteMilliseconds = firsts.median * 1000
        firstByteP99Milliseconds = firsts.percentile(99) * 1000
        ratio = firstByteMilliseconds / answerMilliseconds
        let bytes = wire.slipBytes
        slipBytes = bytes
        wireMilliseconds = Dictionary(
            uniqueKeysWithValues: [9600, 19200, 115_200].map {
                ($0, Double(bytes) * 10_000 / Double($0))
            })
    }

    private static func hall(_ structure: HallStructure, _ device: String) -> String {
        let service = structure.services.first?.name.zhHans ?? "a"
        return """
            hall: {name: \(structure.name.zhHans), zone: Asia/Shanghai, demo: true}
            services: [{id: a, name: \(service), prefix: A, typicalMinutes: 12}]
            windows: [{id: w, number: "1", services: [a]}]
            printers: [{id: p, device: "pty:\(device)", baud: 115200}]
            kiosks: [{id: k, name: k, printer: p}]
            """
    }
}

/// A printer that is always well and prints in no time.
private final class AnsweringPrinter {
    private let channel: PseudoTerminalMaster
    private var heard: [UInt8] = []
    private(set) var slipBytes = 0

    init(_ channel: PseudoTerminalMaster) { self.channel = channel }

    /// Sends the request and plays the printer until its slip is out; seconds from the request.
    func follow(
        _ request: [UInt8], on connection: Connection
    ) throws -> (answer: Double, firstByte: Double) {
        let start = Clock.now()
        try connection.send(request)
        var answer: Double?
        var firstByte: Double?
        var isPrinted = false
        while answer == nil || !isPrinted {
            guard Clock.seconds(since: start) < 20 else {
                throw BenchFailure("no slip within 20 s")
            }
            var polled = [
                pollfd(fd: connection.descriptor, events: Int16(POLLIN), revents: 0),
                pollfd(fd: channel.descriptor, events: Int16(POLLIN), revents: 0),
            ]
            _ = poll(&polled, 2, 1000)
            if polled[1].revents != 0 {
                heard += try channel.read()
                if firstByte == nil, isBegun { firstByte = Clock.seconds(since: start) }
                isPrinted = try answerAll() || isPrinted
            }
            if polled[0].revents != 0, answer == nil, let said = try connection.answer() {
                guard said.status == 201 else { throw TicketBench.unexpected(said) }
                answer = Clock.seconds(since: start)
            }
        }
        return (answer ?? 0, firstByte ?? 0)
    }

    /// Slips begin with `ESC @`.
    private var isBegun: Bool {
        zip(heard, heard.dropFirst()).contains { $0 == 0x1B && $1 == 0x40 }
    }

    /// True if a slip was behind the questions.
    private func answerAll() throws -> Bool {
        var isPrinted = false
        while true {
            if let end = heard.end(of: [0x10, 0x04], and: 1) {
                heard.removeFirst(end)
                _ = try channel.write([0x12])
            } else if let end = heard.end(of: [0x1D, 0x72], and: 1) {
                isPrinted = took(end) || isPrinted
                _ = try channel.write([0x00])
            } else if let end = heard.end(of: [0x1D, 0x28, 0x48, 6, 0, 0x30, 0x30], and: 4) {
                let id = heard[(end - 4)..<end]
                isPrinted = took(end) || isPrinted
                _ = try channel.write([0x37, 0x22] + id + [0x00])
            } else {
                return isPrinted
            }
        }
    }

    private func took(_ end: Int) -> Bool {
        let isSlip = isBegun
        if isSlip { slipBytes = end }
        heard.removeFirst(end)
        return isSlip
    }
}

extension [UInt8] {
    /// Where the first such command with so many more bytes ends, if it is whole.
    fileprivate func end(of command: [UInt8], and more: Int) -> Int? {
        guard count >= command.count + more else { return nil }
        return (0...(count - command.count - more)).first {
            self[$0..<($0 + command.count)].elementsEqual(command)
        }.map { $0 + command.count + more }
    }
}
