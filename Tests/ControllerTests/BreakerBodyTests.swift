// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import Controller
@testable import Web

struct BreakerBodyTests {
    @Test(arguments: [("[", "]"), (#"{"a":"#, "}")])
    func `hundreds of nested brackets are refused before they cost any time`(
        open: String, close: String
    ) throws {
        let nested = String(repeating: open, count: 5000) + "1"
        let bytes = Array((#"{"service": "# + nested + String(repeating: close, count: 5001)).utf8)
        let time = try ContinuousClock().measure {
            let refused = try #require(throws: Refused.self) { _ = try JSONBody(bytes) }
            #expect(refused.problem.kind == .malformedJSON)
        }
        #expect(time < .milliseconds(500))
    }

    @Test func `brackets in a text are no depth`() throws {
        let text = String(repeating: "[{", count: 50) + #"\"["#
        var body = try JSONBody(Array(#"{"reason": "\#(text)"}"#.utf8))
        #expect(try body.text("reason").count == 102)
    }

    @Test(
        arguments: [
            [0x7B, 0x00, 0x7D], [0x7B, 0x22, 0xC0, 0xAF, 0x22, 0x3A, 0x31, 0x7D],
            [0x7B, 0x00, 0x7D, 0x00], [0x00, 0x7B, 0x00, 0x7D],
        ] as [[UInt8]])
    func `a body that is not UTF-8 is refused`(bytes: [UInt8]) throws {
        #expect(throws: Refused.self) { _ = try JSONBody(bytes) }
    }

    @Test func `a request with two idempotency keys is refused`() throws {
        let client = try TestHall().client()
        let answer = try client.post(
            "/api/v1/tickets", #"{"service": "general"}"#, key: "one", ["Idempotency-Key: two"])
        #expect(answer.status == 400)
        #expect(answer.problem == "bad-idempotency-key")
    }
}
