// SPDX-License-Identifier: Apache-2.0

import BusScene
import Devices
import Simulators
import Wire

/// What became of the presses.
struct BusCampaignFigures: Equatable {
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
    var collisions = 0
    /// Bytes that noise hit.
    var disturbed = 0

    static func + (one: Self, other: Self) -> Self {
        var sum = one
        for member: WritableKeyPath<Self, Int> in [
            \.frames, \.presses, \.heard, \.forgotten, \.lost, \.doubled, \.invented,
            \.wrongSigns, \.collisions, \.disturbed,
        ] { sum[keyPath: member] += other[keyPath: member] }
        return sum
    }
}

/// A unit that can be in a campaign.
protocol CampaignUnit: BusNode {
    var uid: BusUID { get }
    /// Its power comes back, and somebody has given it another address.
    mutating func move(to address: UInt8, at time: Int64)
    /// False if it had no room for the press.
    mutating func pressed(digits: UInt16, at time: Int64) -> Bool
    /// Whether a page of the face is on its sign.
    func shows(_ face: SignFace, at time: Int64) -> Bool
}

extension PlainUnit: CampaignUnit {
    mutating func move(to address: UInt8, at time: Int64) {
        self.address = address
        restart(at: time)
    }

    mutating func pressed(digits: UInt16, at time: Int64) -> Bool {
        guard waiting < 16 else { return false }
        press(.callNext, digits: digits)
        return true
    }

    func shows(_ face: SignFace, at time: Int64) -> Bool {
        text == face.pages.map { $0.lines.joined(separator: "\n") }
    }
}

extension VirtualUnit: CampaignUnit {
    var uid: BusUID { model.identity.uid }

    mutating func move(to address: UInt8, at time: Int64) {
        restart(withAddress: address, at: time)
    }

    mutating func pressed(digits: UInt16, at time: Int64) -> Bool {
        press(.callNext, digits: Int(digits), at: time)
    }

    func shows(_ face: SignFace, at time: Int64) -> Bool {
        face.pages.contains { seen(at: time) == .text($0.lines) }
    }
}

/// Presses at the units of a wire to which everything happens that can, in virtual time: noise,
/// plugs pulled, units that restart, hang or answer late, ports with habits, a controller that is
/// started anew. Each press must arrive once.
struct BusCampaign<Unit: CampaignUnit> {
    private(set) var figures = BusCampaignFigures()
    private var random: SeededRandom
    private var hall: BusScene<BusDriver, Unit>
    private let baud: Int
    private let key: BusKey?
    /// Somebody changes addresses, which units with keys do not let be mended.
    private let isSwapping: Bool
    /// Presses by the digits that were typed, each of which comes once.
    private var waiting: [UInt16: BusUID] = [:]
    private var forgotten: Set<UInt16> = []
    private var heard: Set<UInt16> = []
    private var last: [BusUID: BusEventName] = [:]
    private var faces: [UInt8: SignFace] = [:]
    private var calls = 0
    /// Frames before the line was last opened, and since.
    private var earlierFrames = 0
    private var frames = 0

    /// - Parameter unit: makes one of a UID, address and key at a baud rate.
    init(
        seed: UInt64, unit: (BusUID, UInt8, BusBaud, BusKey?, inout SeededRandom) -> Unit
    ) {
        var random = SeededRandom(seed: seed)
        let baud = BusBaud.allCases[Int(random.next() % 5)]
        let key = random.happens(2500) ? BusKey(random.next(), random.next()) : nil
        var nodes: [Unit] = []
        for address in 1...UInt8.random(in: 2...10, using: &random) {
            nodes.append(unit(BusUID(random.next()), address, baud, key, &random))
        }
        hall = BusScene(
            Self.driver(nodes.map(\.uid), baud.rate, key, [:], &random),
            BusWire(nodes, controllerBaud: baud.rate, seed: random.next()))
        self.baud = baud.rate
        self.key = key
        isSwapping = key == nil && random.happens(5000)
        self.random = random
    }

    /// Goes on until so many frames have passed, or 9000 presses.
    mutating func run(frames: Int) {
        hall.plug()
        while figures.frames < frames, calls < 9000 { live() }
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
        hall.pass(90_000)
        collect()
        judge()
    }

    private mutating func happen() {
        let unit = Int(random.next() % UInt64(hall.wire.nodes.count))
        switch random.next() % 100 {
        case 0..<60: press(unit)
        case 60..<75: call(unit)
        case 75..<78: restart(unit)
        case 78..<81: unplug(unit)
        case 81..<89: hall.wire.plug(.unit(unit))
        case 89: mischief(unit)
        case 90: hall.wire.set(.hung, at: unit)
        case 91: hall.wire.set(.late(Int64(random.next() % 80) * 1_000_000), at: unit)
        case 92..<97: hall.wire.set(.none, at: unit)
        case 97: hall.isUp ? hall.unplug() : hall.plug()
        case 98: hall.plug()
        default: if random.happens(1000) { startAnew() }
        }
    }

    /// A unit fills the wire, or somebody puts it in with the address of another or none.
    private mutating func mischief(_ unit: Int) {
        guard isSwapping, random.happens(5000) else {
            return hall.wire.set(.babbling, at: unit)
        }
        forget(unit)
        let address = UInt8.random(in: 0...UInt8(hall.wire.nodes.count), using: &random)
        hall.happen(to: unit) { $0.move(to: address, at: $1) }
    }

    private mutating func press(_ unit: Int) {
        let digits = UInt16(figures.presses)
        guard hall.happen(to: unit, { $0.pressed(digits: digits, at: $1) }) else { return }
        figures.presses += 1
        waiting[digits] = hall.wire.nodes[unit].uid
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
        forget(unit)
        hall.wire.restart(unit)
    }

    /// Where units are swapped they have their power from the wire: one that was started cannot come
    /// back beside another that was put in its place.
    private mutating func unplug(_ unit: Int) {
        if isSwapping { restart(unit) }
        hall.wire.unplug(.unit(unit))
    }

    /// What a unit has not told yet goes with its power.
    private mutating func forget(_ unit: Int) {
        collect()
        let uid = hall.wire.nodes[unit].uid
        let lost = waiting.filter { $0.value == uid }.keys
        figures.forgotten += lost.count
        forgotten.formUnion(lost)
        for digits in lost { waiting[digits] = nil }
    }

    /// The controller's program ends and another one begins, which knows what was heard.
    private mutating func startAnew() {
        collect()
        hall.unplug()
        hall = BusScene(
            Self.driver(hall.wire.nodes.map(\.uid), baud, key, last, &random), hall.wire)
        for (address, face) in faces.sorted(by: { $0.key < $1.key }) {
            hall.perform(.show(address: address, face))
        }
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
            case .event(_, let name, .key(_, let digits?), _):
                last[name.uid] = name
                hear(UInt16(digits))
            case .event(_, let name, _, _): last[name.uid] = name
            case .line(let state): count(state.figures)
            default: break
            }
        }
    }

    private mutating func hear(_ digits: UInt16) {
        guard heard.insert(digits).inserted else {
            figures.doubled += 1
            return
        }
        figures.heard += 1
        if waiting.removeValue(forKey: digits) != nil { return }
        // Its answer may have been on its way when the unit restarted.
        if forgotten.remove(digits) != nil {
            figures.forgotten -= 1
        } else {
            figures.invented += 1
        }
    }

    private mutating func count(_ line: BusFigures) {
        if line.requests + line.answers < frames { earlierFrames += frames }
        frames = line.requests + line.answers
        figures.frames = earlierFrames + frames
    }

    private mutating func judge() {
        figures.lost += waiting.count
        figures.disturbed = hall.wire.use.disturbed
        figures.collisions = hall.wire.use.collisions
        waiting = [:]
        for (address, face) in faces
        where !hall.wire.nodes[Int(address) - 1].shows(face, at: hall.wire.now) {
            figures.wrongSigns += 1
        }
    }

    private static func driver(
        _ units: [BusUID], _ baud: Int, _ key: BusKey?, _ last: [BusUID: BusEventName],
        _ random: inout SeededRandom
    ) -> BusDriver {
        let number = random.next()
        return BusDriver(
            baud: baud, mounts: zip(1..., units).map { BusMount($0, uid: $1) }, lastEvents: last,
            glyphs: boxes, key: { _ in key }, random: { number })
    }
}
