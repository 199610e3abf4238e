// SPDX-License-Identifier: Apache-2.0

import Devices
import Simulators
import Wire

/// Presses at the units of a wire to which everything happens that can, in virtual time: noise,
/// plugs pulled, units that restart, hang or answer late, ports with habits, a controller that is
/// started anew. Each press must arrive once.
struct BusCampaign {
    struct Figures: Equatable {
        /// Requests and answers that passed over the wire.
        var frames = 0
        var presses = 0
        var heard = 0
        /// Presses that a unit forgot when it restarted, before they had been heard.
        var forgotten = 0
        var lost = 0
        var doubled = 0
        /// Heard, and never pressed.
        var invented = 0
        /// Signs that do not show what they should when all is well again.
        var wrongSigns = 0
        /// Requests that came again, as the units saw them.
        var repeats = 0
        /// Bytes that noise hit.
        var disturbed = 0

        static func + (one: Figures, other: Figures) -> Figures {
            var sum = one
            for member: WritableKeyPath<Figures, Int> in [
                \.frames, \.presses, \.heard, \.forgotten, \.lost, \.doubled, \.invented,
                \.wrongSigns, \.repeats, \.disturbed,
            ] { sum[keyPath: member] += other[keyPath: member] }
            return sum
        }
    }

    private(set) var figures = Figures()
    private var random: SeededRandom
    private var hall: BusHall
    private let baud: Int
    private let key: BusKey?
    private var waiting: Set<BusEventName> = []
    private var forgotten: Set<BusEventName> = []
    private var heard: Set<BusEventName> = []
    private var last: [BusUID: BusEventName] = [:]
    private var faces: [UInt8: SignFace] = [:]
    private var calls = 0

    init(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let baud = [9600, 19200, 38400, 57600, 115200][Int(random.next() % 5)]
        let key = random.happens(2500) ? BusKey(random.next(), random.next()) : nil
        var nodes: [PlainUnit] = []
        for address in 1...UInt8.random(in: 2...10, using: &random) {
            var unit = PlainUnit(random.next(), address, baud: baud)
            unit.turnAround = Double.random(in: 20_000 / Double(baud)...9, using: &random)
            (unit.key, unit.keepsDone) = (key, false)
            nodes.append(unit)
        }
        hall = BusHall(
            Self.driver(nodes.count, baud, key, [:], &random),
            BusWire(nodes, controllerBaud: baud, seed: random.next()))
        self.random = random
        self.baud = baud
        self.key = key
    }

    /// Goes on until so many frames have passed.
    mutating func run(frames: Int) {
        hall.plug()
        while figures.frames < frames { live() }
    }

    /// Some minutes of trouble, and then a look at what came of it.
    private mutating func live() {
        let noise = BusNoise(
            bitErrors: Int(random.next() % 3) * 100, losses: Int(random.next() % 2) * 200,
            inserts: Int(random.next() % 2) * 200)
        hall.wire.noiseToUnits = noise
        hall.wire.noiseToController = noise
        hall.wire.adapter = BusAdapter(
            echoes: random.happens(2000), latency: random.happens(2000) ? 16_000_000 : 0)
        for _ in 0..<300 {
            happen()
            hall.pass(Int64.random(in: 5...300, using: &random))
            collect()
        }
        becomeWell()
        hall.pass(40_000)
        collect()
        judge()
    }

    private mutating func happen() {
        let unit = Int(random.next() % UInt64(hall.wire.nodes.count))
        switch random.next() % 100 {
        case 0..<60: press(unit)
        case 60..<75: call(unit)
        case 75..<78: restart(unit)
        case 78..<81: hall.wire.unplug(.unit(unit))
        case 81..<90: hall.wire.plug(.unit(unit))
        case 90: hall.wire.set(.hung, at: unit)
        case 91: hall.wire.set(.late(Int64(random.next() % 80) * 1_000_000), at: unit)
        case 92..<97: hall.wire.set(.none, at: unit)
        case 97: hall.isUp ? hall.unplug() : hall.plug()
        case 98: hall.plug()
        default: if random.happens(1000) { startAnew() }
        }
    }

    private mutating func press(_ unit: Int) {
        guard hall.wire.nodes[unit].waiting < 100 else { return }
        let name = hall.happen(to: unit) { unit, _ in unit.press(.callNext) }
        figures.presses += 1
        waiting.insert(name)
    }

    private mutating func call(_ unit: Int) {
        let address = UInt8(unit + 1)
        calls += 1
        let face = SignFace(
            pages: (0...random.next() % 2).map {
                .init(lines: ["请A\(calls)到\(address)号", "\($0)"])
            },
            flashMilliseconds: 3000)
        faces[address] = face
        hall.perform(.show(address: address, face))
        if random.happens(1000) { hall.perform(.beep(address: address, times: 2, length: 10)) }
    }

    private mutating func restart(_ unit: Int) {
        collect()
        let uid = hall.wire.nodes[unit].uid
        forgotten = waiting.filter { $0.uid == uid }
        figures.forgotten += forgotten.count
        waiting.subtract(forgotten)
        hall.wire.restart(unit)
    }

    /// The controller's program ends and another one begins, which knows what was heard.
    private mutating func startAnew() {
        collect()
        hall.unplug()
        hall = BusHall(
            Self.driver(hall.wire.nodes.count, baud, key, last, &random), hall.wire)
        for (address, face) in faces { hall.perform(.show(address: address, face)) }
        hall.plug()
    }

    private mutating func becomeWell() {
        hall.plug()
        hall.wire.noiseToUnits = BusNoise()
        hall.wire.noiseToController = BusNoise()
        for unit in hall.wire.nodes.indices {
            hall.wire.plug(.unit(unit))
            hall.wire.set(.none, at: unit)
        }
    }

    private mutating func collect() {
        for report in hall.takeReports() {
            switch report {
            case .event(_, let name, _, _):
                last[name.uid] = name
                guard heard.insert(name).inserted else {
                    figures.doubled += 1
                    continue
                }
                figures.heard += 1
                if waiting.remove(name) != nil { continue }
                // Its answer may have been on its way when the unit restarted.
                if forgotten.remove(name) != nil {
                    figures.forgotten -= 1
                } else {
                    figures.invented += 1
                }
            default: break
            }
        }
    }

    private mutating func judge() {
        count()
        figures.lost += waiting.count
        waiting = []
        for (address, face) in faces
        where hall.wire.nodes[Int(address) - 1].text?.first
            != face.pages[0].lines.joined(separator: "\n")
        {
            figures.wrongSigns += 1
        }
    }

    /// Each answer had its request.
    private mutating func count() {
        figures.frames = 2 * hall.wire.nodes.reduce(0) { $0 + $1.answers }
        figures.repeats = hall.wire.nodes.reduce(0) { $0 + $1.repeats }
        figures.disturbed = hall.wire.use.disturbed
    }

    private static func driver(
        _ units: Int, _ baud: Int, _ key: BusKey?, _ last: [BusUID: BusEventName],
        _ random: inout SeededRandom
    ) -> BusDriver {
        let number = random.next()
        return BusDriver(
            baud: baud, mounts: (1...UInt8(units)).map { BusMount($0) }, lastEvents: last,
            glyphs: boxes, key: { _ in key }, random: { number })
    }
}
