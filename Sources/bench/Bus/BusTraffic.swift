// SPDX-License-Identifier: Apache-2.0

import Simulators
import Wire

/// What passed over a pair, told from its bytes alone and not from what the driver says of itself.
struct BusTraffic {
    /// A request, and its answer if the controller could read one. Times are nanoseconds.
    struct Exchange {
        var frame: BusFrame
        var began: Int64
        /// The end of the answer, or of the request.
        var ended: Int64
        /// Of both, with the zeros around them.
        var bytes: Int
        var isAnswered = false

        var isPoll: Bool { frame.command == BusCommand.status.rawValue }

        /// Whether it puts a face on a sign.
        var isCall: Bool {
            [.show, .clear, .dots, .draw, .glyphs].contains(BusCommand(rawValue: frame.command))
        }

        /// Until when nobody else may speak: a unit has ten milliseconds to begin its answer.
        var occupiedUntil: Int64 { isAnswered ? ended : ended + 10_000_000 }
    }

    /// In the order in which they began.
    private(set) var exchanges: [Exchange] = []
    private var decoder = BusFrameDecoder()
    /// The zero that precedes a frame is a passage of its own.
    private var zeroBegan: Int64?

    /// Takes what the pair remembers, unless it ends in the middle of a frame.
    mutating func take(from trace: inout BusTrace) {
        guard trace.passages.last?.sent.last == 0 else { return }
        for passage in trace.take() {
            guard passage.sent.count > 1 else {
                zeroBegan = passage.began
                continue
            }
            decoder.reset()
            let isRequest = passage.end == .controller
            let bytes = isRequest ? passage.sent : passage.heard
            for case .frame(let frame) in decoder.feed(bytes) {
                add(frame, passage)
            }
            zeroBegan = nil
        }
    }

    private mutating func add(_ frame: BusFrame, _ passage: BusPassage) {
        if passage.end == .controller {
            exchanges.append(
                Exchange(
                    frame: frame, began: zeroBegan ?? passage.began, ended: passage.ended,
                    bytes: passage.sent.count + 1))
        } else if let last = exchanges.indices.last, !exchanges[last].isAnswered,
            frame.answers(exchanges[last].frame)
        {
            exchanges[last].ended = passage.ended
            exchanges[last].bytes += passage.sent.count + 1
            exchanges[last].isAnswered = true
        }
    }

    /// The index of the first exchange that began at this time or later.
    func first(from time: Int64) -> Int {
        var (low, high) = (0, exchanges.count)
        while low < high {
            let middle = (low + high) / 2
            if exchanges[middle].began < time { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

/// Bytes on a pair: eight bits, a start and a stop each.
func wireNanoseconds(_ bytes: Int, baud: Int) -> Int64 {
    Int64(bytes) * 10_000_000_000 / Int64(baud)
}
