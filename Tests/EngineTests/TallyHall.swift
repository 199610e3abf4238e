// SPDX-License-Identifier: Apache-2.0

import Engine
import Facts

/// The smallest thing the engine can run: it counts, up to ten, and a bell is due every hour.
struct TallyHall: Aggregate {
    enum Command: Sendable {
        case count(times: Int)
        case countUnlessLow
    }

    enum Refusal: Error, Equatable {
        case full
        case spaceLow
    }

    private(set) var total = 0
    private(set) var bells = 0
    private(set) var businessDate: CivilDate?
    private var lastBell: Int64?

    func due(at moment: Moment) -> [TallyFact] {
        guard let lastBell else { return [.bell] }
        return moment.monotonic - lastBell >= 3_600_000 ? [.bell] : []
    }

    func nextDeadline(after moment: Moment) -> Int64? {
        lastBell.map { $0 + 3_600_000 }
    }

    func decide(
        _ command: Command, by actor: Actor, at moment: Moment, given conditions: Conditions
    ) -> Result<[TallyFact], Refusal> {
        switch command {
        case .countUnlessLow where conditions.storageLow: .failure(.spaceLow)
        case .countUnlessLow: .success([.counted(total + 1)])
        case .count(let times) where total + times > 10: .failure(.full)
        case .count(let times): .success((0..<times).map { .counted(total + $0 + 1) })
        }
    }

    mutating func apply(_ fact: TallyFact, _ envelope: Envelope) {
        switch fact {
        case .counted(let number): total = number
        case .bell:
            bells += 1
            lastBell = envelope.moment.monotonic
            businessDate = envelope.moment.date
        }
    }
}

enum TallyFact: FactVocabulary {
    case counted(Int)
    case bell

    struct Payload: FactPayload {
        static let name = "tally"
        var number: Int?
    }

    var payload: any FactPayload {
        switch self {
        case .counted(let number): Payload(number: number)
        case .bell: Payload(number: nil)
        }
    }

    static func decode(
        name: String, version: Int, with decoder: some PayloadDecoding
    ) throws -> TallyFact {
        try decoder.decode(Payload.self).number.map { .counted($0) } ?? .bell
    }
}

func input(
    _ command: TallyHall.Command, at minutes: Int64 = 0, key: String? = nil,
    digest: String = "body", id: InputID = "in"
) -> Input<TallyHall.Command> {
    Input(
        id: id, actor: Actor(.kiosk, "k1"), moment: moment(minutes: minutes),
        key: key.map { IdempotencyKey(text: $0, digest: digest) }, command: command)
}

func moment(minutes: Int64) -> Moment {
    Moment(
        wall: 1_795_392_000_000 + minutes * 60_000, monotonic: minutes * 60_000,
        utcOffset: 28_800)
}

extension Engine<TallyHall> {
    static func new() -> Engine {
        Engine(state: TallyHall(), epoch: "e1", boot: "b1")
    }

    /// One made anew, with all that the first one recorded.
    static func replaying(_ records: [Recorded<TallyFact>]) -> Engine {
        var engine = new()
        for record in records { engine.replay(record) }
        return engine
    }
}

extension Answer<TallyHall> {
    /// The facts of an answer that was done; nil for any other.
    var facts: [TallyFact]? {
        if case .done(let records) = self { records.map(\.fact) } else { nil }
    }

    var refusal: TallyHall.Refusal? {
        if case .refused(let refusal) = self { refusal } else { nil }
    }

    var isKeyReused: Bool {
        if case .keyReused = self { true } else { false }
    }
}
