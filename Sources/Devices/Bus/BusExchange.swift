// SPDX-License-Identifier: Apache-2.0

import Wire

/// The one request that is on the wire, and what was heard since.
struct BusExchange: Sendable {
    /// Who waits for the answer.
    enum Asker: Sendable, Equatable {
        /// The unit of this address.
        case unit(UInt8)
        /// DISCOVER: any number of units may answer.
        case probe
        case quiet
        case link
        /// Nobody: the end of the request is all there is to wait for.
        case nobody
    }

    let frame: BusFrame
    var asker: Asker
    /// How often the same bytes were sent before.
    let repeats: Int
    /// Bytes of the request on the wire.
    let length: Int
    let sentAt: Int64
    /// When its last byte has left, as far as can be known.
    let endsAt: Int64
    /// When it is given up if no answer has begun, and when if one has.
    let giveUpAt: Int64
    let lastAt: Int64
    /// The same on a wire where somebody babbles.
    private let hurriedAt: Int64
    /// When the same bytes had left the last time.
    var earlierEndsAt: Int64?
    /// It counts as polling.
    var isPoll = false
    /// Something came that was no frame.
    var isGarbled = false
    /// Bytes that came since.
    var bytes = 0
    /// The answers to a probe.
    var answers: [BusFrame] = []

    /// - Parameter wait: milliseconds until the answer must have begun.
    init(
        _ frame: BusFrame, for asker: Asker, length: Int, repeats: Int, wait: Int64,
        timing: BusTiming, now: Int64
    ) {
        self.frame = frame
        self.asker = asker
        self.repeats = repeats
        self.length = length
        sentAt = now
        endsAt = now + timing.transmission(of: length)
        giveUpAt = asker == .nobody ? endsAt + timing.gap : endsAt + wait
        // Stuffed, between zeros.
        let longest = Self.longestAnswer(frame.command)
        lastAt = endsAt + wait + timing.transmission(of: longest + 3)
        hurriedAt = endsAt + wait + timing.transmission(of: min(longest, Self.usualAnswer) + 3)
    }

    /// Whether an answer is coming, of which only part has come.
    func isAnswering(isMidFrame: Bool, hasEcho: Bool) -> Bool {
        switch asker {
        case .nobody: false
        // Where many answer at once, zeros do not tell when they end.
        case .probe: isMidFrame || answers.isEmpty && bytes > (hasEcho ? length : 0)
        default: isMidFrame
        }
    }

    func deadline(isAnswering: Bool, isHurried: Bool) -> Int64 {
        guard isAnswering else { return giveUpAt }
        return isHurried ? hurriedAt : lastAt
    }

    /// No answer of this version is longer; to hurry more would make noise of good answers.
    private static let usualAnswer = 80

    /// The longest body of an answer, with room for what later versions add where that is possible:
    /// when many answer at once, the end of what comes cannot be told.
    private static func longestAnswer(_ command: UInt8) -> Int {
        switch BusCommand(rawValue: command) {
        case .discover, .quiet, .link: 24
        case .status: 80
        default: BusFrame.bodyLimit
        }
    }

}
