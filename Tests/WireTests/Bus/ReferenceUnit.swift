// SPDX-License-Identifier: Apache-2.0

import CWindowBus

@testable import Wire

/// The C reference as a unit with every part, which says at once what it answers.
final class ReferenceUnit {
    /// What it sent since it was last asked.
    fileprivate var sent: [UInt8] = []
    fileprivate var memory = wb_memory()
    private var traits = wb_traits()
    fileprivate var nonces: [[UInt8]]
    private var now: UInt32 = 1000
    private let unit = UnsafeMutablePointer<wb_unit>.allocate(capacity: 1)
    private let port = UnsafeMutablePointer<wb_port>.allocate(capacity: 1)

    init(
        _ identity: BusIdentity, _ abilities: BusCapabilities, address: UInt8, boot: UInt16 = 1,
        key: BusKey = .none, nonces: [[UInt8]] = [], presence: [UInt8] = [2, 4]
    ) {
        self.nonces = nonces
        traits = Self.traits(identity, abilities, presence: presence)
        memory.address = address
        memory.baud = 1
        memory.boot = boot &- 1
        withUnsafeMutableBytes(of: &memory.key) { $0.copyBytes(from: key.bytes) }
        port.initialize(to: Self.hardware())
        unit.initialize(to: wb_unit())
        restart()
    }

    /// At address 5, just switched on.
    static func withEveryPart(key: BusKey = .none) -> ReferenceUnit {
        var abilities = BusCapabilities()
        abilities.features = .init(rawValue: 0x0FFF)
        abilities.width = 192
        abilities.height = 32
        abilities.lines = 2
        abilities.pages = 16
        abilities.presence = 2
        return ReferenceUnit(
            BusIdentity(BusUID(0x02A1_B2C3_D4E5)), abilities, address: 5, key: key)
    }

    deinit {
        unit.deallocate()
        port.deallocate()
    }

    func restart() {
        wb_init(unit, &traits, port, Unmanaged.passUnretained(self).toOpaque(), now)
    }

    /// What it sends when it hears these bytes.
    func hear(_ bytes: [UInt8]) -> [UInt8] {
        sent = []
        for byte in bytes { wb_receive(unit, byte) }
        return sent
    }

    func wait(_ milliseconds: Int) {
        for _ in 0..<milliseconds / 10 {
            now &+= 10
            wb_tick(unit, now)
        }
    }

    func press(_ key: UInt8, digits: UInt16?) { _ = wb_event_key(unit, key, digits ?? .max) }

    func rate(_ grade: UInt8) { _ = wb_event_rating(unit, grade) }

    func sense(channel: UInt8, state: UInt8, quality: UInt8, fault: UInt8) {
        wb_event_presence(unit, channel, state, quality, fault)
    }

    private static func traits(
        _ identity: BusIdentity, _ abilities: BusCapabilities, presence: [UInt8]
    ) -> wb_traits {
        var traits = wb_traits()
        withUnsafeMutableBytes(of: &traits.uid) { $0.copyBytes(from: identity.uid.bytes) }
        withUnsafeMutableBytes(of: &traits.name) { $0.copyBytes(from: identity.name.utf8) }
        withUnsafeMutableBytes(of: &traits.firmware) { $0.copyBytes(from: identity.firmware.bytes) }
        withUnsafeMutableBytes(of: &traits.presence_kind) { $0.copyBytes(from: presence) }
        traits.vendor = identity.vendor
        traits.model = identity.model
        traits.hardware = identity.hardware
        traits.features = abilities.features.rawValue
        traits.width = abilities.width
        traits.height = abilities.height
        traits.lines = abilities.lines
        traits.pages = abilities.pages
        traits.charset = abilities.charset.rawValue
        traits.colours = abilities.colours.rawValue
        traits.bauds = abilities.bauds.rawValue
        traits.presence = abilities.presence
        return traits
    }

    private static func hardware() -> wb_port {
        var port = wb_port()
        port.send = { context, bytes, size, _ in
            this(context)?.sent += UnsafeBufferPointer(start: bytes, count: Int(size))
        }
        port.load = { context, memory in
            guard let unit = this(context) else { return false }
            memory?.pointee = unit.memory
            return true
        }
        port.store = { context, memory in
            if let memory { this(context)?.memory = memory.pointee }
        }
        port.has_glyph = { _, code in code != 0x4DAE && code <= 0xFFFF }
        port.nonce = { context, place in
            guard let unit = this(context), let place, !unit.nonces.isEmpty else { return }
            place.update(from: unit.nonces.removeFirst(), count: 8)
        }
        port.begin_firmware = { _, _, _ in 0 }
        port.take_firmware = { _, _, _, _ in 0 }
        return port
    }
}

private func this(_ context: UnsafeMutableRawPointer?) -> ReferenceUnit? {
    context.map { Unmanaged<ReferenceUnit>.fromOpaque($0).takeUnretainedValue() }
}
