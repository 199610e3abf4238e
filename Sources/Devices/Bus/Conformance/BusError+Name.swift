// SPDX-License-Identifier: Apache-2.0

import Wire

extension BusError {
    /// As SPEC.md section 12 names it.
    var name: String {
        switch self {
        case .unknownCommand: "UNKNOWN_COMMAND"
        case .length: "LENGTH"
        case .value: "VALUE"
        case .text: "TEXT"
        case .noGlyph: "NO_GLYPH"
        case .page: "PAGE"
        case .busy: "BUSY"
        case .wrongUnit: "WRONG_UNIT"
        case .sealRequired: "SEAL_REQUIRED"
        case .noSession: "NO_SESSION"
        case .sealBad: "SEAL_BAD"
        case .refused: "REFUSED"
        case .fault: "FAULT"
        case .notHere: "NOT_HERE"
        case .other: "?"
        }
    }
}
