// SPDX-License-Identifier: Apache-2.0

/// How many waited how long, in buckets narrow where waits are short, so that the median of a year
/// can be told without looking at half a million tickets.
package struct WaitSpread: Sendable, Equatable {
    /// Whole seconds at which each bucket begins; the last has no end.
    package static let starts: [Int] = {
        let steps = [(120, 10), (600, 30), (1800, 60), (3600, 120), (7200, 300), (14_400, 900)]
        var starts: [Int] = []
        var start = 0
        for (end, width) in steps {
            starts += stride(from: start, to: end, by: width)
            start = end
        }
        return starts + stride(from: start, through: 86_400, by: 3600)
    }()

    /// Counts by bucket; buckets nobody fell into are left out.
    private var counts: [UInt8: Int] = [:]

    package init() {}

    package var total: Int { counts.values.reduce(0, &+) }

    package mutating func add(_ seconds: Int) {
        counts[Self.bucket(of: seconds), default: 0] += 1
    }

    package mutating func add(_ other: WaitSpread) {
        counts.merge(other.counts, uniquingKeysWith: &+)
    }

    /// The seconds that this part (0–1) of all waited at most, as near as the buckets tell; nil if
    /// nobody waited.
    package func seconds(at part: Double) -> Int? {
        let total = total
        guard total > 0 else { return nil }
        let rank = max(1, (Double(total) * part).rounded(.up))
        var below = 0
        for (bucket, count) in counts.sorted(by: { $0.key < $1.key }) {
            defer { below += count }
            guard Double(below + count) >= rank else { continue }
            let start = Self.starts[Int(bucket)]
            guard Int(bucket) + 1 < Self.starts.count else { return start }
            let width = Double(Self.starts[Int(bucket) + 1] - start)
            // As if they were spread evenly over the bucket.
            return start + Int(width * (rank - Double(below) - 0.5) / Double(count))
        }
        return nil
    }

    private static func bucket(of seconds: Int) -> UInt8 {
        var low = 0
        var high = starts.count
        while low + 1 < high {
            let middle = (low + high) / 2
            if starts[middle] <= seconds { low = middle } else { high = middle }
        }
        return UInt8(low)
    }
}

extension WaitSpread {
    /// A bucket's number and its count as LEB128, for each bucket in order.
    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        for (bucket, count) in counts.sorted(by: { $0.key < $1.key }) {
            bytes.append(bucket)
            var rest = count
            while rest >= 0x80 {
                bytes.append(UInt8(rest & 0x7F) | 0x80)
                rest >>= 7
            }
            bytes.append(UInt8(rest))
        }
        return bytes
    }

    /// Reads what `bytes` wrote; what follows a break in it is left out.
    init(bytes: some Sequence<UInt8>) {
        var bytes = bytes.makeIterator()
        while let bucket = bytes.next(), Int(bucket) < Self.starts.count {
            var count = 0
            var shift = 0
            while let byte = bytes.next(), shift < 42 {
                count |= Int(byte & 0x7F) << shift
                shift += 7
                guard byte & 0x80 != 0 else { break }
            }
            counts[bucket] = count
        }
    }
}
