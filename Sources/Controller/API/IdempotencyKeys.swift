// SPDX-License-Identifier: Apache-2.0

import Facts
import Machine
import Web

extension Request {
    private static let keyLimit = 128

    /// The client's own name for this wish, tied to what it asks.
    func idempotencyKey() throws(Refused) -> IdempotencyKey? {
        guard let text = headers["Idempotency-Key"] else { return nil }
        let isPlain = text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
        let isOne = headers.all("Idempotency-Key").count == 1
        guard isOne, isPlain, !text.isEmpty, text.utf8.count <= Self.keyLimit else {
            throw Refused(Problem(.badIdempotencyKey, field: "Idempotency-Key"))
        }
        let asked = Array("\(method) \(path)\n".utf8) + body
        return IdempotencyKey(text: text, digest: hexadecimal(Sodium.hash(asked)))
    }
}
