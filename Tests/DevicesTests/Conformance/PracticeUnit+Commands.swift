// SPDX-License-Identifier: Apache-2.0

import Wire

extension PracticeUnit {
    /// Checks a request in the order of SPEC.md section 12 and carries it out.
    mutating func carryOut(_ frame: BusFrame, at time: Int64) throws(BusError) -> [UInt8] {
        guard let code = BusCommand(rawValue: frame.command) else { throw .unknownCommand }
        let isAbsent = parts[code].map { !capabilities.features.contains($0) } ?? false
        guard !isAbsent || has(.partsAfterLength) else {
            if has(.absentIsUnknown) { throw .unknownCommand }
            throw .notHere
        }
        var payload = frame.payload
        if has(.refusesLongerPayloads), code == .clear, payload.count > 2 { throw .length }
        if has(.readsBeyondTheEnd), payload.count < 16 {
            payload += [UInt8](repeating: 1, count: 16)
        }
        if has(.valuesBeforeLength), code == .show, payload.starts(with: [0, 0]) {
            throw .value(offset: 0)
        }
        if has(.anyBrightness), code == .brightness { payload[0] = min(payload[0], 100) }
        if has(.zeroTags), code == .clear, payload.starts(with: [0, 0]) { payload[0] = 9 }
        if has(.anyUTF8) || has(.controlCharacters), code == .show {
            payload = payload.enumerated().map { index, byte in
                let isWrong = has(.anyUTF8) ? byte > 0x7F : byte < 0x20 || byte == 0x7F
                return index > 7 && isWrong ? 0x41 : byte
            }
        }
        if has(.stopsAtZeroBytes), let end = payload.firstIndex(of: 0), code == .clear {
            payload = payload.prefix(end) + [0, 0]
            if payload.starts(with: [0, 0]) { payload[0] = 1 }
        }
        let request = try BusRequest(command: frame.command, payload: payload)
        if isAbsent { throw .notHere }
        return try carryOut(request, at: time)
    }

    private var parts: [BusCommand: BusCapabilities.Features] {
        [
            .pad: .padDisplay, .rate: .rating, .light: .light, .beep: .buzzer,
            .presence: .presence, .dots: .bitmaps, .draw: .bitmaps, .open: .authentication,
            .key: .authentication, .firmware: .firmware, .block: .firmware, .finish: .firmware,
        ]
    }

    mutating func carryOut(
        _ request: BusRequest, at time: Int64
    ) throws(BusError) -> [UInt8] {
        state.oldAddress = nil
        if capabilities.level == 1, request.code.level > 1 { throw .unknownCommand }
        switch request {
        case .identify:
            var identity = BusIdentity(uid)
            identity.name = "Practice"
            return identity.payload
        case .capabilities: return capabilities.payload
        case .status(let ack):
            guard capabilities.level > 1 else {
                return Array(state.status(at: time, self).payload.prefix(3))
            }
            if state.isStarted { state.acknowledge(ack, self) }
            var payload = state.status(at: time, self).payload
            if has(.nineEvents), payload.count > 40 { payload += [2, 0, 0, 1, 0] }
            return payload
        case .glyphs(let text): return BusGlyphs.payload(missing: missing(of: text))
        case .show(let page): try show(page)
        case .clear(let tag):
            forget()
            state.show(tag, keep: has(.clearEnds) ? 1 : nil)
            if has(.flagStays) { state.isSilent = true }
        case .brightness, .time, .light, .beep, .pad: break
        case .start(let wanted): return try start(wanted)
        case .statistics:
            state.statistics.uptime = UInt32(time / 1_000_000_000)
            return state.statistics.payload
        case .discover(let begin, let bits, let prefix):
            return discovered(begin, Int(bits), prefix)
        case .quiet(let wanted):
            guard wanted == uid || has(.quietForOthers) else { return [] }
            state.isQuiet = !has(.neverQuiet)
            return wanted == uid ? uid.bytes : []
        case .link(let link): return try self.link(link)
        case .rate(let ref, let seconds): rate(ref, seconds, at: time)
        case .presence:
            return BusChannel(.radar, .nobody, quality: 80, age: 3).payload
                + BusChannel(.supervisedContact, .unknown, quality: 0, fault: .cableCut, age: nil)
                .payload
        case .dots(let dots):
            state.face = nil
            try state.picture.take(dots, self)
            if has(.drawsAtOnce) { state.shown = dots.tag }
        case .draw(let draw):
            try state.picture.draw(draw, self)
            state.show(draw.tag, keep: draw.look.keep)
        case .open(let nonce): return try open(nonce)
        case .key(let key): return install(key)
        case .firmware: return [64]
        case .block, .finish: throw .refused
        }
        return []
    }

    private mutating func forget() {
        state.face = nil
        if !has(.drawsForgotten) { state.picture = PracticePicture() }
    }

    private mutating func show(_ page: BusPage) throws(BusError) {
        if page == state.lastPage { return }
        if page.text.filter({ $0 == "\n" }).count >= capabilities.lines, !has(.anyLines) {
            throw .value(offset: 8)
        }
        if let lacking = missing(of: page.text).first { throw .noGlyph(lacking.value) }
        if has(.cutsLongTexts), page.text.count > 60 { throw .length }
        let (index, count) = (page.number.index, page.number.count)
        guard index < count, count <= capabilities.pages else { throw .page(expected: nil) }
        if index > 0, !has(.pagesInAnyOrder) {
            guard let face = state.face, face.next == index, face.count == count,
                face.tag == page.tag || has(.pagesOfAnyFace)
            else { throw .page(expected: nil) }
        }
        forget()
        if index + 1 == count || has(.pagesAtOnce) {
            state.show(page.tag, keep: page.look.keep)
        }
        state.face = index + 1 == count ? nil : (page.tag, count, index + 1)
        state.lastPage = page
    }

    private func missing(of text: String) -> [Unicode.Scalar] {
        guard !has(.claimsEveryGlyph) else { return [] }
        var missing: [Unicode.Scalar] = []
        for scalar in text.unicodeScalars {
            let isKnown =
                switch capabilities.charset {
                case .none: scalar == "\n"
                case .ascii: scalar.isASCII
                default: !(0xE000...0xF8FF ~= scalar.value)
                }
            if !isKnown, !missing.contains(scalar) || has(.glyphsTwice) { missing.append(scalar) }
        }
        return has(.glyphsWithoutEnd) ? missing : Array(missing.prefix(16))
    }

    private mutating func start(_ wanted: BusUID) throws(BusError) -> [UInt8] {
        guard wanted == uid || has(.startsAnybody) else { throw .wrongUnit(uid) }
        state.isStarted = true
        if has(.startForgets) { state.events = [] }
        return BusStart(boot: state.boot, next: state.next).payload
    }

    private mutating func discovered(_ begin: Bool, _ bits: Int, _ prefix: BusUID) -> [UInt8] {
        if begin { state.isQuiet = false }
        guard !state.isQuiet else { return [] }
        if has(.ignoresPrefixes) { return uid.bytes }
        var counted = bits
        if has(.wholeBytePrefixes) { counted = bits / 8 * 8 }
        if has(.restOfPrefixCounts) { counted = (bits + 7) / 8 * 8 }
        if has(.reversedBits), bits % 8 != 0 {
            let rest = uid.number ^ prefix.number
            return rest >> (48 - bits / 8 * 8) == 0 ? uid.bytes : []
        }
        return uid.hasPrefix(prefix, bits: counted) ? uid.bytes : []
    }

    private mutating func link(_ link: BusLink) throws(BusError) -> [UInt8] {
        if link.uid == .everyone { return [] }
        guard link.uid == uid || has(.takesOthersLinks) else { throw .wrongUnit(uid) }
        let rate = link.baud.map { BusCapabilities.Bauds($0) }
        let isRateKnown = rate.map { capabilities.bauds.contains($0) } ?? true
        if has(.takesHalfALink), !isRateKnown, link.address != 0 { address = link.address }
        guard isRateKnown else { throw .value(offset: 7) }
        state.oldAddress = address
        if link.address != 0, !has(.keepsOldAddress) {
            address = link.address == 255 ? 0 : link.address
        }
        if link.turnAround != 0 { state.turnAround = link.turnAround }
        if let wanted = link.baud { state.newBaud = wanted.rate }
        return uid.bytes
    }

    private mutating func rate(_ ref: UInt8, _ seconds: UInt8, at time: Int64) {
        if has(.noEventAtSecond) { state.rating = nil } else { state.endRating(at: time, self) }
        guard seconds > 0 else { return }
        state.rating = (ref, time + Int64(seconds) * 1_000_000_000)
    }
}
