// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport

@testable import Controller

extension JSONValue {
    init(bytes: [UInt8]) {
        self = (try? JSONDecoder().decode(JSONValue.self, from: Data(bytes))) ?? .null
    }

    /// Null where there is no such member.
    subscript(_ member: String) -> JSONValue {
        if case .object(let members) = self { members[member] ?? .null } else { .null }
    }

    subscript(_ index: Int) -> JSONValue {
        list.indices.contains(index) ? list[index] : .null
    }

    var text: String? { if case .text(let text) = self { text } else { nil } }
    var whole: Int64? { if case .whole(let whole) = self { whole } else { nil } }
    var flag: Bool? { if case .flag(let flag) = self { flag } else { nil } }
    var list: [JSONValue] { if case .list(let list) = self { list } else { [] } }
    var members: [String: JSONValue] {
        if case .object(let members) = self { members } else { [:] }
    }

    /// The row with an id.
    func row(_ id: String) -> JSONValue { list.first { $0["id"].text == id } ?? .null }
}

extension RawAnswer {
    var json: JSONValue { JSONValue(bytes: body) }
}
