// SPDX-License-Identifier: Apache-2.0

import Testing
import Web

@testable import Controller

struct EncodingTests {
    @Test func `an answer that has no form in JSON is the server's own fault`() {
        let response = Response.encoded(["wait": Double.infinity], status: 201)
        #expect(response.status == 500)
        #expect(Response.encoded(["wait": 1.5], status: 201).status == 201)
    }
}
