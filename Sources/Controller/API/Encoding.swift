// SPDX-License-Identifier: Apache-2.0

import Store

/// JSON as the API writes it. One per thread.
struct Encoding {
    private let encoder = CanonicalJSON()

    /// Nil only for values JSON has no form for, such as an infinite number.
    func bytes(of value: some Encodable) -> [UInt8]? {
        try? encoder.bytes(of: value)
    }
}
