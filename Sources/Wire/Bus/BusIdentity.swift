// SPDX-License-Identifier: Apache-2.0

/// Who a unit is: the answer to IDENTIFY (SPEC.md section 8.1).
package struct BusIdentity: Sendable, Hashable {
    package var uid: BusUID
    /// From `vendors.csv`; 0xFFFF for trials.
    package var vendor: UInt16 = 0xFFFF
    /// The maker's own number.
    package var model: UInt16 = 0
    package var hardware: UInt8 = 0
    package var firmware = BusVersion(0, 0, 0)
    /// For people; what is no UTF-8 of it is replaced. At most 24 bytes are sent.
    package var name = ""

    package init(_ uid: BusUID) {
        self.uid = uid
    }

    private static let length = 14
    private static let nameLimit = 24

    /// Nil if it is too short.
    package init?(payload: [UInt8]) {
        guard payload.count >= Self.length else { return nil }
        var reader = BusPayloadReader(payload)
        uid = reader.nextUID()
        vendor = reader.next()
        model = reader.next()
        hardware = reader.next()
        firmware = BusVersion(&reader)
        name = String(decoding: reader.rest.prefix(Self.nameLimit), as: UTF8.self)
    }

    package var payload: [UInt8] {
        uid.bytes + .littleEndian(vendor) + .littleEndian(model) + [hardware] + firmware.bytes
            + name.utf8.prefix(Self.nameLimit)
    }
}
