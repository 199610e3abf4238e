// SPDX-License-Identifier: Apache-2.0

import Wire

extension BusUnit {
    /// The bytes for a job, and whether they are sent again: a request that was not answered goes
    /// out unchanged, so that it takes effect once (SPEC.md section 6).
    mutating func ask(_ job: Job, _ shared: Shared, random: UInt64) -> Pending? {
        if pending == nil {
            guard let request = request(for: job.work, shared, random) else { return nil }
            var frame = BusFrame(request, to: address, sequence: sequence(for: job.work))
            if isSealed(job.work), session != nil {
                guard let sealed = session?.seal(request: frame) else {
                    stage = .opening
                    return nil
                }
                frame = sealed
            }
            pending = Pending(work: job.work, request: request, frame: frame, wire: frame.wire)
        }
        pending?.sendings += 1
        return pending
    }

    private mutating func request(
        for work: Work, _ shared: Shared, _ random: UInt64
    ) -> BusRequest? {
        switch work {
        case .identify: return .identify
        case .clear: return .clear(tag: sign.tag)
        case .capabilities: return .capabilities
        case .open:
            nonce = random
            return .open(nonce: nonce)
        case .start: return identity.map { .start($0.uid) }
        case .face: return sign.request
        case .wish(let kind): return wishes.request(kind)
        case .statistics: return .statistics
        case .presence: return .presence
        case .poll: return .status(ack: ledger.ack)
        }
    }

    private mutating func sequence(for work: Work) -> UInt8 {
        switch work {
        case .identify, .open, .start, .clear: 0
        default: nextSequence()
        }
    }

    private func isSealed(_ work: Work) -> Bool {
        switch work {
        case .identify, .capabilities, .open, .clear: false
        default: true
        }
    }

    /// Another face: what of the last was on its way is not sent again.
    mutating func show(
        _ face: SignFace, tag: UInt16, place: Int, _ shared: Shared, now: Int64
    ) {
        sign.want(face, tag: tag, place: place, now: now)
        if pending?.work == .face { pending = nil }
        planSign(shared)
    }

    /// Makes the requests of the face, if it is known for whom.
    mutating func planSign(_ shared: Shared) {
        guard let capabilities else { return }
        sign.plan(
            on: BusFacePlan.Sign(
                capabilities: capabilities, font: font, glyphs: shared.glyphs, keep: shared.keep,
                isSealed: session != nil))
    }
}
