// SPDX-License-Identifier: Apache-2.0

package import Wire

/// What a technician asks of the units on a wire that no hall uses: who is there, and small things
/// of each.
package struct BusSurvey {
    /// A unit, and what it says of itself if it answered.
    package struct Unit: Sendable, Equatable {
        package var uid: BusUID
        package var address: UInt8
        package var identity: BusIdentity?
        package var capabilities: BusCapabilities?
        /// Another unit has this address too.
        package var isShared = false

        package init(
            uid: BusUID, address: UInt8, identity: BusIdentity? = nil,
            capabilities: BusCapabilities? = nil
        ) {
            self.uid = uid
            self.address = address
            self.identity = identity
            self.capabilities = capabilities
        }
    }

    /// What came of a request.
    package enum Outcome: Sendable, Equatable {
        case done
        /// As SPEC.md section 12 names it.
        case refused(String)
        case silent
    }

    /// Bytes of a text that every unit takes (SPEC.md section 4).
    package static let textLimit = 80 - BusFrame.requestOverhead - BusPage.overhead

    var talk: BusTalk
    /// False if the last search was given up.
    package private(set) var isComplete = true

    /// - Parameter patience: nanoseconds that the port may add to what units take.
    package init(_ line: any BusLine, patience: Int64) {
        talk = BusTalk(
            line, address: BusFrame.nobody, patience: patience,
            random: SystemRandomNumberGenerator())
    }

    /// Whether the port hands back what is sent; asked first of all.
    package mutating func prepare() throws(ChannelError) {
        _ = try talk.attempt { talk throws(ConformanceStop) in try talk.findEcho() }
    }

    /// All units that can be found by their UIDs.
    package mutating func discover() throws(ChannelError) -> [Unit] {
        var discovery = BusDiscovery(full: true)
        while let request = discovery.request {
            let frame = talk.frame(request, sequence: 0, to: BusFrame.everyone)
            let turn = try talk.attempt { talk throws(ConformanceStop) in
                try talk.exchange(frame.wire, isCrowd: true)
            }
            guard let turn else { break }
            let answers = turn.frames.compactMap { heard -> BusFrame? in
                guard case .frame(let answer) = heard, answer.answers(frame) else { return nil }
                return answer
            }
            if case .quiet = request {
                discovery.quieted(!answers.isEmpty)
            } else {
                let isGarbled = answers.isEmpty || answers.count != turn.frames.count
                discovery.probed(answers, garbled: !turn.heard.isEmpty && isGarbled)
            }
        }
        isComplete = discovery.isComplete
        let addresses = Dictionary(grouping: discovery.found.values) { $0 }
        return try discovery.found.sorted { $0.value < $1.value }
            .map { uid, address throws(ChannelError) in
                let isShared = (addresses[address]?.count ?? 0) > 1
                var unit = try unit(at: address) ?? Unit(uid: uid, address: address)
                if isShared { unit = Unit(uid: uid, address: address) }
                unit.isShared = isShared
                return unit
            }
    }

    /// All units that answer at an address, for those that know nothing of discovery.
    package mutating func sweep() throws(ChannelError) -> [Unit] {
        var units: [Unit] = []
        for address in BusFrame.addresses {
            if let unit = try unit(at: address, tries: 1) { units.append(unit) }
        }
        return units
    }

    /// Who answers at this address.
    package mutating func unit(
        at address: UInt8, tries: Int = 3
    ) throws(ChannelError) -> Unit? {
        talk.address = address
        guard let payload = try ask(.identify, tries: tries)?.payload,
            let identity = BusIdentity(payload: payload)
        else { return nil }
        let more = try ask(.capabilities)?.payload
        return Unit(
            uid: identity.uid, address: address, identity: identity,
            capabilities: more.flatMap { BusCapabilities(payload: $0) })
    }

    /// Gives a unit an address; nil takes it away.
    package mutating func assign(
        _ address: UInt8?, to uid: BusUID
    ) throws(ChannelError) -> Outcome {
        var link = BusLink(uid)
        link.address = address ?? 255
        talk.address = BusFrame.everyone
        guard let answer = try ask(.link(link)) else { return .silent }
        if let error = answer.error { return .refused(error.name) }
        guard let address else { return .done }
        return try unit(at: address)?.uid == uid ? .done : .silent
    }

    /// Has a unit show a text for as long as it can without a controller.
    package mutating func show(
        _ text: String, at address: UInt8
    ) throws(ChannelError) -> Outcome {
        talk.address = address
        var page = BusPage(tag: 1, text: text)
        page.look.keep = 255
        page.look.scroll = 30
        guard let answer = try ask(.show(page)) else { return .silent }
        return answer.error.map { .refused($0.name) } ?? .done
    }

    /// Asks more than once, since wires are not perfect.
    mutating func ask(
        _ request: BusRequest, tries: Int = 3
    ) throws(ChannelError) -> BusFrame? {
        let frame = talk.frame(request, sequence: 0)
        for _ in 0..<tries {
            let answer = try talk.attempt { talk throws(ConformanceStop) in
                let turn = try talk.exchange(frame.wire)
                return turn.frames.compactMap { heard -> BusFrame? in
                    guard case .frame(let answer) = heard, answer.answers(frame) else {
                        return nil
                    }
                    return answer
                }.first
            }
            if let answer, let answer { return answer }
        }
        return nil
    }
}
