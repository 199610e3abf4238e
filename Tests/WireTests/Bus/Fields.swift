// SPDX-License-Identifier: Apache-2.0

@testable import Wire

extension BusRequest {
    /// What the vectors say of a request: its fields by their names in `schema.txt`.
    var fields: [String: Field] {
        switch self {
        case .identify, .capabilities, .statistics, .presence, .finish: [:]
        case .status(let ack): ["ack": .number(ack)]
        case .glyphs(let text): ["text": .text(text)]
        case .show(let page):
            page.look.fields.merging([
                "tag": .number(page.tag), "page": page.number.field, "text": .text(page.text),
            ]) { $1 }
        case .clear(let tag): ["tag": .number(tag)]
        case .brightness(let percent): ["percent": .number(percent)]
        case .start(let uid), .quiet(let uid): ["uid": .text(uid.description)]
        case .time(let seconds, let offset):
            ["seconds": .number(seconds), "offset": .number(offset + 1440)]
        case .discover(let begin, let bits, let prefix):
            [
                "begin": .number(begin ? 1 : 0), "bits": .number(bits),
                "prefix": .text(prefix.description),
            ]
        case .link(let link):
            [
                "uid": .text(link.uid.description), "address": .number(link.address),
                "baud": .number(link.baud?.rawValue ?? 0), "turnaround": .number(link.turnAround),
            ]
        case .pad(let face):
            ["waiting": .number(face.waiting ?? .max), "state": .number(face.state.rawValue)]
                .merging(face.number.isEmpty ? [:] : ["number": .text(face.number)]) { $1 }
        case .rate(let ref, let seconds): ["ref": .number(ref), "seconds": .number(seconds)]
        case .light(let light, let colour):
            ["mode": .number(light.rawValue), "colour": .number(colour.rawValue)]
        case .beep(let times, let length): ["times": .number(times), "length": .number(length)]
        case .dots(let dots): dots.fields
        case .draw(let draw):
            draw.look.fields.merging([
                "tag": .number(draw.tag), "pages": .number(draw.pages), "sum": .number(draw.sum),
            ]) { $1 }
        case .open(let nonce): ["nonce": .hexadecimal(.littleEndian(nonce))]
        case .key(let key): ["key": .hexadecimal(key.bytes)]
        case .firmware(let size, let sum, let version):
            ["size": .number(size), "crc": .number(sum), "version": .text("\(version)")]
        case .block(let offset, let data):
            ["offset": .number(offset), "data": .hexadecimal(data)]
        }
    }
}

extension BusPageNumber {
    fileprivate var field: Field { .number(Int(count - 1) << 4 | Int(index)) }
}

extension BusLook {
    fileprivate var fields: [String: Field] {
        [
            "turn": .number(turn), "blink": .number(blink), "scroll": .number(scroll),
            "keep": .number(keep), "colour": .number(colour.rawValue),
        ]
    }
}

extension BusDots {
    fileprivate var fields: [String: Field] {
        var fields: [String: Field] = [
            "tag": .number(tag), "page": number.field, "offset": .number(offset),
            "data": .hexadecimal(data),
        ]
        fields["width"] = start.map { .number($0.width) }
        fields["encoding"] = start.map { .number($0.encoding.rawValue) }
        return fields
    }
}

/// An answer's payload, read and written again.
struct ReadAnswer {
    var fields: [String: Field] = [:]
    var payload: [UInt8] = []

    /// Nil if the payload is too short for its command.
    init?(command: UInt8, payload: [UInt8]) {
        switch BusCommand(rawValue: command) {
        case .identify: self.init(BusIdentity(payload: payload))
        case .capabilities: self.init(BusCapabilities(payload: payload))
        case .status: self.init(BusStatus(payload: payload))
        case .statistics: self.init(BusStatistics(payload: payload))
        case .start: self.init(BusStart(payload: payload))
        case .open: self.init(BusOpening(payload: payload))
        case .glyphs:
            let missing = BusGlyphs.missing(payload: payload)
            self.init(
                missing.isEmpty ? [:] : ["missing": .numbers(missing.map { Int($0.value) })],
                BusGlyphs.payload(missing: missing))
        case .presence:
            let channels = BusChannel.channels(payload: payload)
            self.init(
                channels.isEmpty ? [:] : ["channel": .list(channels.map(\.fields))],
                channels.flatMap(\.payload))
        case .discover, .quiet, .link:
            guard let uid = BusUID(bytes: payload) else { return nil }
            self.init(["uid": .text(uid.description)], uid.bytes)
        case .key: self.init(["proof": .hexadecimal(payload)], payload)
        case .firmware: self.init(["block": .number(payload.first ?? 0)], payload)
        case .block:
            self.init(["next": .number(payload.littleEndian(at: 0) as UInt32)], payload)
        default: self.init([:], [])
        }
    }

    private init(_ fields: [String: Field], _ payload: [UInt8]) {
        self.fields = fields
        self.payload = payload
    }

    private init?(_ start: BusStart?) {
        guard let start else { return nil }
        self.init(["boot": .number(start.boot), "next": .number(start.next)], start.payload)
    }

    private init?(_ opening: BusOpening?) {
        guard let opening else { return nil }
        self.init(
            [
                "nonce": .hexadecimal(.littleEndian(opening.nonce)),
                "proof": .hexadecimal(.littleEndian(opening.proof)),
            ], opening.payload)
    }

    private init?(_ identity: BusIdentity?) {
        guard let identity else { return nil }
        payload = identity.payload
        fields = [
            "uid": .text(identity.uid.description), "vendor": .number(identity.vendor),
            "model": .number(identity.model), "hardware": .number(identity.hardware),
            "firmware": .text("\(identity.firmware)"),
        ]
        if !identity.name.isEmpty { fields["name"] = .text(identity.name) }
    }

    private init?(_ abilities: BusCapabilities?) {
        guard let abilities else { return nil }
        payload = abilities.payload
        fields = [
            "level": .number(abilities.level), "schema": .number(abilities.schema),
            "features": .number(abilities.features.rawValue), "needs": .number(abilities.needs),
            "body": .number(abilities.body), "width": .number(abilities.width),
            "height": .number(abilities.height), "lines": .number(abilities.lines),
            "pages": .number(abilities.pages), "charset": .number(abilities.charset.rawValue),
            "colours": .number(abilities.colours.rawValue), "memory": .number(abilities.memory),
            "bauds": .number(abilities.bauds.rawValue), "presence": .number(abilities.presence),
            "queue": .number(abilities.queue),
        ]
    }

    private init?(_ status: BusStatus?) {
        guard let status else { return nil }
        payload = status.payload
        fields = ["flags": .number(status.flags.rawValue), "shown": .number(status.shown)]
        if !status.events.isEmpty {
            fields["first"] = .number(status.first)
            fields["event"] = .list(status.events.map(\.fields))
        }
    }

    private init?(_ statistics: BusStatistics?) {
        guard let statistics else { return nil }
        payload = statistics.payload
        fields = [
            "uptime": .number(statistics.uptime), "restarts": .number(statistics.restarts),
            "good": .number(statistics.good), "broken": .number(statistics.broken),
            "repeats": .number(statistics.repeats), "lost": .number(statistics.lost),
            "faults": .number(statistics.faultBits),
            "temperature": .number(statistics.temperature.map { $0 + 40 } ?? 0),
            "supply": .number(statistics.supply ?? 0),
        ]
    }
}

extension BusEvent {
    fileprivate var fields: [String: Int] {
        ["kind": Int(kind.rawValue), "age": Int(age), "code": Int(code), "value": Int(value)]
    }
}

extension BusChannel {
    fileprivate var fields: [String: Int] {
        [
            "kind": Int(kind.rawValue), "state": Int(state.rawValue), "quality": Int(quality),
            "fault": Int(fault.rawValue), "age": Int(age ?? .max),
        ]
    }
}
