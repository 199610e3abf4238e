// SPDX-License-Identifier: Apache-2.0

import Wire

extension PracticeUnit {
    /// What the unit answers to a good frame, having done what it asks.
    mutating func obey(_ frame: BusFrame, at time: Int64) -> BusFrame? {
        if has(.anyFrameKeepsTheFace) { state.lastOwn = time }
        if frame.address == BusFrame.everyone { return broadcast(frame, at: time) }
        guard frame.address == address || has(.answersEverybody) else {
            if has(.forgetsAtOtherFrames) { state.kept = nil }
            return nil
        }
        state.pass(to: time, self)
        if !has(.keepNotFed) || frame.command == BusCommand.show.rawValue {
            state.lastOwn = time
        }
        if let kept = kept(for: frame) {
            if !has(.countsNoRepeats) { state.statistics.repeats &+= 1 }
            return kept
        }
        var answer = BusFrame.answer(to: frame, address: address)
        var counts = state.key == .none
        if counts { interrupt(frame) }
        do throws(BusError) {
            let isSealed = try unseal(frame)
            if isSealed {
                counts = true
                interrupt(frame)
            }
            let session = state.session
            answer.payload = try carryOut(frame, at: time)
            if isSealed, let session, !has(.unsealedAnswers) {
                answer = session.seal(answer: answer, to: frame)
            }
        } catch {
            guard error != .unknownCommand || !has(.silentOnUnknownCommands) else { return nil }
            if has(.errorsClearTheSign) { state.shown = 0 }
            answer.status = error.status
            answer.payload = error.payload
            if case .value = error, has(.wrongOffsets) { answer.payload = [0] }
            if case .wrongUnit = error, has(.wrongUnitWithoutUID) { answer.payload = [] }
        }
        if counts, frame.sequence != 0 || has(.repeatsZero) {
            state.kept = (frame.sequence, frame.body, answer)
        }
        return answer
    }

    /// Whatever else is asked ends a face whose pages are coming.
    private mutating func interrupt(_ frame: BusFrame) {
        let goesOn: [BusCommand?] = [.status, .show]
        if !goesOn.contains(BusCommand(rawValue: frame.command)) { state.endComing() }
    }

    private func kept(for frame: BusFrame) -> BusFrame? {
        guard !has(.forgetsRepeats), let kept = state.kept, kept.sequence == frame.sequence,
            frame.sequence != 0 || has(.repeatsZero)
        else { return nil }
        return kept.request == frame.body || has(.remembersNumbersOnly) ? kept.answer : nil
    }

    private mutating func broadcast(_ frame: BusFrame, at time: Int64) -> BusFrame? {
        guard let code = BusCommand(rawValue: frame.command), frame.seal == nil else { return nil }
        if has(.answersBroadcasts), code == .clear {
            return BusFrame.answer(to: frame, address: address)
        }
        let isObeyed = code.mayBeBroadcast && !has(.ignoresBroadcasts)
        let finds = [.discover, .quiet].contains(code)
        if state.key != .none, !finds, !has(.broadcastsPastTheKey) { return nil }
        guard isObeyed || has(.obeysEveryBroadcast) || finds || code == .link else { return nil }
        do throws(BusError) {
            let request = try BusRequest(command: frame.command, payload: frame.payload)
            let payload = try carryOut(request, at: time)
            switch request {
            case .discover, .quiet, .link:
                guard !payload.isEmpty else { return nil }
                return BusFrame.answer(to: frame, address: oldAddress, payload: payload)
            default: return nil
            }
        } catch {
            return nil
        }
    }

    /// Where an answer comes from, whatever was just set.
    private var oldAddress: UInt8 { state.oldAddress ?? address }

    // MARK: Seals

    /// Whether the frame is sealed, and rightly so.
    private mutating func unseal(_ frame: BusFrame) throws(BusError) -> Bool {
        guard capabilities.features.contains(.authentication) else {
            guard frame.seal == nil else { throw .refused }
            return false
        }
        guard state.key != .none else {
            guard frame.seal == nil else { throw .refused }
            return false
        }
        guard frame.seal != nil else {
            let open: Set<UInt8> = [0x01, 0x02, 0x23, 0x24, 0x50]
            guard open.contains(frame.command) || has(.obeysUnsealed) else { throw .sealRequired }
            return false
        }
        if var fresh = state.fresh, fresh.accept(request: frame) {
            state.session = fresh
            state.fresh = nil
            return true
        }
        guard var session = state.session else {
            guard state.fresh == nil else { throw .sealBad }
            throw .noSession
        }
        if has(.replays), session.isRight(frame) { return true }
        guard session.accept(request: frame) || has(.anySeal) else { throw .sealBad }
        state.session = session
        return true
    }

    mutating func open(_ nonce: UInt64) throws(BusError) -> [UInt8] {
        guard state.key != .none else { throw .refused }
        if !has(.sameNonce) { state.nonce &+= 1 }
        let meeting = BusSession.Meeting(
            uid: uid, controllerNonce: nonce, unitNonce: state.nonce)
        state.fresh = BusSession(state.key, meeting)
        if has(.openEndsSessions) { state.session = nil }
        return BusOpening(nonce: state.nonce, proof: meeting.proof(state.key)).payload
    }

    mutating func install(_ key: BusKey) -> [UInt8] {
        state.key = key
        state.session = key == .none ? nil : state.session
        state.fresh = nil
        let shown = has(.keyBytesReversed) ? BusKey(key.high, key.low) : key
        let proof = BusSession.installationProof(shown, uid: uid)
        return (0..<8).map { UInt8(truncatingIfNeeded: proof >> ($0 * 8)) }
    }
}
