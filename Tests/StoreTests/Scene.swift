// SPDX-License-Identifier: Apache-2.0

import Facts
import Foundation
import Store

/// A directory of its own for one test, gone with the value.
final class Scene {
    let path: String
    private let isOwner: Bool

    /// Stands for a directory that another value removes.
    init(at path: String) {
        self.path = path
        isOwner = false
    }

    init() throws {
        isOwner = true
        path =
            FileManager.default.temporaryDirectory
            .appendingPathComponent("hallkeeper-store-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        if isOwner { try? FileManager.default.removeItem(atPath: path) }
    }

    var database: String { path + "/journal.sqlite" }

    func open() throws -> Journal<HallFact> {
        try Journal(in: DataDirectory(path))
    }
}

extension Journal<HallFact> {
    /// Commits facts as one batch, numbered on from the last.
    func say(_ facts: [HallFact], wall: Int64 = 1_795_392_000_000, key: String? = nil) throws {
        var next = sequence
        try commit(
            facts.map { fact in
                next += 1
                let key = key.map { IdempotencyKey(text: "\($0)-\(next)", digest: "d1") }
                return recorded(fact, sequence: next, epoch: epoch, wall: wall, key: key)
            })
    }

    /// All facts a start would replay.
    func replayed() throws -> [Recorded<HallFact>] {
        var records: [Recorded<HallFact>] = []
        try replay(try load()) { records.append($0) }
        return records
    }
}

func recorded(
    _ fact: HallFact, sequence: Int64, epoch: EpochID, wall: Int64 = 1_795_392_000_000,
    key: IdempotencyKey? = nil
) -> Recorded<HallFact> {
    let moment = Moment(wall: wall, monotonic: 5_000 + sequence, utcOffset: 28_800)
    return Recorded(
        envelope: Envelope(
            epoch: epoch, sequence: sequence, moment: moment, boot: "boot-1", date: moment.date,
            actor: Actor(.kiosk, "k1"), cause: Cause(input: InputID("in-\(sequence)"), key: key)),
        fact: fact)
}

func issued(_ ordinal: Int) -> HallFact {
    .ticketIssued(
        TicketIssued(
            ticket: TicketID("t-\(ordinal)"), number: "A" + ordinal.padded(3), prefix: "A",
            ordinal: ordinal, service: "social", priority: .normal, kiosk: "k1", printer: "p1"))
}

let dayClosed = HallFact.dayClosed(
    DayClosed(
        date: CivilDate(daysSince1970: 20_780), configuration: nil, tickets: [], windows: [],
        devices: []))
