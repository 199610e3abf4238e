// SPDX-License-Identifier: Apache-2.0

package import Wire

/// An officer's keypad: keys and six digits.
package struct VirtualKeypad: Sendable {
    /// Its address on the bus.
    package let address: UInt8
    /// The digits as they stand, three of people waiting and three of the number; dark ones
    /// are spaces.
    package private(set) var display = "      "
    /// Beeps heard so far.
    package private(set) var beeps = 0
    /// Whether the host has asked the citizen for a rating that did not come yet.
    package private(set) var isRatingOpen = false
    /// Presses the host acknowledged.
    package private(set) var acknowledged = 0
    /// Presses given up after the last try.
    package private(set) var lost = 0

    private var waiting: [KeypadFrame] = []
    private var tries = 0
    private(set) var nextTry: Int64?

    // Times a press is sent, and milliseconds between two of them.
    private static let triesAllowed = 3
    private static let tryInterval: Int64 = 200
    // More presses than anyone makes while the host is silent.
    private static let waitingLimit = 16

    package init(address: UInt8) {
        self.address = address
    }

    /// A key is pressed; the frame goes out at the next tick.
    package mutating func press(_ press: KeypadPress, now: Int64) {
        guard waiting.count < Self.waitingLimit else {
            lost += 1
            return
        }
        if press.key == .rating { isRatingOpen = false }
        waiting.append(press.frame(address: address))
        if waiting.count == 1 { nextTry = now }
    }

    /// What the keypad sends at this time.
    mutating func tick(now: Int64) -> [UInt8] {
        var sent: [UInt8] = []
        while let due = nextTry, due <= now, let frame = waiting.first {
            if tries == Self.triesAllowed {
                lost += 1
                finish(now: now)
            } else {
                tries += 1
                nextTry = now + Self.tryInterval
                sent += frame.bytes
            }
        }
        return sent
    }

    /// Takes a frame meant for this keypad.
    mutating func take(_ frame: KeypadFrame, now: Int64) {
        if tries > 0, frame == waiting.first?.acknowledgement {
            acknowledged += 1
            finish(now: now)
            return
        }
        switch frame.function {
        case KeypadFrame.Function.show where frame.data.count == 6:
            display = String(frame.data.map { $0 < 10 ? Character("\($0)") : " " })
        case KeypadFrame.Function.beep:
            beeps += 1
        case KeypadFrame.Function.key where frame.data == [0x0B]:
            isRatingOpen = true
        default:
            break
        }
    }

    private mutating func finish(now: Int64) {
        waiting.removeFirst()
        tries = 0
        nextTry = waiting.isEmpty ? nil : now
    }
}

/// The keypads on one RS-485 pair.
package struct VirtualKeypadBus: VirtualDevice {
    /// The keypads by address.
    package private(set) var keypads: [UInt8: VirtualKeypad]

    private var decoder = KeypadDecoder()
    private var silentAt: Int64 = 0

    package init(addresses: [UInt8]) {
        keypads = [:]
        hang(addresses)
    }

    /// Hangs other keypads on the pair; one that was at its address before goes on as it is.
    package mutating func hang(_ addresses: [UInt8]) {
        keypads = keypads.filter { addresses.contains($0.key) }
        for address in addresses where keypads[address] == nil {
            keypads[address] = VirtualKeypad(address: address)
        }
    }

    /// Presses a key; false if there is no such keypad. The frame goes out at the next tick.
    package mutating func press(_ press: KeypadPress, at address: UInt8, now: Int64) -> Bool {
        keypads[address]?.press(press, now: now) != nil
    }

    package mutating func receive(_ bytes: [UInt8], now: Int64) -> [UInt8] {
        deliver(decoder.feed(bytes), now: now)
        silentAt = now + lineSilence
        return tick(now: now)
    }

    package mutating func tick(now: Int64) -> [UInt8] {
        if decoder.isMidFrame, now >= silentAt { deliver(decoder.lineSilent(), now: now) }
        return keypads.keys.sorted().flatMap { keypads[$0]?.tick(now: now) ?? [] }
    }

    package var nextDeadline: Int64? {
        let silence = decoder.isMidFrame ? [silentAt] : []
        return (keypads.values.compactMap(\.nextTry) + silence).min()
    }

    private mutating func deliver(_ frames: [KeypadFrame], now: Int64) {
        for frame in frames { keypads[frame.address]?.take(frame, now: now) }
    }
}
