// SPDX-License-Identifier: Apache-2.0

import Devices
import Simulators
import Wire

/// Numbers that must come out on paper, a printer that fails at every step, and a person who looks
/// at what hangs from it, on virtual time.
struct PrinterCampaign {
    /// What became of the numbers.
    struct Figures: Equatable {
        var slips = 0
        var confirmed = 0
        /// Confirmed after they were given up as unconfirmed.
        var late = 0
        /// Unconfirmed, and a person saw them on paper.
        var found = 0
        /// Not on paper when a person looked, and printed again.
        var reprinted = 0
        /// Unconfirmed, and nobody looked.
        var unknown = 0
        /// Attempts of which no byte was sent.
        var givenBack = 0
        /// Confirmed or found, and not on paper; or nothing was ever said of them.
        var lost = 0
        /// On two papers.
        var doubled = 0

        static func + (one: Figures, other: Figures) -> Figures {
            var sum = one
            for member: WritableKeyPath<Figures, Int> in [
                \.slips, \.confirmed, \.late, \.found, \.reprinted, \.unknown, \.givenBack, \.lost,
                \.doubled,
            ] { sum[keyPath: member] += other[keyPath: member] }
            return sum
        }
    }

    private enum State { case wanted, underWay, doubted, known }

    private(set) var figures = Figures()
    var random: SeededRandom
    var now: Int64 = 1_000_000
    var printer: VirtualPrinter
    var driver: PrinterDriver
    var noise: LineFaults
    let profile: PrinterProfile
    var wire: [UInt8] = []
    private var isUp = false
    private var arrived: Int64 = 0
    private var paper: [String: Int] = [:]
    private var slipsSeen = 0
    private var number = ""
    private var attempt = 0
    private var state = State.known
    private var mends: [(at: Int64, do: PrinterTrouble)] = []

    /// - Parameter profile: as the printer is; the driver may be told another.
    init(seed: UInt64, profile: PrinterProfile, told: PrinterProfile) {
        random = SeededRandom(seed: seed)
        noise = LineFaults(seed: ~seed)
        var model = PrinterModel(profile)
        model.slipsKept = 64
        printer = VirtualPrinter(model: model, charset: .gb18030, glyphs: boxes)
        self.profile = told
        driver = Self.driver(told, seed: UInt32(truncatingIfNeeded: seed &* 7919))
    }

    static func driver(_ profile: PrinterProfile, seed: UInt32) -> PrinterDriver {
        PrinterDriver(profile: profile, timing: .init(serial: SerialSettings()), seed: seed)
    }

    /// Brings one number to paper, with one trouble on the way.
    mutating func print(_ name: String) {
        figures.slips += 1
        (number, attempt, state) = (name, 0, .wanted)
        plug()
        let trouble = PrinterTrouble(&random)
        let begins = now + .random(in: 0...4000, using: &random)
        pass(to: .random(in: 0...2000, using: &random) + now)
        start()
        pass(to: begins)
        let mend = cause(trouble)
        mends.append((now + .random(in: 500...15_000, using: &random), mend))
        let end = now + 150_000
        while state != .known, now < end {
            pass(to: now + 1000)
            if state == .wanted { start() }
            if state == .doubted, mends.isEmpty { look() }
        }
        while let mend = mends.popLast() { mends.append(contentsOf: ended(by: cause(mend.do))) }
        settle()
    }

    /// Whatever may still come out comes out, and what was said must then be true.
    private mutating func settle() {
        pass(to: now + 12_000)
        if state != .known { figures.lost += 1 }
        if paper[number, default: 0] > 1 { figures.doubled += 1 }
    }

    private func ended(by trouble: PrinterTrouble) -> [(at: Int64, do: PrinterTrouble)] {
        trouble == .none ? [] : [(now + 2500, trouble)]
    }

    private mutating func start() {
        attempt += 1
        state = .underWay
        take(driver.perform(.print(PrintJob(id: "\(number)/\(attempt)", bytes: slip())), now: now))
    }

    private mutating func slip() -> [UInt8] {
        var elements: [Slip.Element] = [
            .text("政务服务中心", Slip.Style(alignment: .centre)),
            .text("T\(number)", Slip.Style(width: 3, height: 3)),
        ]
        if UInt8.random(in: 0..<6, using: &random) == 0 {
            let row = [UInt8](repeating: 0x55, count: 40)
            elements.append(
                .raster(rows: Array(repeating: row, count: 90), width: 320, alignment: .centre))
        }
        elements += [.feed(lines: 2), .text("E\(number)", Slip.Style())]
        return EscPos.encode(Slip(elements), profile: profile, charset: .gb18030).bytes
    }

    /// A person looks at what came out; where there is nothing, the printer is made to forget what
    /// it may hold, and the number is printed again.
    private mutating func look() {
        pass(to: now + 8000)
        guard state == .doubted else { return }
        if paper[number, default: 0] > 0 {
            figures.found += 1
            state = .known
        } else if UInt8.random(in: 0..<5, using: &random) == 0 {
            figures.unknown += 1
            state = .known
        } else {
            _ = cause(.powerCycle)
            wire = []
            figures.reprinted += 1
            state = .wanted
        }
    }

    private mutating func hear(_ job: String, _ outcome: PrintOutcome) {
        guard job.hasPrefix("\(number)/") else { return }
        let isCurrent = job == "\(number)/\(attempt)"
        switch outcome {
        case .confirmed:
            if paper[number, default: 0] == 0 { figures.lost += 1 }
            if state == .known { return }
            figures.confirmed += 1
            if state == .doubted { figures.late += 1 }
            state = .known
        case .unconfirmed:
            if isCurrent, state == .underWay { state = .doubted }
        case .held(_, inPrinter: false), .failed:
            guard isCurrent, state == .underWay else { return }
            figures.givenBack += 1
            state = .wanted
        case .held: break
        }
    }
}

// MARK: - Time and the wire

extension PrinterCampaign {
    // 9600 baud.
    private static let microsecondsPerByte: Int64 = 1042

    private var nextArrival: Int64? {
        wire.isEmpty ? nil : arrived + Int64(min(wire.count, 10)) * Self.microsecondsPerByte
    }

    mutating func pass(to end: Int64) {
        for _ in 0..<1_000_000 {
            let next = [
                driver.nextDeadline, printer.nextDeadline, nextArrival.map { $0 / 1000 + 1 },
                mends.first?.at,
            ].compactMap(\.self).min()
            guard let next, next <= end else { break }
            now = max(now, next)
            deliver()
            if let due = printer.nextDeadline, due <= now { say(printer.tick(now: now)) }
            readPaper()
            if let due = driver.nextDeadline, due <= now {
                take(driver.deadlineReached(now: now))
            }
            if let mend = mends.first, mend.at <= now {
                mends.removeFirst()
                mends += ended(by: cause(mend.do))
            }
        }
        now = max(now, end)
    }

    private mutating func deliver() {
        while let next = nextArrival, next <= now * 1000 {
            let count = min(wire.count, 10)
            arrived = next
            let bytes = Array(wire.prefix(count))
            wire.removeFirst(count)
            say(printer.receive(bytes, now: now))
        }
    }

    mutating func say(_ bytes: [UInt8]) {
        readPaper()
        guard isUp else { return }
        for piece in noise.pass(bytes) where isUp { take(driver.received(piece, now: now)) }
    }

    mutating func take(_ actions: [LineAction<PrinterDriver.Report>]) {
        for action in actions {
            switch action {
            case .send(let bytes):
                guard isUp else { continue }
                if wire.isEmpty { arrived = now * 1000 }
                wire += bytes
            case .report(.outcome(let job, let outcome)): hear(job, outcome)
            case .report: break
            }
        }
    }

    mutating func plug() {
        guard !isUp else { return }
        isUp = true
        take(driver.lineUp(now: now))
    }

    /// What is not on the wire yet is lost, whether or not the system had taken it.
    mutating func unplug() {
        guard isUp else { return }
        isUp = false
        let unsent = Bool.random(using: &random) ? wire.count : 0
        wire = []
        take(driver.lineLost(unsent: unsent, now: now))
    }

    /// The program is killed and starts again: nothing is known of what it had under way.
    mutating func kill() {
        driver = Self.driver(profile, seed: UInt32.random(in: .min ... .max, using: &random))
        if Bool.random(using: &random) { wire = [] }
        if state == .underWay { state = .doubted }
        if isUp { take(driver.lineUp(now: now)) }
    }

    private mutating func readPaper() {
        for slip in printer.slips.suffix(printer.slipCount - slipsSeen) {
            // What was printed before the power went and never cut hangs on the paper behind it.
            for line in Set(slip.lines) where line.hasPrefix("E") {
                paper[String(line.dropFirst()), default: 0] += 1
            }
        }
        slipsSeen = printer.slipCount
    }
}
