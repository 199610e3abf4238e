// SPDX-License-Identifier: Apache-2.0

import Wire

/// What a unit should do or show beside its sign.
struct BusWishes: Sendable {
    enum Kind: CaseIterable { case rate, beep, pad, light, brightness }

    /// Something that lasts, and must be told again to a unit that forgot it.
    private struct Lasting: Sendable {
        var request: BusRequest
        var needs: BusCapabilities.Features
        var isTold = false
    }

    /// Something that happens once, and is pointless later.
    private struct Passing: Sendable {
        var request: BusRequest
        var until: Int64
    }

    private var lasting: [Kind: Lasting] = [:]
    private var passing: [Kind: Passing] = [:]

    /// Milliseconds after which a beep says something else.
    static let beepLife: Int64 = 2000

    mutating func pad(_ face: BusPadFace) { want(.pad, .pad(face), .padDisplay) }

    mutating func light(_ light: BusLight, _ colour: BusColour) {
        want(.light, .light(light, colour), .light)
    }

    mutating func brightness(_ percent: UInt8) { want(.brightness, .brightness(percent), []) }

    mutating func beep(times: UInt8, length: UInt8, now: Int64) {
        passing[.beep] = Passing(
            request: .beep(times: times, length: length), until: now + Self.beepLife)
    }

    mutating func rate(ref: UInt8, seconds: UInt8, now: Int64) {
        let life = max(Int64(seconds) * 1000, Self.beepLife)
        passing[.rate] = Passing(request: .rate(ref: ref, seconds: seconds), until: now + life)
    }

    /// The first thing to ask of a unit that has these features.
    func next(_ features: BusCapabilities.Features, _ now: Int64) -> Kind? {
        Kind.allCases.first { kind in
            if let wish = passing[kind] {
                return wish.until > now && features.contains(kind == .rate ? .rating : .buzzer)
            }
            return lasting[kind].map { !$0.isTold && features.isSuperset(of: $0.needs) } ?? false
        }
    }

    func request(_ kind: Kind) -> BusRequest? {
        passing[kind]?.request ?? lasting[kind]?.request
    }

    /// The unit did it, or will not.
    mutating func settle(_ kind: Kind, _ request: BusRequest) {
        if passing[kind]?.request == request { passing[kind] = nil }
        if lasting[kind]?.request == request { lasting[kind]?.isTold = true }
    }

    /// What is not worth waiting for any longer.
    mutating func expire(_ now: Int64) {
        guard !passing.isEmpty else { return }
        passing = passing.filter { $0.value.until > now }
    }

    /// The unit has forgotten what it was told.
    mutating func repeatAll() {
        for kind in lasting.keys { lasting[kind]?.isTold = false }
    }

    private mutating func want(
        _ kind: Kind, _ request: BusRequest, _ needs: BusCapabilities.Features
    ) {
        guard lasting[kind]?.request != request else { return }
        lasting[kind] = Lasting(request: request, needs: needs)
    }
}
