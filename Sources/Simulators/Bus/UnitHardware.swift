// SPDX-License-Identifier: Apache-2.0

import CWindowBus
package import Wire

/// What hangs on a unit's chip, as the C reference drives it through its port.
package struct UnitHardware: Sendable {
    /// Bytes that are to go out, no sooner than so many microseconds after the request.
    struct Answer {
        var bytes: [UInt8]
        var wait: Int64
        /// When that is, in nanoseconds; nil until somebody looked at the clock.
        var due: Int64?
    }

    /// Larger images are refused.
    static let imageLimit: UInt32 = 1 << 20

    package internal(set) var pad = BusPadFace()
    package internal(set) var light = BusLight.off
    package internal(set) var colour = BusColour.usual
    /// Beeps heard since the power came.
    package internal(set) var beeps = 0
    /// Per cent; 0 by itself.
    package internal(set) var brightness: UInt8 = 0
    package internal(set) var isRatingOpen = false
    /// Seconds since 1970 UTC that it was last told.
    package internal(set) var clock: UInt32?
    /// Whether the button that allows a new key is held.
    package internal(set) var isButtonHeld = false

    let model: UnitModel
    /// What survives without power.
    var memory: wb_memory
    var random: SeededRandom
    var wantedBaud = BusBaud.baud9600.rate
    var answer: Answer?
    /// The image that is coming, and its version.
    var image: [UInt8] = []
    var imageVersion = BusVersion(0, 0, 0)
    /// The image is whole: its version is to run when the answer is out.
    var isImageWhole = false

    init(_ model: UnitModel, memory: wb_memory, random: SeededRandom) {
        self.model = model
        self.memory = memory
        self.random = random
    }

    mutating func show(_ shown: wb_pad) {
        pad.waiting = shown.waiting == .max ? nil : shown.waiting
        pad.state = BusPadFace.State(rawValue: shown.state)
        pad.number = withUnsafeBytes(of: shown.number) {
            String(decoding: $0.prefix(Int(shown.size)), as: UTF8.self)
        }
    }

    mutating func begin(image size: UInt32, version: BusVersion) -> wb_status {
        guard size <= Self.imageLimit else { return WB_REFUSED }
        image = []
        imageVersion = version
        return WB_OK
    }
}
