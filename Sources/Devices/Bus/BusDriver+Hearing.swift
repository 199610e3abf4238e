// SPDX-License-Identifier: Apache-2.0

import Wire

/// What comes in, and what does not.
extension BusDriver {
    /// Bytes of an answer that no unit sends more of without being broken: a full STATUS, a name.
    private static let longAnswer = 80
    /// The longest that a request waits for somebody to stop speaking.
    private static let politeness: Int64 = 100
    /// Requests remembered, whose answers may come late.
    private static let recentLimit = 4

    /// When a request is given up.
    func deadline(of exchange: BusExchange) -> Int64 {
        exchange.deadline(
            isAnswering: exchange.isAnswering(
                isMidFrame: decoder.isMidFrame, hasEcho: line.hasEcho),
            isHurried: unrest.isBabbling)
    }

    mutating func hear(_ bytes: [UInt8]) -> [LineAction<Report>] {
        var actions: [LineAction<Report>] = []
        var isExcused = exchange != nil || now < excusedUntil
        exchange?.bytes += bytes.count
        for byte in bytes {
            switch decoder.feed(byte: byte) {
            case nil: continue
            case .broken:
                exchange?.isGarbled = true
            case .frame(let frame):
                if isKnown(frame) { isExcused = true }
                actions += hear(frame)
            }
        }
        if !isExcused {
            stray(bytes.count)
            freeAt = max(freeAt, min(now + timing.gap, idleSince + Self.politeness))
            actions += tellLine()
        }
        return actions
    }

    /// Our own words, or the answer to a question that was given up.
    private func isKnown(_ frame: BusFrame) -> Bool {
        frame.isAnswer ? recent.contains { frame.answers($0) } : isOwn(frame)
    }

    private func isOwn(_ frame: BusFrame) -> Bool {
        frame == exchange?.frame || recent.contains(frame)
    }

    private mutating func hear(_ frame: BusFrame) -> [LineAction<Report>] {
        guard frame.isAnswer else {
            if isOwn(frame) {
                line.hasEcho = true
                return tellLine()
            }
            return []
        }
        guard let exchange, frame.answers(exchange.frame) else { return hearUnasked(frame) }
        switch exchange.asker {
        case .nobody: return []
        case .probe:
            self.exchange?.answers.append(frame)
            return []
        case .quiet, .link:
            guard frame.payload.starts(with: exchange.frame.payload.prefix(6)) else { return [] }
            close(exchange, answer: frame)
            return concluded(exchange, isDone: frame.status == 0)
        case .unit(let address):
            guard let index = index(of: address) else { return [] }
            if units[index].hasDropped(exchange.frame) {
                close(exchange, answer: frame)
                return []
            }
            guard units[index].isAnswer(frame) else { return [] }
            close(exchange, answer: frame)
            return take(frame, at: index)
        }
    }

    private mutating func take(_ answer: BusFrame, at index: Int) -> [LineAction<Report>] {
        if units[index].pending?.work == .start, let uid = units[index].identity?.uid {
            units[index].ledger.remember(lastEvents[uid])
        }
        let before = units[index].ledger.last
        let reports = units[index].take(answer, shared, now: now)
        if let last = units[index].ledger.last, last != before {
            // So many units are none: somebody makes them up.
            if lastEvents.count > 4 * BusDiscovery.unitLimit { lastEvents = [:] }
            lastEvents[last.uid] = last
        }
        return reports.map { .report($0) } + tell(at: index)
    }

    private mutating func hearUnasked(_ frame: BusFrame) -> [LineAction<Report>] {
        guard !isKnown(frame), unrest.heard(from: frame.address, now),
            let index = index(of: frame.address)
        else { return [] }
        units[index].shun(.babbling, until: now + BusUnit.shunning)
        if exchange?.asker == .unit(frame.address) { exchange?.asker = .nobody }
        return tell(at: index)
    }

    private mutating func stray(_ count: Int) {
        line.figures.strayBytes += count
        unrest.heard(count, now)
    }

    // MARK: The end of an exchange

    /// It was answered.
    private mutating func close(_ exchange: BusExchange, answer: BusFrame) {
        let length = answer.wire.count
        let duration = timing.transmission(of: length)
        line.figures.answers += 1
        line.figures.useful += timing.transmission(of: exchange.length) + duration
        end(exchange)
        freeAt = now + timing.gap
        if now < exchange.endsAt + duration, let earlier = exchange.earlierEndsAt {
            // This answers what was sent before; the answer to the repeat is still to come.
            patience.heard(after: now - earlier - duration)
            freeAt = exchange.endsAt + BusTiming.answerLimit + duration + timing.gap
        } else if exchange.repeats == 0 {
            patience.heard(after: now - exchange.endsAt - duration)
        }
        if exchange.isPoll { pollFreeAt = max(pollFreeAt, freeAt) }
    }

    /// No answer, or none that is one.
    mutating func unanswered(_ exchange: BusExchange) -> [LineAction<Report>] {
        let isGarbled = exchange.isGarbled || decoder.isMidFrame
        if case .unit = exchange.asker {
            if isGarbled { line.figures.garbled += 1 } else { line.figures.silences += 1 }
            let answer = exchange.bytes - (line.hasEcho ? exchange.length : 0)
            if answer > Self.longAnswer { stray(answer - Self.longAnswer) }
        }
        end(exchange)
        freeAt = exchange.bytes > 0 ? now + timing.gap : now
        switch exchange.asker {
        case .nobody: return []
        case .probe: return probed(exchange, isGarbled)
        case .quiet, .link: return concluded(exchange, isDone: false)
        case .unit(let address):
            guard let index = index(of: address), !units[index].hasDropped(exchange.frame) else {
                return []
            }
            units[index].isMissed(garbled: isGarbled, now)
            if units[index].isMissing { search.miss(now) }
            return tell(at: index)
        }
    }

    private mutating func end(_ exchange: BusExchange) {
        self.exchange = nil
        decoder.reset()
        idleSince = now
        if exchange.asker == .probe { excusedUntil = exchange.lastAt }
        recent.append(exchange.frame)
        if recent.count > Self.recentLimit { recent.removeFirst() }
        guard exchange.isPoll else { return }
        line.figures.polling += now - exchange.sentAt
        pollFreeAt = now + (now - exchange.sentAt)
    }
}
