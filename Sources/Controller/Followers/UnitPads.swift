// SPDX-License-Identifier: Apache-2.0

package import Devices
package import Wire

/// What the keypad desk wants of window units, as a value: a citizen's pad is opened once for a
/// question, and closed when the question is over.
package struct UnitPads: Sendable {
    /// The question that stands open at each pad, by line and address.
    private var questions: [String: UInt8] = [:]

    // Two short ones.
    private static let refusal: (times: UInt8, length: UInt8) = (2, 12)

    package init() {}

    /// In the words of a window bus.
    package mutating func commands(for action: KeypadDesk.Action) -> [BusDriver.Command] {
        let address = action.address
        switch action.what {
        case .show(let face):
            return [.pad(address: address, BusPadFace(face))]
                + ask(face.rating, at: "\(action.line)/\(address)", address)
        case .beep:
            let (times, length) = Self.refusal
            return [.beep(address: address, times: times, length: length)]
        }
    }

    private mutating func ask(
        _ rating: PadFace.Rating?, at place: String, _ address: UInt8
    ) -> [BusDriver.Command] {
        let before = questions[place]
        guard before != rating?.reference else { return [] }
        questions[place] = rating?.reference
        if let rating {
            let seconds = UInt8(clamping: min(rating.seconds, 120))
            return [.rate(address: address, ref: rating.reference, seconds: seconds)]
        }
        return before.map { [.rate(address: address, ref: $0, seconds: 0)] } ?? []
    }
}

extension BusPadFace {
    /// What an officer's pad shows, in a unit's words.
    package init(_ face: PadFace) {
        self.init()
        waiting = face.waiting.map { UInt16(clamping: min($0, 65534)) }
        if face.isPaused { state.insert(.paused) }
        if face.rating != nil { state.insert(.rating) }
        number = face.number ?? ""
    }
}

extension BusEventName {
    /// What the hall knows a press by, which a unit may tell again.
    package var identity: String { "\(uid)/\(boot)/\(number)" }
}
