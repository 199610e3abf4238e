// SPDX-License-Identifier: Apache-2.0

import Wire

/// What a window unit must do by SPEC.md, in the order it is tried.
package enum Checks {
    package static let all: [ConformanceCheck] =
        contact + frames + damage + timing + sign + faces + texts + repeats + finding + links
        + events + parts + bitmaps + seals + firmware + hands
}

// MARK: Who is there

extension Checks {
    static let contact = [
        ConformanceCheck("contact", "4", .sign, hint: "contact", answers),
        ConformanceCheck("identify", "8.1", .sign, hint: "payload", identify),
        ConformanceCheck("capabilities", "8.2", .sign, hint: "payload", capabilities),
        ConformanceCheck("unasked", "3", .sign, hint: "unasked", unasked),
    ]

    /// A unit that hears nothing may hear what is wrong in a way that makers know.
    private static func answers(_ talk: inout BusTalk) throws(ConformanceStop) {
        let request = talk.frame(.identify, sequence: 0)
        guard try talk.exchange(request.wire).heard.isEmpty else {
            let first = talk.last
            if let first { try talk.answer(in: first, to: request) }
            return
        }
        let first = talk.last
        for (name, frame) in mistaken(Array(request.body.dropLast(4))) {
            guard try talk.exchange(frame).heard.isEmpty else {
                throw .differs("CRC-32", expected: "FFFFFFFF … FFFFFFFF, 4 bytes, LE", name)
            }
        }
        let rate = talk.line.baud
        if let found = try rateAnswered(&talk, request.wire) {
            throw .differs("baud", expected: "\(rate)", "\(found)")
        }
        talk.last = first
        throw .failed(ConformanceFinding(kind: .noAnswer))
    }

    /// The frame with the sums that are got wrong most often, and what is wrong with each.
    private static func mistaken(_ body: [UInt8]) -> [(name: String, wire: [UInt8])] {
        let right = CRC32.of(body)
        // The sum is linear: beginning with 0 adds what the first 32 bits, turned, come to.
        let turned = body.enumerated().map { $0.offset < 4 ? ~$0.element : $0.element }
        let fromZero = CRC32.of(turned)
        func framed(_ sum: UInt32) -> [UInt8] {
            let bytes = stride(from: 0, to: 32, by: 8).map { UInt8(truncatingIfNeeded: sum >> $0) }
            return [0] + COBS.encode(body + bytes) + [0]
        }
        return [
            ("00000000 … FFFFFFFF", framed(fromZero)),
            ("00000000 … 00000000", framed(~fromZero)),
            ("FFFFFFFF … 00000000", framed(~right)),
            ("FFFFFFFF … FFFFFFFF, BE", framed(right.byteSwapped)),
            ("—", [0] + COBS.encode(body) + [0]),
        ]
    }

    private static func rateAnswered(
        _ talk: inout BusTalk, _ wire: [UInt8]
    ) throws(ConformanceStop) -> Int? {
        let rate = talk.line.baud
        for other in BusBaud.allCases where other.rate != rate {
            guard try talk.change(baud: other.rate) else { return nil }
            let isHeard = try !talk.exchange(wire).frames.isEmpty
            _ = try talk.change(baud: rate)
            if isHeard { return other.rate }
        }
        return nil
    }

    private static func identify(_ talk: inout BusTalk) throws(ConformanceStop) {
        let payload = try talk.ok(.identify, sequence: 0)
        guard let identity = BusIdentity(payload: payload) else {
            throw .differs("payload", expected: "14–38 bytes, UTF-8", hexadecimal(payload))
        }
        talk.identity = identity
        try talk.isTrue(payload.count <= 38, "payload", expected: "14–38 bytes", payload.count)
        try talk.isTrue(
            identity.uid.isOfUnit, "uid", expected: "000000000001–fffffffffffe", identity.uid)
        let name = payload.dropFirst(14)
        try talk.isTrue(
            String(validating: name, as: UTF8.self) != nil, "name", expected: "UTF-8",
            hexadecimal(name))
        try talk.equal("payload", expected: payload, talk.ok(.identify, sequence: 0))
    }

    private static func capabilities(_ talk: inout BusTalk) throws(ConformanceStop) {
        let payload = try talk.ok(.capabilities)
        guard let found = BusCapabilities(payload: payload) else {
            throw .differs("payload", expected: "23 bytes", "\(payload.count)")
        }
        talk.capabilities = found
        let bits = found.features.rawValue
        let facts: [(Bool, String, String, String)] = [
            (1...3 ~= found.level, "level", "1–3", "\(found.level)"),
            (found.needs == 0, "needs", "0", "\(found.needs)"),
            (80...250 ~= found.body, "body", "80–250", "\(found.body)"),
            (1...16 ~= found.pages, "pages", "1–16", "\(found.pages)"),
            (
                found.width == 0 || found.height > 0 && found.lines > 0, "height, lines", "≥ 1",
                "\(found.height), \(found.lines)"
            ),
            (found.bauds.contains(.init(.baud9600)), "bauds", "9600", "\(found.bauds.rawValue)"),
            (found.presence <= 8, "presence", "0–8", "\(found.presence)"),
            (
                talk.has(.presence) == (found.presence > 0), "features bit 5",
                found.presence > 0 ? "1" : "0", "\(bits >> 5 & 1)"
            ),
            (
                talk.has(.bitmaps) == (found.memory > 0), "features bit 9",
                found.memory > 0 ? "1" : "0", "\(bits >> 9 & 1)"
            ),
            (found.level == 1 || found.queue > 0, "queue", "≥ 1", "\(found.queue)"),
        ]
        for (isSo, what, expected, got) in facts {
            try talk.isTrue(isSo, what, expected: expected, got)
        }
    }

    /// Nobody asks for a while; nobody should speak.
    private static func unasked(_ talk: inout BusTalk) throws(ConformanceStop) {
        let heard = try talk.overheard(milliseconds: 700)
        guard heard.isEmpty else { throw .failed(ConformanceFinding(kind: .answered)) }
    }
}
