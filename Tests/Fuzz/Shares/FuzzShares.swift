// SPDX-License-Identifier: Apache-2.0

import Devices

/// Two ends of a shared port, and a network between them that does what the input says: carries
/// bytes in pieces, turns bits, repeats and swallows. Whatever it does, each side gets a beginning
/// of what the other said, or nothing; and what greets with anything else gets nowhere.
@_cdecl("LLVMFuzzerTestOneInput")
package func fuzzShares(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    tryGreeting(bytes)
    var network = Network()
    for place in stride(from: 0, to: bytes.count - 1, by: 2) {
        network.act(bytes[place], Int(bytes[place + 1]))
    }
    return 0
}

private func secret(_ salt: UInt8) -> [UInt8] { (0..<32).map { $0 &* 11 &+ salt } }

private func end(_ side: ShareConversation.Side, _ salt: UInt8) -> ShareConversation {
    guard let key = ShareKey(secret(77)) else { preconditionFailure("32 bytes are a key") }
    return ShareConversation(side, key: key, secret: secret(salt), now: 0)
}

/// A stranger's first bytes, also behind a right beginning.
private func tryGreeting(_ bytes: [UInt8]) {
    for beginning in [[], Array(end(.controller, 1).output.prefix(5))] {
        var sharer = end(.sharer, 2)
        let heard = (try? sharer.received(beginning + bytes, now: 0)) ?? []
        precondition(heard.isEmpty, "a stranger got as far as \(heard)")
        precondition(sharer.output.count <= 37, "a stranger was told too much")
    }
    var controller = end(.controller, 1)
    let heard = (try? controller.received(bytes, now: 0)) ?? []
    precondition(heard.isEmpty, "a stranger was believed: \(heard)")
}

private struct Network {
    private struct End {
        var conversation: ShareConversation
        /// On its way to this end.
        var arriving: [UInt8] = []
        var said: [UInt8] = []
        var heard: [UInt8] = []
        var untaken = 0
    }

    private var ends = [
        End(conversation: end(.controller, 1)), End(conversation: end(.sharer, 2)),
    ]
    private var now: Int64 = 0

    mutating func act(_ deed: UInt8, _ amount: Int) {
        let index = Int(deed & 1)
        switch deed >> 1 & 7 {
        case 0, 1: carry(to: index, amount * 16)
        case 2: say(index, amount * 16)
        case 3:
            let count = min(amount, ends[index].untaken)
            ends[index].conversation.took(count, now: now)
            ends[index].untaken -= count
        case 4 where !ends[index].arriving.isEmpty:
            ends[index].arriving[amount % ends[index].arriving.count] ^= 1 << (deed >> 5)
        case 5: ends[index].arriving += ends[index].arriving.prefix(amount)
        case 6: ends[index].arriving.removeFirst(min(amount, ends[index].arriving.count))
        case 7:
            now += Int64(amount) * 10
            try? ends[index].conversation.deadlineReached(now: now)
        default: break
        }
        for index in 0...1 {
            let output = ends[index].conversation.output
            precondition((0...2048).contains(ends[index].conversation.room), "too much room")
            ends[index].conversation.sent(output.count)
            ends[1 - index].arriving += output
        }
    }

    private mutating func say(_ index: Int, _ count: Int) {
        let start = ends[index].said.count
        let data = (start..<start + count).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
        let sent = ends[index].conversation.send(data[...], now: now)
        ends[index].said += data.prefix(sent)
    }

    private mutating func carry(to index: Int, _ count: Int) {
        let piece = Array(ends[index].arriving.prefix(count))
        ends[index].arriving.removeFirst(piece.count)
        for event in (try? ends[index].conversation.received(piece, now: now)) ?? [] {
            switch event {
            case .proved: ends[index].conversation.accept(now: now)
            case .data(let data):
                ends[index].heard += data
                ends[index].untaken += data.count
                precondition(ends[index].untaken <= 2048, "more than it has room for")
                precondition(
                    ends[1 - index].said.starts(with: ends[index].heard), "never said")
            case .accepted, .ended: break
            }
        }
    }
}
