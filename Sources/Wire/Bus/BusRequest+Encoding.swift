// SPDX-License-Identifier: Apache-2.0

extension BusRequest {
    /// What stands after the command.
    package var payload: [UInt8] {
        switch self {
        case .identify, .capabilities, .statistics, .presence, .finish: []
        case .status(let number), .clear(let number): .littleEndian(number)
        case .glyphs(let text): Array(text.utf8)
        case .show(let page): page.payload
        case .brightness(let percent): [percent]
        case .start(let uid), .quiet(let uid): uid.bytes
        case .time(let seconds, let offset):
            .littleEndian(seconds) + .littleEndian(UInt16(min(max(offset, -1440), 1440) + 1440))
        case .discover(let begin, let bits, let prefix): [begin ? 1 : 0, bits] + prefix.bytes
        case .link(let link):
            link.uid.bytes + [link.address, link.baud?.rawValue ?? 0, link.turnAround]
        case .pad(let face): face.payload
        case .rate(let ref, let seconds): [ref, seconds]
        case .light(let light, let colour): [light.rawValue, colour.rawValue]
        case .beep(let times, let length): [times, length]
        case .dots(let dots): dots.payload
        case .draw(let draw): draw.payload
        case .open(let nonce): .littleEndian(nonce)
        case .key(let key): key.bytes
        case .firmware(let size, let sum, let version):
            .littleEndian(size) + .littleEndian(sum) + version.bytes
        case .block(let offset, let data): .littleEndian(offset) + data
        }
    }
}

extension BusLook {
    var bytes: [UInt8] { [turn, blink, scroll, keep, colour.rawValue] }
}

extension BusVersion {
    var bytes: [UInt8] { [major, minor, patch] }
}

extension BusPage {
    var payload: [UInt8] {
        .littleEndian(tag) + [number.byte] + look.bytes + Array(text.utf8)
    }
}

extension BusPadFace {
    var payload: [UInt8] {
        .littleEndian(waiting ?? .max) + [state.rawValue]
            + number.unicodeScalars.prefix(8).map {
                0x20...0x7E ~= $0.value ? UInt8($0.value) : 0x3F
            }
    }
}

extension BusDots {
    var payload: [UInt8] {
        var payload = [UInt8].littleEndian(tag) + [number.byte] + .littleEndian(offset)
        if let start {
            payload += .littleEndian(start.width) + [start.encoding.rawValue]
        }
        return payload + data
    }
}

extension BusDraw {
    var payload: [UInt8] {
        .littleEndian(tag) + [pages] + look.bytes + .littleEndian(sum)
    }
}
