// SPDX-License-Identifier: Apache-2.0

package import Facts
import Foundation
import GRDB

// What services and windows were called when something happened: the hall may have renamed or
// retired them since.
extension History {
    /// A service's name at a position of the journal, or the last it had before; nil if the hall
    /// had no such service by then.
    package func name(of service: ServiceID, at position: Int64) throws -> LocalizedText? {
        try told(of: .service, service.text, at: position).flatMap {
            try? JSONDecoder().decode(LocalizedText.self, from: Data($0.utf8))
        }
    }

    /// A window's number at a position of the journal, or the last it had before.
    package func number(of window: WindowID, at position: Int64) throws -> String? {
        try told(of: .window, window.text, at: position)
    }

    private func told(
        of kind: TallyKey.Kind, _ name: String, at position: Int64
    ) throws -> String? {
        try read { db in
            try db.rows(
                """
                SELECT told FROM names WHERE kind = ? AND name = ? AND position <= ?
                ORDER BY position DESC LIMIT 1
                """, [kind.rawValue, name, position]
            ) { $0.text(0) ?? "" }.first
        }
    }

    /// The last position of a day in the journal as far as it was followed.
    package func end(of day: HistoryDay) throws -> Int64 {
        let next = try read { db in
            try Int64.fetchOne(
                db, sql: "SELECT min(opened) FROM days WHERE opened > ?", arguments: [day.opened])
        }
        return next.map { $0 - 1 } ?? progress.of
    }
}

extension Database {
    func writeNames(of structure: HallStructure, from position: Int64) throws {
        for service in structure.services {
            let told = String(decoding: try CanonicalJSON().bytes(of: service.name), as: UTF8.self)
            try put("names", [TallyKey.Kind.service.rawValue, service.id.text, position, told])
        }
        for window in structure.windows {
            try put(
                "names", [TallyKey.Kind.window.rawValue, window.id.text, position, window.number])
        }
    }
}
