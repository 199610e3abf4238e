// SPDX-License-Identifier: Apache-2.0

import Facts
import Foundation

/// Decodes one stored payload.
struct PayloadDecoder: PayloadDecoding {
    let decoder: JSONDecoder
    let payload: Data

    func decode<Payload: FactPayload>(_ type: Payload.Type) throws -> Payload {
        try decoder.decode(type, from: payload)
    }
}
