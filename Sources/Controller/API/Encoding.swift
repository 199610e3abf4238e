// SPDX-License-Identifier: Apache-2.0

import Store
import Web

/// JSON as the API writes it. One per thread.
struct Encoding {
    private let encoder = CanonicalJSON()

    /// Nil only for values JSON has no form for, such as an infinite number.
    func bytes(of value: some Encodable) -> [UInt8]? {
        try? encoder.bytes(of: value)
    }
}

extension Response {
    /// A value as JSON.
    static func encoded(
        _ value: some Encodable, status: Int = 200, headers: [Header] = []
    ) -> Response {
        guard let bytes = Encoding().bytes(of: value) else {
            return .problem(Problem(.cannotAnswer))
        }
        return .json(bytes, status: status, headers: headers)
    }
}
