// SPDX-License-Identifier: Apache-2.0

extension BusRequest {
    /// Reads what a controller asks, as a unit must: length first, then values from first to last
    /// (SPEC.md section 12). What depends on the unit's state or parts it does not know.
    package init(command: UInt8, payload: [UInt8]) throws(BusError) {
        guard let code = BusCommand(rawValue: command) else { throw .unknownCommand }
        guard payload.count >= code.shortest else { throw .length }
        var reader = BusPayloadReader(payload)
        switch code {
        case .identify: self = .identify
        case .capabilities: self = .capabilities
        case .statistics: self = .statistics
        case .presence: self = .presence
        case .finish: self = .finish
        case .status: self = .status(ack: reader.next())
        case .glyphs: self = .glyphs(try reader.text())
        case .show: self = .show(try BusPage(&reader))
        case .clear: self = .clear(tag: try reader.tag())
        case .brightness: self = .brightness(try reader.byte(in: 0...100))
        case .start: self = .start(reader.nextUID())
        case .quiet: self = .quiet(reader.nextUID())
        case .time:
            let seconds: UInt32 = reader.next()
            let offset: UInt16 = reader.next()
            guard offset <= 2880 else { throw .value(offset: 4) }
            self = .time(seconds: seconds, offsetMinutes: Int(offset) - 1440)
        case .discover:
            let begin = try reader.byte(in: 0...1) == 1
            let bits = try reader.byte(in: 0...UInt8(BusUID.width))
            self = .discover(begin: begin, bits: bits, prefix: reader.nextUID())
        case .link: self = .link(try BusLink(&reader))
        case .pad: self = .pad(try BusPadFace(&reader))
        case .rate: self = .rate(ref: reader.next(), seconds: reader.next())
        case .light: self = .light(try reader.choice(), reader.colour())
        case .beep:
            let times = try reader.byte(in: 1...9)
            self = .beep(times: times, length: try reader.byte(in: 1...100))
        case .dots: self = .dots(try BusDots(&reader))
        case .draw: self = .draw(try BusDraw(&reader))
        case .open: self = .open(nonce: reader.next())
        case .key: self = .key(BusKey(reader.next(), reader.next()))
        case .firmware:
            let size: UInt32 = reader.next()
            guard size > 0 else { throw .value(offset: 0) }
            self = .firmware(size: size, sum: reader.next(), version: BusVersion(&reader))
        case .block: self = .block(offset: reader.next(), data: reader.rest)
        }
    }
}

extension BusPayloadReader {
    fileprivate mutating func byte(in range: ClosedRange<UInt8>) throws(BusError) -> UInt8 {
        let byte: UInt8 = next()
        guard range.contains(byte) else { throw .value(offset: UInt8(offset - 1)) }
        return byte
    }

    fileprivate mutating func choice<Choice: RawRepresentable<UInt8>>() throws(BusError) -> Choice {
        guard let choice = Choice(rawValue: next()) else {
            throw .value(offset: UInt8(offset - 1))
        }
        return choice
    }

    fileprivate mutating func colour() -> BusColour {
        BusColour(rawValue: next()) ?? .usual
    }

    fileprivate mutating func tag() throws(BusError) -> UInt16 {
        let tag: UInt16 = next()
        guard tag != 0 else { throw .value(offset: UInt8(offset - 2)) }
        return tag
    }

    fileprivate mutating func text() throws(BusError) -> String {
        let bytes = rest
        if let fault = BusText.firstFault(in: bytes) {
            throw .text(offset: UInt8(truncatingIfNeeded: offset + fault))
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension BusLook {
    fileprivate init(_ reader: inout BusPayloadReader, pages: UInt8) throws(BusError) {
        turn = try reader.byte(in: (pages > 1 ? 1 : 0)...255)
        blink = reader.next()
        scroll = reader.next()
        keep = try reader.byte(in: 1...255)
        colour = reader.colour()
    }
}

extension BusPage {
    fileprivate init(_ reader: inout BusPayloadReader) throws(BusError) {
        tag = try reader.tag()
        number = BusPageNumber(byte: reader.next())
        look = try BusLook(&reader, pages: number.count)
        text = try reader.text()
    }
}

extension BusLink {
    fileprivate init(_ reader: inout BusPayloadReader) throws(BusError) {
        uid = reader.nextUID()
        address = reader.next()
        guard address <= 250 || address == 255 else { throw .value(offset: 6) }
        let rate = try reader.byte(in: 0...5)
        baud = BusBaud(rawValue: rate)
        turnAround = try reader.byte(in: 0...90)
    }
}

extension BusPadFace {
    fileprivate init(_ reader: inout BusPayloadReader) throws(BusError) {
        let people: UInt16 = reader.next()
        waiting = people == .max ? nil : people
        state = State(rawValue: reader.next())
        let characters = reader.rest.prefix(8)
        if let fault = characters.firstIndex(where: { !(0x20...0x7E ~= $0) }) {
            throw .text(offset: UInt8(reader.offset + fault))
        }
        number = String(decoding: characters, as: UTF8.self)
    }
}

extension BusDots {
    fileprivate init(_ reader: inout BusPayloadReader) throws(BusError) {
        tag = try reader.tag()
        number = BusPageNumber(byte: reader.next())
        offset = reader.next()
        guard offset == 0 else {
            data = reader.rest
            return
        }
        guard reader.rest.count > 3 else { throw .length }
        let width: UInt16 = reader.next()
        guard 1...1024 ~= width else { throw .value(offset: 5) }
        start = Start(width: width, encoding: try reader.choice())
        data = reader.rest
    }
}

extension BusDraw {
    fileprivate init(_ reader: inout BusPayloadReader) throws(BusError) {
        tag = try reader.tag()
        pages = try reader.byte(in: 1...16)
        look = try BusLook(&reader, pages: pages)
        sum = reader.next()
    }
}

extension BusVersion {
    init(_ reader: inout BusPayloadReader) {
        self.init(reader.next(), reader.next(), reader.next())
    }
}
