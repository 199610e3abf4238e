// SPDX-License-Identifier: Apache-2.0

import Facts
import Foundation
import Machine
import Store

/// Raw facts for those who check the record.
struct FactsPage: Encodable {
    private let epoch: EpochID
    private let facts: [Row]

    init(epoch: EpochID, facts: [StoredRecord]) {
        self.epoch = epoch
        self.facts = facts.map(Row.init)
    }

    struct Row: Encodable {
        let sequence: Int64
        let name: String
        let version: Int
        /// Wall milliseconds.
        let at: Int64
        let date: String?
        let actor: Actor
        let cause: Cause
        let payload: StoredJSON
        /// Hexadecimal, over all stored fields and the hash before.
        let hash: String

        struct Actor: Encodable {
            let kind: String
            let id: String
        }

        init(_ record: StoredRecord) {
            sequence = record.sequence
            name = record.name
            version = record.version
            at = record.moment.wall
            date = record.date
            actor = Actor(kind: record.actorKind, id: record.actorID)
            cause = Cause(input: record.input, key: record.key)
            payload = StoredJSON(bytes: record.payload)
            hash = hexadecimal(record.hash)
        }
    }
}

/// Stored JSON, passed on as the value it is.
struct StoredJSON: Encodable {
    let bytes: [UInt8]

    func encode(to encoder: any Encoder) throws {
        let value = try JSONDecoder().decode(JSONValue.self, from: Data(bytes))
        try value.encode(to: encoder)
    }
}
