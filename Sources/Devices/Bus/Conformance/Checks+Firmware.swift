// SPDX-License-Identifier: Apache-2.0

import Wire

// MARK: Firmware by wire

extension Checks {
    static let firmware = [
        ConformanceCheck("blockAlone", "14.3", .firmware, hint: "firmware", blockAlone),
        ConformanceCheck("update", "14.3", .firmware, hint: "firmware", update),
    ]

    private static func blockAlone(_ talk: inout BusTalk) throws(ConformanceStop) {
        let errors: [BusError] = [.page(expected: nil), .refused, .fault(nil)]
        try talk.refused(talk.frame(.block(offset: 0, data: [1, 2, 3])), oneOf: errors)
        try talk.refused(talk.frame(.finish), oneOf: errors)
        try talk.refused(talk.frame(BusCommand.firmware.rawValue, [0, 0, 0, 0, 0]), .length)
    }

    /// Blocks at wrong places change nothing; then the whole image, and the unit comes back.
    private static func update(_ talk: inout BusTalk) throws(ConformanceStop) {
        guard let image = talk.options.firmware, !image.isEmpty else {
            throw .skipped(.notAsked)
        }
        let version = talk.identity?.firmware ?? BusVersion(0, 0, 0)
        let begin = BusRequest.firmware(
            size: UInt32(image.count), sum: CRC32.of(image), version: version)
        let limit = try talk.patiently(begin).first ?? 0
        let room = Int(talk.capabilities?.body ?? 80) - BusFrame.requestOverhead - 4
        try talk.isTrue(1...room ~= Int(limit), "block", expected: "1–\(room)", limit)
        try talk.refused(.block(offset: 1, data: [1]), .page(expected: 0))
        try talk.refused(.finish, .page(expected: nil))
        var offset = 0
        while offset < image.count {
            let data = Array(image[offset...].prefix(Int(limit)))
            let payload = try talk.patiently(.block(offset: UInt32(offset), data: data))
            offset += data.count
            let next = payload.prefix(4).reversed().reduce(0 as UInt32) { $0 << 8 | UInt32($1) }
            try talk.equal("next", expected: UInt32(offset), next)
        }
        try talk.patiently(.finish)
        try talk.returned(within: 60)
        talk.identity = BusIdentity(payload: try talk.ok(.identify, sequence: 0))
        try talk.equal("flags 0", expected: true, talk.status().flags.contains(.notStarted))
        try talk.started()
    }
}

extension BusTalk {
    /// Asks again as long as the unit is busy, for ten seconds at most.
    @discardableResult mutating func patiently(
        _ request: BusRequest
    ) throws(ConformanceStop) -> [UInt8] {
        for _ in 0..<100 {
            let answer = try answer(to: frame(request))
            guard answer.status == BusError.busy.status else {
                try equal("status", expected: 0, answer.status)
                return answer.payload
            }
            try wait(milliseconds: 100)
        }
        throw .differs("status", expected: "0", "7 BUSY")
    }

    /// Waits until the unit answers again.
    mutating func returned(within seconds: Int64) throws(ConformanceStop) {
        let end = line.now + seconds * 1_000_000_000
        repeat {
            let frame = frame(.identify, sequence: 0)
            guard try exchange(frame.wire).frames.isEmpty else { return }
            try rest(until: line.now + 200_000_000)
        } while line.now < end
        throw .failed(ConformanceFinding(kind: .noAnswer))
    }
}
