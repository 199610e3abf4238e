// SPDX-License-Identifier: Apache-2.0

import Wire

/// Bytes of a window bus, and, since a sum is hard to guess, the same as what frames say.
func tryWindowBus(_ whole: [UInt8], _ pieces: [ArraySlice<UInt8>]) {
    precondition(COBS.decode(COBS.encode(whole)) == whole, "stuffed bytes come out otherwise")
    _ = COBS.decode(whole)
    tryStream(whole, pieces)
    guard whole.count >= 4 else { return }
    let payload = Array(whole.dropFirst(4).prefix(200))
    let made = BusFrame(
        isAnswer: whole[0] & 1 == 1, address: whole[1], sequence: whole[2], command: whole[3],
        status: whole[0] & 1 == 1 ? whole[0] >> 1 : 0, payload: payload,
        seal: whole[0] & 2 == 2 ? BusFrame.Seal(counter: UInt32(whole[1]), mac: 7) : nil)
    precondition(once(made) == made, "not read as it is written")
    tryRequest(made)
    tryAnswers(payload)
    if let error = made.error {
        let again = BusError(status: error.status, payload: error.payload)
        precondition(again == error, "an error is read otherwise")
    }
    var session = BusSession(
        BusKey(1, 2), BusSession.Meeting(uid: BusUID(3), controllerNonce: 4, unitNonce: 5))
    precondition(!session.accept(request: made), "a stranger is obeyed")
}

private func tryStream(_ whole: [UInt8], _ pieces: [ArraySlice<UInt8>]) {
    var one = BusFrameDecoder()
    var other = one
    let heard = one.feed(whole)
    precondition(heard == pieces.flatMap { other.feed($0) }, "cut otherwise, read otherwise")
    precondition(one.isMidFrame == (whole.last ?? 0 != 0), "a zero ends everything")
    for case .frame(let frame) in heard {
        precondition(once(frame) == frame, "not read as it is written")
        tryRequest(frame)
        tryAnswers(frame.payload)
    }
}

private func once(_ frame: BusFrame) -> BusFrame? {
    var decoder = BusFrameDecoder()
    guard case .frame(let read) = decoder.feed(frame.wire).first else { return nil }
    return read
}

private func tryRequest(_ frame: BusFrame) {
    guard let request = try? BusRequest(command: frame.command, payload: frame.payload) else {
        return
    }
    let again = try? BusRequest(command: request.command, payload: request.payload)
    precondition(again == request, "\(request) is read otherwise")
}

private func tryAnswers(_ payload: [UInt8]) {
    if let identity = BusIdentity(payload: payload) {
        // A name that is no UTF-8 grows when it is mended, and its end may be cut off.
        let again = BusIdentity(payload: identity.payload)
        precondition(again?.uid == identity.uid && again?.firmware == identity.firmware)
    }
    if let abilities = BusCapabilities(payload: payload) {
        precondition(BusCapabilities(payload: abilities.payload) == abilities)
    }
    if let status = BusStatus(payload: payload) {
        precondition(BusStatus(payload: status.payload) == status)
        precondition(status.events.count <= BusStatus.eventLimit, "too many events")
        _ = status.numberedEvents.map { BusEventMeaning($0.event) }
    }
    if let statistics = BusStatistics(payload: payload) {
        precondition(BusStatistics(payload: statistics.payload) == statistics)
    }
    if let start = BusStart(payload: payload) {
        precondition(BusStart(payload: start.payload) == start)
    }
    if let opening = BusOpening(payload: payload) {
        precondition(BusOpening(payload: opening.payload) == opening)
    }
    let channels = BusChannel.channels(payload: payload)
    precondition(BusChannel.channels(payload: channels.flatMap(\.payload)) == channels)
    precondition(channels.allSatisfy { $0.fault == .none || $0.state == .unknown })
    let missing = BusGlyphs.missing(payload: payload)
    precondition(BusGlyphs.missing(payload: BusGlyphs.payload(missing: missing)) == missing)
    _ = BusUID(bytes: payload)
    _ = BusKey(bytes: payload)
}
