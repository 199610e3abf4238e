// SPDX-License-Identifier: Apache-2.0

/// What the two ends of a shared port say to each other once they share keys.
enum ShareMessage: Equatable {
    /// The controller's first: that it can seal it proves that it has the key.
    case proof
    /// The sharer's first: the port is open.
    case accepted
    /// The sharer's last: why there is no port, a raw value of `ChannelError.Code`.
    case ended(String)
    /// What goes to the device or comes from it.
    case data([UInt8])
    /// So many bytes of data were handed on, and as many more may be sent.
    case taken(Int)
    /// Nothing, so that the other knows that somebody is there.
    case alive

    /// The most bytes of data in one message.
    static let dataLimit = 1024
    /// The most bytes of data that are under way in one direction.
    static let window = 2048
    private static let codeLimit = 40

    /// A byte for the kind and what it says.
    var bytes: [UInt8] {
        switch self {
        case .proof: [0]
        case .accepted: [1]
        case .ended(let code): [2] + code.utf8.prefix(Self.codeLimit)
        case .data(let data): [3] + data
        case .taken(let count): [4, UInt8(truncatingIfNeeded: count >> 8), UInt8(count & 0xFF)]
        case .alive: [5]
        }
    }

    /// Nil for anything that `bytes` does not make.
    init?(_ bytes: [UInt8]) {
        let rest = bytes.dropFirst()
        switch bytes.first {
        case 0 where rest.isEmpty: self = .proof
        case 1 where rest.isEmpty: self = .accepted
        case 2 where (1...Self.codeLimit).contains(rest.count) && rest.allSatisfy(Self.isCode):
            self = .ended(String(decoding: rest, as: UTF8.self))
        case 3 where (1...Self.dataLimit).contains(rest.count): self = .data(Array(rest))
        case 4 where rest.count == 2:
            let count = rest.reduce(0) { $0 << 8 | Int($1) }
            guard (1...Self.window).contains(count) else { return nil }
            self = .taken(count)
        case 5 where rest.isEmpty: self = .alive
        default: return nil
        }
    }

    private static func isCode(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte) || byte == UInt8(ascii: "-")
    }
}
