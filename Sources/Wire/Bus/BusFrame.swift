// SPDX-License-Identifier: Apache-2.0

/// A frame of the Window Bus, which the controller asks with and a unit answers with (SPEC.md
/// section 4).
package struct BusFrame: Sendable, Hashable {
    /// What is wrong with bytes that are no frame. All are dropped without an answer.
    package enum Fault: Error, Sendable, CaseIterable {
        /// A code byte of the stuffing points beyond the end.
        case stuffing
        /// Shorter than the shortest frame of its kind.
        case tooShort
        /// Longer than any frame.
        case tooLong
        /// The sum is wrong.
        case crc
        /// Another version of the protocol, or a bit that must be zero.
        case head
    }

    /// What proves that a frame is new and comes from who has the key (SPEC.md section 11).
    package struct Seal: Sendable, Hashable {
        package var counter: UInt32
        /// The eight bytes as a little-endian number.
        package var mac: UInt64

        package init(counter: UInt32, mac: UInt64) {
            self.counter = counter
            self.mac = mac
        }
    }

    /// A frame to this address is meant for every unit.
    package static let everyone: UInt8 = 255
    /// The address of a unit that nobody gave one.
    package static let nobody: UInt8 = 0
    /// The addresses that units may have.
    package static let addresses: ClosedRange<UInt8> = 1...250
    /// The most bytes of a body, its sum included.
    package static let bodyLimit = 250
    /// Bytes of a request's body that are not payload.
    package static let requestOverhead = 8
    /// Bytes of an answer's body that are not payload.
    package static let answerOverhead = 9
    /// Bytes that a seal adds to a body.
    package static let sealLength = 12

    package var isAnswer: Bool
    /// Of the unit, in both directions.
    package var address: UInt8
    package var sequence: UInt8
    package var command: UInt8
    /// 0, or what a `BusError` says; without meaning in requests.
    package var status: UInt8
    package var payload: [UInt8]
    package var seal: Seal?

    package init(
        isAnswer: Bool = false, address: UInt8, sequence: UInt8, command: UInt8, status: UInt8 = 0,
        payload: [UInt8] = [], seal: Seal? = nil
    ) {
        self.isAnswer = isAnswer
        self.address = address
        self.sequence = sequence
        self.command = command
        self.status = status
        self.payload = payload
        self.seal = seal
    }

    package init(_ request: BusRequest, to address: UInt8, sequence: UInt8) {
        self.init(
            address: address, sequence: sequence, command: request.command,
            payload: request.payload)
    }

    /// What a unit of this address answers to a request.
    package static func answer(
        to request: BusFrame, address: UInt8, status: UInt8 = 0, payload: [UInt8] = []
    ) -> BusFrame {
        BusFrame(
            isAnswer: true, address: address, sequence: request.sequence, command: request.command,
            status: status, payload: payload)
    }

    /// Whether this answers that request, as far as the head tells: a sealed one must be opened too.
    package func answers(_ request: BusFrame) -> Bool {
        isAnswer && sequence == request.sequence && command == request.command
            && (address == request.address || request.address == Self.everyone)
    }

    /// Why the unit did not do what it was asked; nil in requests and good answers.
    package var error: BusError? {
        isAnswer ? BusError(status: status, payload: payload) : nil
    }
}

extension BusFrame {
    private enum Head {
        static let version: UInt8 = 0b0100_0000
        static let answer: UInt8 = 0b0010_0000
        static let seal: UInt8 = 0b0001_0000
        static let fixed: UInt8 = 0b1100_1111
    }

    /// The body with its sum. With too much payload it is longer than any receiver takes.
    package var body: [UInt8] {
        var body = signed(counter: seal?.counter)
        if let seal { body.append(littleEndian: seal.mac) }
        body.append(littleEndian: CRC32.of(body))
        return body
    }

    /// What goes over the wire.
    package var wire: [UInt8] { [0] + COBS.encode(body) + [0] }

    /// What a MAC is made over: the body up to and including the counter.
    func signed(counter: UInt32?) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Self.answerOverhead + Self.sealLength + payload.count)
        bytes.append(
            Head.version | (isAnswer ? Head.answer : 0) | (counter == nil ? 0 : Head.seal))
        bytes += [address, sequence, command]
        if isAnswer { bytes.append(status) }
        bytes += payload
        if let counter { bytes.append(littleEndian: counter) }
        return bytes
    }

    /// Reads a body with its sum. Of several faults the first of this order is told: length beyond
    /// any frame's, sum, head, too short for its kind.
    package init(body: [UInt8]) throws(Fault) {
        guard body.count >= Self.requestOverhead else { throw .tooShort }
        guard body.count <= Self.bodyLimit else { throw .tooLong }
        let end = body.count - 4
        guard CRC32.of(body[..<end]) == body.littleEndian(at: end) else { throw .crc }
        let head = body[0]
        guard head & Head.fixed == Head.version else { throw .head }
        isAnswer = head & Head.answer != 0
        let isSealed = head & Head.seal != 0
        let start = isAnswer ? 5 : 4
        let payloadEnd = end - (isSealed ? Self.sealLength : 0)
        guard start <= payloadEnd else { throw .tooShort }
        address = body[1]
        sequence = body[2]
        command = body[3]
        status = isAnswer ? body[4] : 0
        payload = Array(body[start..<payloadEnd])
        seal =
            isSealed
            ? Seal(
                counter: body.littleEndian(at: payloadEnd),
                mac: body.littleEndian(at: payloadEnd + 4))
            : nil
    }
}
