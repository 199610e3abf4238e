// SPDX-License-Identifier: Apache-2.0

import Facts
import Foundation
import Testing

struct IdentifierTests {
    @Test func `on the wire an identifier is its text alone`() throws {
        let windows: [WindowID] = ["w1", "窗口二"]
        let encoded = try JSONEncoder().encode(windows)
        #expect(String(decoding: encoded, as: UTF8.self) == #"["w1","窗口二"]"#)
        #expect(try JSONDecoder().decode([WindowID].self, from: encoded) == windows)
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([WindowID].self, from: Data("[1]".utf8))
        }
    }

    @Test func `identifiers are ordered by their text`() {
        #expect((["w10", "w2", "w1"] as [WindowID]).sorted() == ["w1", "w10", "w2"])
        #expect("\(WindowID("w1"))" == "w1")
    }
}
