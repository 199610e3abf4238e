// SPDX-License-Identifier: Apache-2.0

import BusScene
import Controller
import Devices
import Dispatch
import Foundation
import Machine
import Simulators
import Wire

/// The Window Bus by the true driver and the C reference in virtual units, on a simulated pair that
/// keeps its pace. All in virtual time: the machine's speed has no part in it.
struct BusBench: Encodable {
    /// A hall on one line: calls, polls and keys.
    struct Row: Encodable {
        let units: Int
        let baud: Int
        /// Turned bits in a million.
        let bitErrors: Int
        /// The timer of the USB adapter, if there is one.
        let adapterMilliseconds: Int
        let calls: BusCallFigures
        let polls: BusPollFigures
        /// Faces that were never acknowledged, keys never reported, and keys reported twice.
        let lost: Int
        let doubled: Int
    }

    private(set) var rows: [Row] = []
    private(set) var noisy: [Row] = []
    private(set) var adapters: [Row] = []
    private(set) var pictures: [BusPictureBench.Row] = []

    private static let seed: UInt64 = 20_261_123
    private static let callsWanted = 1000
    /// Each window calls, and its officer presses a key, about so often.
    private static let secondsBetween = 30.0

    init(tell: (String) -> Void) throws {
        let bauds: [BusBaud] = [.baud9600, .baud19200, .baud115200]
        let halls = [8, 16, 32, 64].flatMap { units in bauds.map { Hall(units: units, baud: $0) } }
        tell("window bus, 8 to 64 units")
        rows = try Self.rows(halls)
        tell("window bus, a bit in 10,000 turned")
        noisy = try Self.rows(halls.map { $0.with(bitErrors: 100) })
        tell("window bus, behind USB adapters")
        adapters = try Self.rows(
            [1, 16].flatMap { milliseconds in
                [BusBaud.baud9600, .baud115200].map {
                    Hall(units: 16, baud: $0, adapterMilliseconds: milliseconds)
                }
            })
        tell("window bus, pictures")
        pictures = try BusPictureBench(seed: Self.seed).rows
    }

    private struct Hall: Sendable {
        var units: Int
        var baud: BusBaud
        var bitErrors = 0
        var adapterMilliseconds = 0

        func with(bitErrors: Int) -> Hall {
            var hall = self
            hall.bitErrors = bitErrors
            return hall
        }
    }

    /// Each on a core of its own, since nothing here is timed by a real clock.
    private static func rows(_ halls: [Hall]) throws -> [Row] {
        let results = Guarded<[Int: Result<Row, any Error>]>([:])
        DispatchQueue.concurrentPerform(iterations: halls.count) { index in
            let result = Result { try row(halls[index]) }
            results.withLock { $0[index] = result }
        }
        let rows = results.withLock { $0 }
        return try halls.indices.compactMap { try rows[$0]?.get() }
    }

    private static func row(_ wanted: Hall) throws -> Row {
        var hall = try BusHall(
            units: wanted.units, baud: wanted.baud, glyphs: DotFont.everything, seed: seed,
            adapter: BusAdapter(latency: Int64(wanted.adapterMilliseconds) * 1_000_000))
        hall.scene.wire.noiseToUnits = BusNoise(bitErrors: wanted.bitErrors)
        hall.scene.wire.noiseToController = BusNoise(bitErrors: wanted.bitErrors)
        use(&hall)
        return Row(
            units: wanted.units, baud: wanted.baud.rate, bitErrors: wanted.bitErrors,
            adapterMilliseconds: wanted.adapterMilliseconds, calls: BusCallFigures(hall),
            polls: BusPollFigures(hall), lost: hall.lostCalls + hall.lostKeys,
            doubled: hall.strayKeys)
    }

    /// Windows call and officers press keys, each when they like.
    private static func use(_ hall: inout BusHall) {
        var random = SeededRandom(seed: seed)
        let mean = secondsBetween * 1000 / Double(hall.units)
        func pause() -> Int64 {
            1 + Int64(-log(Double.random(in: 0.000_001..<1, using: &random)) * mean)
        }
        var (callAt, keyAt) = (pause(), pause())
        for number in 0..<callsWanted {
            while keyAt <= callAt {
                hall.pass(to: keyAt)
                hall.press(UInt8.random(in: 1...UInt8(hall.units), using: &random))
                keyAt += pause()
            }
            hall.pass(to: callAt)
            callAt += pause()
            let address = UInt8.random(in: 1...UInt8(hall.units), using: &random)
            guard !hall.isCalling(address) else { continue }
            let sentence = BusSentence.call(number, to: address)
            let face = SignFace(text: sentence, flashMilliseconds: 3000)
            hall.call(address, face)
            var pad = BusPadFace()
            pad.waiting = UInt16(number % 50)
            pad.number = BusSentence.ticket(number)
            hall.scene.perform(.pad(address: address, pad))
        }
        hall.settle()
    }
}
