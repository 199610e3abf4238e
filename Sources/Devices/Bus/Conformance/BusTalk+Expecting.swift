// SPDX-License-Identifier: Apache-2.0

import Wire

extension BusTalk {
    /// The one good frame that came back for a request, whatever its status.
    @discardableResult mutating func answer(
        to frame: BusFrame, gap: Int64 = 0
    ) throws(ConformanceStop) -> BusFrame {
        try answer(in: exchange(frame.wire, gap: gap), to: frame)
    }

    /// The one good frame that came back, if that answers `frame`.
    @discardableResult func answer(
        in exchange: BusTurn, to frame: BusFrame, from address: UInt8? = nil
    ) throws(ConformanceStop) -> BusFrame {
        guard let heard = exchange.frames.first else {
            guard exchange.heard.isEmpty else { throw .broken("…") }
            throw .failed(ConformanceFinding(kind: .noAnswer))
        }
        guard case .frame(let answer) = heard else {
            guard case .broken(let fault) = heard else { throw .broken("…") }
            throw .broken("\(fault)")
        }
        try equal("frames", expected: 1, exchange.frames.count)
        try equal("head bit 5", expected: 1, answer.isAnswer ? 1 : 0)
        let asked = frame.address == BusFrame.everyone ? self.address : frame.address
        try equal("address", expected: address ?? asked, answer.address)
        try equal("sequence", expected: frame.sequence, answer.sequence)
        try equal("command", expected: frame.command, answer.command)
        return answer
    }

    /// Asks for what the unit must do; returns the answer's payload.
    @discardableResult mutating func ok(
        _ request: BusRequest, sequence: UInt8? = nil
    ) throws(ConformanceStop) -> [UInt8] {
        try ok(frame(request, sequence: sequence))
    }

    @discardableResult mutating func ok(_ frame: BusFrame) throws(ConformanceStop) -> [UInt8] {
        let answer = try answer(to: frame)
        try equal("status", expected: "0", Self.named(answer))
        return answer.payload
    }

    /// Asks for what the unit must refuse with this status, and with this payload if the error has
    /// one.
    mutating func refused(_ frame: BusFrame, _ error: BusError) throws(ConformanceStop) {
        let answer = try answer(to: frame)
        try equal("status", expected: Self.named(error), Self.named(answer))
        guard !error.payload.isEmpty else { return }
        try equal(
            "payload", expected: hexadecimal(error.payload),
            hexadecimal(Array(answer.payload.prefix(error.payload.count))))
    }

    mutating func refused(
        _ request: BusRequest, _ error: BusError
    ) throws(ConformanceStop) {
        try refused(frame(request), error)
    }

    /// Asks for what the unit must refuse with one of these, whatever stands behind it.
    mutating func refused(_ frame: BusFrame, oneOf errors: [BusError]) throws(ConformanceStop) {
        let answer = try answer(to: frame)
        guard errors.contains(where: { $0.status == answer.status }) else {
            let names = errors.map(Self.named).joined(separator: ", ")
            throw .differs("status", expected: names, Self.named(answer))
        }
    }

    /// Sends what no unit may answer, and sees that none does.
    mutating func unanswered(_ bytes: [UInt8], gap: Int64 = 0) throws(ConformanceStop) {
        guard try exchange(bytes, gap: gap).heard.isEmpty else {
            throw .failed(ConformanceFinding(kind: .answered))
        }
    }

    func equal<Value: Equatable>(
        _ what: String, expected: Value, _ got: Value
    ) throws(ConformanceStop) {
        guard got == expected else { throw .differs(what, expected: "\(expected)", "\(got)") }
    }

    func isTrue(
        _ condition: Bool, _ what: String, expected: String, _ got: some Any
    ) throws(ConformanceStop) {
        guard condition else { throw .differs(what, expected: expected, "\(got)") }
    }

    /// Goes on only with a unit that says it has this.
    func need(_ features: BusCapabilities.Features) throws(ConformanceStop) {
        guard has(features) else { throw .skipped(.absent) }
    }

    func has(_ features: BusCapabilities.Features) -> Bool {
        capabilities?.features.isSuperset(of: features) ?? false
    }

    private static func named(_ answer: BusFrame) -> String {
        answer.error.map(named) ?? "0"
    }

    private static func named(_ error: BusError) -> String {
        "\(error.status) \(error.name)"
    }
}

// MARK: The state of the unit

extension BusTalk {
    @discardableResult mutating func status(ack: UInt16 = 0) throws(ConformanceStop) -> BusStatus {
        let payload = try ok(.status(ack: ack))
        guard let status = BusStatus(payload: payload) else {
            throw .differs("payload", expected: "flags 1, shown 2", hexadecimal(payload))
        }
        return status
    }

    /// Sees that the unit shows what it should.
    mutating func shows(_ tag: UInt16) throws(ConformanceStop) {
        try equal("shown", expected: tag, status().shown)
    }
}

extension ConformanceStop {
    static func differs(_ what: String, expected: String, _ got: String) -> ConformanceStop {
        .failed(
            ConformanceFinding(
                kind: .differs, values: ["what": what, "expected": expected, "got": got]))
    }

    static func broken(_ fault: String) -> ConformanceStop {
        .failed(ConformanceFinding(kind: .broken, values: ["fault": fault]))
    }
}

/// Bytes for people: `00 0B 5A`.
package func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: true) }
        .joined(separator: " ")
}
