// SPDX-License-Identifier: Apache-2.0

import Simulators

/// Keeps what it hears, and answers a frame that begins with its address with that same frame,
/// its address complemented, one byte time after it ended.
struct PlainUnit: BusNode {
    var baud = 9600
    var address: UInt8
    var isMute = false
    /// Bytes heard, in the pieces they came in, and when each piece ended.
    var heard: [(bytes: [UInt8], at: Int64)] = []
    private(set) var restarts: [Int64] = []
    private(set) var nextDeadline: Int64?
    private var frame: [UInt8] = []
    private var answer: [UInt8] = []

    init(_ address: UInt8, baud: Int = 9600) {
        self.address = address
        self.baud = baud
    }

    var allHeard: [UInt8] { heard.flatMap(\.bytes) }

    mutating func hear(_ bytes: ArraySlice<UInt8>, at time: Int64) {
        heard.append((Array(bytes), time))
        for byte in bytes {
            frame.append(byte)
            guard byte == 0 else { continue }
            if frame.first == address, frame.count <= 64, !isMute {
                answer = [~address] + frame.dropFirst()
                nextDeadline = time + byteTime(baud)
            }
            frame = []
        }
    }

    mutating func act(at time: Int64) -> [UInt8] {
        nextDeadline = nil
        return answer
    }

    mutating func say(_ bytes: [UInt8], at time: Int64) {
        answer = bytes
        nextDeadline = time
    }

    mutating func restart(at time: Int64) {
        restarts.append(time)
        frame = []
        nextDeadline = nil
    }
}

/// Nanoseconds of one byte.
func byteTime(_ baud: Int) -> Int64 { 10_000_000_000 / Int64(baud) }

extension BusWire where Node == PlainUnit {
    /// Units at addresses 1, 2, … on one pair.
    init(units: Int, baud: Int = 9600, seed: UInt64 = 1) {
        self.init(
            (0..<units).map { PlainUnit(UInt8($0 + 1), baud: baud) }, controllerBaud: baud,
            seed: seed)
    }

    /// All that reaches the controller until `time`.
    mutating func collect(until time: Int64) -> [BusDelivery] {
        var deliveries: [BusDelivery] = []
        while let delivery = advance(to: time) { deliveries.append(delivery) }
        return deliveries
    }

    /// A unit begins to send, now.
    mutating func say(_ bytes: [UInt8], by unit: Int) {
        happen(to: unit) { unit, now in unit.say(bytes, at: now) }
    }
}
