// SPDX-License-Identifier: Apache-2.0

/// Why a unit did not do what it was asked (SPEC.md section 12). What an answer should say more but
/// does not is nil.
package enum BusError: Error, Sendable, Hashable {
    case unknownCommand
    /// The payload is too short.
    case length
    /// The field at this offset of the payload is out of its range.
    case value(offset: UInt8?)
    /// The text is no UTF-8, or has a control character, at this offset of the payload.
    case text(offset: UInt8?)
    /// The font lacks a character; the code point of the first.
    case noGlyph(UInt32?)
    /// Pages or blocks are out of order, too many, or not as announced; the offset of the block that
    /// should come.
    case page(expected: UInt32?)
    case busy
    /// The unit has another UID: this.
    case wrongUnit(BusUID?)
    case sealRequired
    case noSession
    case sealBad
    case refused
    /// The hardware failed; a code as in fault events.
    case fault(UInt8?)
    case notHere
    /// A status of a later version.
    case other(UInt8)

    /// As it stands in an answer; never 0.
    package var status: UInt8 {
        switch self {
        case .unknownCommand: 1
        case .length: 2
        case .value: 3
        case .text: 4
        case .noGlyph: 5
        case .page: 6
        case .busy: 7
        case .wrongUnit: 8
        case .sealRequired: 9
        case .noSession: 10
        case .sealBad: 11
        case .refused: 12
        case .fault: 13
        case .notHere: 14
        case .other(let status): status
        }
    }

    /// What stands after the status.
    package var payload: [UInt8] {
        switch self {
        case .value(let offset), .text(let offset), .fault(let offset):
            offset.map { [$0] } ?? []
        case .noGlyph(let code):
            code.map { [UInt8].littleEndian24($0) } ?? []
        case .page(let offset):
            offset.map { [UInt8].littleEndian($0) } ?? []
        case .wrongUnit(let uid):
            uid?.bytes ?? []
        default: []
        }
    }

    /// Nil if the status is 0, which is no error.
    package init?(status: UInt8, payload: [UInt8]) {
        var reader = BusPayloadReader(payload)
        let byte = payload.first
        switch status {
        case 0: return nil
        case 1: self = .unknownCommand
        case 2: self = .length
        case 3: self = .value(offset: byte)
        case 4: self = .text(offset: byte)
        case 5: self = .noGlyph(payload.count < 3 ? nil : reader.next24())
        case 6: self = .page(expected: payload.count < 4 ? nil : reader.next())
        case 7: self = .busy
        case 8: self = .wrongUnit(payload.count < 6 ? nil : reader.nextUID())
        case 9: self = .sealRequired
        case 10: self = .noSession
        case 11: self = .sealBad
        case 12: self = .refused
        case 13: self = .fault(byte)
        case 14: self = .notHere
        default: self = .other(status)
        }
    }
}
