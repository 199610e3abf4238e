// SPDX-License-Identifier: Apache-2.0

import Wire

extension BusUnit {
    typealias Reports = [BusDriver.Report]

    /// What one that has no use for the wire now is left alone for, in milliseconds.
    private static let busyPause: Int64 = 100
    static let shunning: Int64 = 10_000

    /// Whether what was asked is of no interest any more: another face is wanted since.
    func hasDropped(_ frame: BusFrame) -> Bool { pending?.frame != frame }

    /// Takes the answer to the pending request. False if it is none: its seal is missing or wrong.
    mutating func isAnswer(_ answer: BusFrame) -> Bool {
        guard let pending, answer.answers(pending.frame) else { return false }
        guard pending.frame.seal != nil, let session else { return true }
        switch answer.error {
        case .noSession, .sealBad, .sealRequired: return true
        default: return session.accept(answer: answer, to: pending.frame)
        }
    }

    mutating func take(_ answer: BusFrame, _ shared: Shared, now: Int64) -> Reports {
        guard let pending else { return [] }
        self.pending = nil
        misses = 0
        garbles = 0
        isTried = true
        if let error = answer.error { return refused(pending, error, shared, now) }
        switch pending.work {
        case .identify: return identified(answer, shared, now)
        case .capabilities: return capable(answer, shared, now)
        case .open: return opened(answer, shared, now)
        case .start: return started(answer, shared, now)
        case .face: return faceDone(pending.request, answer, shared, now)
        case .wish(let kind):
            wishes.settle(kind, pending.request)
            return []
        case .statistics:
            statisticsAt = now + Self.statisticsPeriod
            return BusStatistics(payload: answer.payload).map {
                [.statistics(address: address, $0)]
            } ?? []
        case .presence:
            presenceAt = .max
            return [.presence(address: address, BusChannel.channels(payload: answer.payload))]
        case .clear:
            meetAnew(now)
            return []
        case .poll: return polled(answer, shared, now)
        }
    }

    // MARK: Coming up

    private mutating func identified(
        _ answer: BusFrame, _ shared: Shared, _ now: Int64
    ) -> Reports {
        guard let found = BusIdentity(payload: answer.payload), found.uid.isOfUnit else {
            leave(now)
            return []
        }
        if let known = identity?.uid ?? expected, known != found.uid {
            stage = .stranger(found)
            return []
        }
        return meet(found, shared, now)
    }

    /// This is the unit of this address.
    mutating func meet(_ found: BusIdentity, _ shared: Shared, _ now: Int64) -> Reports {
        let isSame = found == identity && capabilities != nil
        let old = identity?.uid ?? expected
        identity = found
        if isSame {
            proceed(shared, now)
        } else {
            capabilities = nil
            stage = .identified
        }
        guard let old, old != found.uid else { return [] }
        return [.replaced(address: address, old: old, new: found.uid)]
    }

    private mutating func capable(
        _ answer: BusFrame, _ shared: Shared, _ now: Int64
    ) -> Reports {
        guard let found = BusCapabilities(payload: answer.payload) else {
            leave(now)
            return []
        }
        capabilities = found
        font = BusFont(found.charset)
        proceed(shared, now)
        return []
    }

    /// Known by now; what comes before it is live?
    private mutating func proceed(_ shared: Shared, _ now: Int64) {
        guard let identity, let capabilities else { return }
        if !capabilities.isCompatible {
            comeUp(shared, now)
        } else if shared.key(identity.uid) != nil, session == nil {
            if features.contains(.authentication) {
                stage = .opening
            } else {
                shun(.unproven, until: now + Self.shunning)
            }
        } else if has(level: 2) {
            stage = .starting
        } else {
            forgetAll(now)
            comeUp(shared, now)
        }
    }

    private mutating func opened(
        _ answer: BusFrame, _ shared: Shared, _ now: Int64
    ) -> Reports {
        guard let identity, let key = shared.key(identity.uid),
            let opening = BusOpening(payload: answer.payload)
        else {
            shun(.unproven, until: now + Self.shunning)
            return []
        }
        let meeting = BusSession.Meeting(
            uid: identity.uid, controllerNonce: nonce, unitNonce: opening.nonce)
        if meeting.proof(key) == opening.proof {
            session = BusSession(key, meeting)
            stage = .starting
        } else {
            // It may be a late answer to an earlier question.
            proofFailures += 1
            if proofFailures >= 3 { shun(.unproven, until: now + Self.shunning) }
        }
        return []
    }

    private mutating func started(
        _ answer: BusFrame, _ shared: Shared, _ now: Int64
    ) -> Reports {
        guard let identity, let start = BusStart(payload: answer.payload) else {
            leave(now)
            return []
        }
        guard ledger.start(identity.uid, start) else {
            comeUp(shared, now)
            return []
        }
        forgetAll(now)
        lostEvents = false
        if let channels = capabilities?.presence, channels > 0 { presenceAt = now }
        startedAt = now
        comeUp(shared, now)
        return []
    }

    private mutating func comeUp(_ shared: Shared, _ now: Int64) {
        stage = .live
        proofFailures = 0
        pollAt = min(pollAt, now)
        if has(level: 2), statisticsAt == .max { statisticsAt = now }
        // Pad and light may have gone dark in silence, of which a new face leaves no trace.
        wishes.repeatAll()
        planSign(shared)
    }

    /// The unit restarted, or is another: it knows nothing any more.
    private mutating func forgetAll(_ now: Int64) {
        sign.forget(now)
        wishes.repeatAll()
    }

    // MARK: Being live

    private mutating func faceDone(
        _ request: BusRequest, _ answer: BusFrame, _ shared: Shared, _ now: Int64
    ) -> Reports {
        if case .glyphs(let question) = request {
            font.learn(question, missing: BusGlyphs.missing(payload: answer.payload))
            planSign(shared)
            return []
        }
        guard sign.isDone() else { return [] }
        return sign.report(address: address).map { [$0] } ?? []
    }

    private mutating func polled(
        _ answer: BusFrame, _ shared: Shared, _ now: Int64
    ) -> Reports {
        pollAt = now + BusTiming.shortestPollPeriod
        guard let status = BusStatus(payload: answer.payload) else { return [] }
        if has(level: 2), status.flags.contains(.notStarted),
            capabilities?.isCompatible == true
        {
            meetAnew(now)
            return []
        }
        if !status.flags.contains(.moreEvents), !hasInputs {
            pollAt = now + BusTiming.quietUnitDelay
        }
        if status.flags.contains(.fault) != hasFault {
            hasFault.toggle()
            if has(level: 2) { statisticsAt = now }
        }
        if status.flags.contains(.eventsLost), !lostEvents {
            lostEvents = true
            if let channels = capabilities?.presence, channels > 0 { presenceAt = now }
        }
        if sign.compare(shown: status.shown, now) {
            planSign(shared)
            // A sign that says nothing of restarts may have been changed for another.
            if !has(level: 2), status.shown == 0 { meetAnew(now) }
        }
        if status.flags.contains(.silence) != wasSilent {
            wasSilent.toggle()
            // Pad and light went dark with the sign.
            if wasSilent { wishes.repeatAll() }
        }
        return (sign.report(address: address).map { [$0] } ?? []) + taken(status, shared)
    }

    private mutating func taken(_ status: BusStatus, _ shared: Shared) -> Reports {
        var reports: Reports = []
        for (number, event) in status.numberedEvents {
            guard let name = ledger.take(number), let meaning = BusEventMeaning(event) else {
                continue
            }
            if shared.holdsEvents { ledger.hold(name) }
            reports.append(
                .event(address: address, name, meaning, age: Int64(event.age) * 100))
        }
        return reports
    }

    // MARK: Errors

    private mutating func refused(
        _ pending: Pending, _ error: BusError, _ shared: Shared, _ now: Int64
    ) -> Reports {
        switch error {
        case _ where pending.work == .clear:
            // It is there, and keeps its face for nobody who has not its key.
            meetAnew(now)
            return []
        case .sealRequired, .noSession, .sealBad:
            session = nil
            proofFailures += 1
            if let uid = identity?.uid, shared.key(uid) != nil, proofFailures < 3 {
                stage = .opening
            } else {
                shun(.unproven, until: now + Self.shunning)
            }
            return []
        case .wrongUnit:
            // One that says so of itself would be met for ever.
            startedAt = now
            meetAnew(now)
            return []
        default: break
        }
        switch pending.work {
        case .identify, .capabilities, .clear: leave(now)
        case .open: shun(.unproven, until: now + Self.shunning)
        case .start:
            // Nothing but its events needs it.
            comeUp(shared, now)
        case .face: return faceRefused(pending.request, error, shared, now)
        case .wish(let kind):
            if error == .busy {
                wishAt = now + Self.busyPause
            } else {
                wishes.settle(kind, pending.request)
            }
        case .statistics: statisticsAt = now + Self.statisticsPeriod
        case .presence: presenceAt = error == .busy ? now + Self.busyPause : .max
        case .poll: pollAt = now + Self.busyPause
        }
        return []
    }

    private mutating func faceRefused(
        _ request: BusRequest, _ error: BusError, _ shared: Shared, _ now: Int64
    ) -> Reports {
        switch error {
        case .busy: sign.wait(until: now + Self.busyPause)
        case .noGlyph(let code):
            guard let scalar = code.flatMap(Unicode.Scalar.init), font.has(scalar) != false,
                case .show(let page) = request, page.text.unicodeScalars.contains(scalar)
            else {
                return sign.giveUp(address: address).map { [$0] } ?? []
            }
            font.learn(scalar, isThere: false)
            planSign(shared)
        case .page, .fault:
            sign.tryLater(now)
        default:
            return sign.giveUp(address: address).map { [$0] } ?? []
        }
        return []
    }
}
