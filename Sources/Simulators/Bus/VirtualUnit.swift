// SPDX-License-Identifier: Apache-2.0

import CWindowBus
package import Wire

/// A window unit made of software: the C reference, with a sign, pads and sensors of software.
///
/// All times are nanoseconds of the wire's clock. Other things that a unit can do wrong, such as
/// babbling, are of the wire: see `BusMischief`.
package struct VirtualUnit: BusNode {
    /// What it is; a new firmware changes that.
    package private(set) var model: UnitModel
    /// What its sensors and pads are, besides the sign.
    package internal(set) var hardware: UnitHardware
    package private(set) var baud: Int
    /// Its program stands still: it hears nothing, and its sign shows what it showed.
    package var isStuck = false
    /// Another power-up than any before.
    package private(set) var powerUps = 0

    private(set) var core = UnitCore()
    /// Until its last answer is out.
    private var sendingUntil: Int64 = .min
    private var deadline: Int64?

    /// - Parameters:
    ///   - address: 1 to 250, or 0: it was never given one.
    ///   - key: what was put in at the bench.
    ///   - seed: repeats its nonces.
    ///   - boots: how often it was switched on before. One that lives on where its memory does not
    ///     must say something new, or its keys are taken for those of its last life.
    package init(
        _ model: UnitModel, address: UInt8 = 0, baud: BusBaud = .baud9600, key: BusKey = .none,
        seed: UInt64 = 1, boots: UInt16 = 0, at time: Int64 = 0
    ) {
        var memory = wb_memory()
        memory.boot = boots
        memory.address = address
        memory.baud = baud.rawValue
        UnitModel.copy(key.bytes, to: &memory.key)
        self.model = model
        self.baud = baud.rate
        hardware = UnitHardware(model, memory: memory, random: SeededRandom(seed: seed))
        powerUp(at: time)
    }

    /// As it stands in its memory; 0 is none.
    package var address: UInt8 { hardware.memory.address }

    /// Power-ups counted by the unit itself.
    package var boot: UInt16 { hardware.memory.boot }

    package var nextDeadline: Int64? { isStuck ? nil : deadline }

    package mutating func hear(_ bytes: ArraySlice<UInt8>, at time: Int64) {
        guard !isStuck else { return }
        perform(at: time) { unit in
            for byte in bytes { wb_receive(unit, byte) }
        }
    }

    /// A byte without its stop bit was heard.
    package mutating func hearGarbage(at time: Int64) {
        guard !isStuck else { return }
        perform(at: time) { wb_framing_error($0) }
    }

    package mutating func act(at time: Int64) -> [UInt8] {
        guard !isStuck else { return [] }
        var sent: [UInt8] = []
        if let answer = hardware.answer, let due = answer.due, due <= time {
            sent = answer.bytes
            hardware.answer = nil
            sendingUntil = time + Int64(sent.count) * 10_000_000_000 / Int64(baud)
        }
        perform(at: time) { _ in }
        return sent
    }

    package mutating func restart(at time: Int64) {
        isStuck = false
        powerUp(at: time)
    }

    /// Somebody turned the switches of its address while it had no power.
    package mutating func restart(withAddress address: UInt8, at time: Int64) {
        hardware.memory.address = address
        restart(at: time)
    }

    /// Something happens to its chip at a moment.
    mutating func perform<Result>(
        at time: Int64, _ body: (UnsafeMutablePointer<wb_unit>) -> Result
    ) -> Result {
        let now = Self.milliseconds(time)
        let (result, left) = core.call(&hardware) { unit, _ in
            wb_tick(unit, now)
            return (body(unit), Self.millisecondsLeft(unit))
        }
        settle(time, millisecondsLeft: left)
        return result
    }

    static func milliseconds(_ time: Int64) -> UInt32 {
        UInt32(truncatingIfNeeded: time / 1_000_000)
    }

    private mutating func powerUp(at time: Int64) {
        hardware = UnitHardware(model, memory: hardware.memory, random: hardware.random)
        powerUps += 1
        sendingUntil = .min
        var traits = model.traits
        let left = core.call(&hardware) { unit, context in
            wb_init(unit, &traits, UnitPort.table, context, Self.milliseconds(time))
            return Self.millisecondsLeft(unit)
        }
        settle(time, millisecondsLeft: left)
    }

    /// Until the C reference has something to do by itself.
    private static func millisecondsLeft(_ unit: UnsafePointer<wb_unit>) -> Int64? {
        var at: UInt32 = 0
        return wb_deadline(unit, &at) ? Int64(at &- unit.pointee.now) : nil
    }

    /// Sees to what has to wait for the wire, and to when it is to be called again.
    private mutating func settle(_ time: Int64, millisecondsLeft: Int64?) {
        if let answer = hardware.answer, answer.due == nil {
            hardware.answer?.due = time + answer.wait * 1000
        }
        if hardware.answer == nil, sendingUntil <= time {
            baud = hardware.wantedBaud
            if hardware.isImageWhole {
                model.identity.firmware = hardware.imageVersion
                return powerUp(at: time)
            }
        }
        let own = millisecondsLeft.map { (time / 1_000_000 + $0) * 1_000_000 }
        let sent = sendingUntil > time ? sendingUntil : nil
        deadline = [own, hardware.answer?.due, sent].compactMap(\.self).min()
    }
}
