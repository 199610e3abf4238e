// SPDX-License-Identifier: Apache-2.0

import Foundation

/// JSON as the API writes it. One per thread.
struct Encoding {
    private let encoder = JSONEncoder()

    init() {
        encoder.outputFormatting = [.withoutEscapingSlashes]
    }

    /// Nil only for values JSON has no form for, such as an infinite number.
    func bytes(of value: some Encodable) -> [UInt8]? {
        (try? encoder.encode(value)).map { Array($0) }
    }
}
