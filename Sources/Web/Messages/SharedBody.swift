// SPDX-License-Identifier: Apache-2.0

import Machine

/// A body that many answers share. The network keeps one copy of it for all clients, together
/// with the headers it was last sent with.
package final class SharedBody: Sendable {
    private struct Prepared {
        let headers: [Header]
        let response: NativeResponse
    }

    package let bytes: [UInt8]
    private let prepared = Guarded<Prepared?>(nil)

    package init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    func response(with headers: [Header]) -> NativeResponse? {
        prepared.withLock { prepared in
            if let prepared, prepared.headers == headers { return prepared.response }
            guard let response = NativeResponse(bytes: bytes, headers: headers) else { return nil }
            prepared = Prepared(headers: headers, response: response)
            return response
        }
    }
}
