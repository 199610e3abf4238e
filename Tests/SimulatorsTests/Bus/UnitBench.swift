// SPDX-License-Identifier: Apache-2.0

import Simulators
import Testing
import Wire

/// Virtual units on a simulated pair, and a controller that knows nothing but frames.
struct UnitBench {
    static let uid = BusUID(0x1032_5476_98BA)

    var wire: BusWire<VirtualUnit>
    private var sequence: UInt8 = 0
    private var decoder = BusFrameDecoder()

    init(_ units: [VirtualUnit], baud: Int = 9600) {
        wire = BusWire(units, controllerBaud: baud, seed: 1)
    }

    /// One unit with everything, at address 7.
    init(key: BusKey = .none, _ change: (inout UnitModel) -> Void = { _ in }) {
        var model = UnitModel(Self.uid, characters: 4, charset: tinyGB, glyphs: tinyFont)
        change(&model)
        self.init([VirtualUnit(model, address: 7, key: key)])
    }

    var unit: VirtualUnit { wire.nodes[0] }
    var now: Int64 { wire.now }

    mutating func wait(milliseconds: Int64) {
        let end = wire.now + milliseconds * 1_000_000
        while wire.advance(to: end) != nil {}
    }

    /// Asks, and waits for at most half a second.
    mutating func ask(_ request: BusRequest, at address: UInt8 = 7) -> BusFrame? {
        sequence = sequence == 255 ? 1 : sequence + 1
        return send(BusFrame(request, to: address, sequence: sequence))
    }

    /// Sends a frame; the answer, if there is exactly one and nothing else.
    mutating func send(_ frame: BusFrame) -> BusFrame? {
        decoder.reset()
        wire.send(frame.wire)
        let end = wire.now + 500_000_000
        while let delivery = wire.advance(to: end) {
            guard let heard = decoder.feed(delivery.bytes).first else { continue }
            guard case .frame(let answer) = heard else { return nil }
            return answer
        }
        return nil
    }

    /// Has it show a text for ten seconds of silence.
    mutating func show(
        _ text: String, tag: UInt16 = 1, _ change: (inout BusPage) -> Void = { _ in }
    )
        -> BusFrame?
    {
        var page = BusPage(tag: tag, text: text)
        page.look.keep = 10
        change(&page)
        return ask(.show(page))
    }

    mutating func status(ack: UInt16 = 0) -> BusStatus? {
        ask(.status(ack: ack)).flatMap { BusStatus(payload: $0.payload) }
    }
}
