// SPDX-License-Identifier: Apache-2.0

package import Wire

/// One request, or what was sent in its place, and what came back. Times are nanoseconds.
package struct BusTurn: Sendable, Equatable {
    package let sent: [UInt8]
    /// When the last bit of it had gone.
    package let sentAt: Int64
    /// Without the echo some ports give.
    package internal(set) var heard: [UInt8] = []
    package internal(set) var frames: [BusFrameDecoder.Heard] = []
    /// When the first byte began, at the latest: ports hand over later than the wire.
    package internal(set) var beganAt: Int64?

    init(sent: [UInt8], sentAt: Int64) {
        self.sent = sent
        self.sentAt = sentAt
    }

    /// From the end of the request to the answer, at most.
    package var turnAround: Int64? { beganAt.map { $0 - sentAt } }
}

/// Takes what is heard after a request and says how long to go on listening.
struct BusListening {
    private(set) var exchange: BusTurn
    /// How long a byte takes.
    private let byteTime: Int64
    private var decoder = BusFrameDecoder()

    /// The most bytes on the wire of one frame.
    static let frameLimit: Int64 = 255

    init(_ exchange: BusTurn, byteTime: Int64) {
        self.exchange = exchange
        self.byteTime = byteTime
    }

    var isMidFrame: Bool { decoder.isMidFrame }

    mutating func take(_ arrival: BusArrival) {
        exchange.heard += arrival.bytes
        let began = arrival.at - Int64(exchange.heard.count) * byteTime
        exchange.beganAt = min(exchange.beganAt ?? .max, began)
        exchange.frames += decoder.feed(arrival.bytes)
    }
}
