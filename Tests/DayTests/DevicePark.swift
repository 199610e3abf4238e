// SPDX-License-Identifier: Apache-2.0

import Devices
import Facts
import Hall
import Simulators
import Views
import Wire

@testable import Controller

/// The hall's devices: a printer and another for what it cannot print, a sign and a keypad for each window, their drivers, the desks
/// that decide what goes to them, and wires between that somebody may pull.
struct DevicePark {
    /// A break of the promises about devices, done on purpose to prove that it is noticed.
    enum Sabotage {
        case none
        /// A slip nobody heard of again is called printed.
        case believeInPaper
        /// What came of a slip is not told when it is not printed.
        case hushDoubt
        /// A slip nobody heard of again is printed again.
        case printAgain
        /// A sign is not told what changed.
        case keepSignsAsTheyAre
        /// No window unit is told what changed.
        case keepUnitsAsTheyAre
        /// A window unit is told of no face that has no number.
        case keepNumbers
        /// What a unit tells is not always listened to.
        case loseAPress
        /// What is pressed at one window acts at another.
        case mixWindows
        /// A press told again is not known again.
        case forgetPresses
        /// Every press was just now.
        case forgetAges
        /// What one citizen thinks is counted for another.
        case mixRatings
    }

    /// What devices want of the hall.
    enum Wish {
        case ask(TicketID, PrinterID)
        case tell(Facts.PrintOutcome, PrinterID)
        /// `name` is that of a window unit's event.
        case pressed(WindowID, PadPress, name: BusEventName?)
    }

    static let printerIDs: [PrinterID] = ["p1", "p2"]
    /// Windows by the address of their sign and keypad.
    static let windows: [UInt8: WindowID] = [1: "w1", 2: "w2", 3: "w3", 4: "w4", 5: "w5"]
    static let phrases = Phrases { key, values in
        ([key.hasPrefix("sign") ? "" : key] + values.sorted { $0.key < $1.key }.map(\.value))
            .joined(separator: " ")
    }

    /// Milliseconds of the drivers' and devices' own clock, which no power cut stops.
    private(set) var now: Int64 = 1_000_000
    var printers: [PrinterID: DeviceLine<PrinterDriver>] = [:]
    var signs: DeviceLine<SignBusDriver>
    var keypads: DeviceLine<KeypadBusDriver>
    private(set) var wishes: [Wish] = []
    var account = PaperAccount()
    /// When something was last broken.
    var brokenAt: Int64 = 0
    var printersOff: Set<PrinterID> = []
    /// Window units instead of strips and keypads at some windows.
    var units: UnitPark?
    /// How often something was broken.
    var faults = 0

    /// Whether the printer's wire may spoil bytes; few days have it, since paper then proves
    /// nothing until all is calm again.
    let spoilsPaper: Bool
    let sabotage: Sabotage
    private var printDesk = PrintDesk(printers: printerIDs)
    private var signDesk: SignDesk
    private(set) var keypadDesk: KeypadDesk
    private let mounts: [HallConfiguration.Mount]

    static let strip = SignShape(turnsPages: false)
    /// Every character is blank paper: nobody looks at the picture.
    private static let font = GlyphSource { Glyph(isWide: !$0.isASCII, rows: []) }

    init(seed: UInt64, sabotage: Sabotage = .none, hasUnits: Bool = false) {
        self.sabotage = sabotage
        units = hasUnits ? UnitPark(seed: seed, now: now, sabotage: sabotage) : nil
        let onBus = units == nil ? [:] : UnitPark.windows
        mounts = Self.windows.sorted { $0.key < $1.key }.map { address, window in
            let isUnit = onBus[address] != nil
            return HallConfiguration.Mount(
                window: window, line: isUnit ? UnitPark.lineID : "bus", address: address,
                shape: isUnit ? UnitPark.shape : Self.strip)
        }
        signDesk = Self.signDesk(mounts)
        keypadDesk = KeypadDesk(mounts: mounts)
        spoilsPaper = seed % 4 == 0
        func line(_ kind: HallConfiguration.Line.Kind) -> HallConfiguration.Line {
            HallConfiguration.Line(id: "bus", kind: kind, wiring: .virtual, serial: .init())
        }
        for (index, id) in Self.printerIDs.enumerated() {
            let paper = VirtualPrinter(model: .narrow, charset: .gb18030, glyphs: Self.font)
            printers[id] = DeviceLine(
                Self.newPrinterDriver(at: 0),
                VirtualLine(line(.escPos), paper, seed: seed &+ UInt64(index) &* 7))
        }
        let strips = Self.windows.mapValues { _ in
            VirtualSign(characters: 8, charset: .gb2312, glyphs: Self.font)
        }
        signs = DeviceLine(
            SignBusDriver(),
            VirtualLine(line(.qtStrip), VirtualSignBus(signs: strips), seed: seed &+ 1))
        let pads = VirtualKeypadBus(addresses: Self.windows.keys.sorted())
        keypads = DeviceLine(
            KeypadBusDriver(), VirtualLine(line(.keypadFF68), pads, seed: seed &+ 2))
    }

    private static func signDesk(_ mounts: [HallConfiguration.Mount]) -> SignDesk {
        SignDesk(mounts: mounts, phrases: { _ in phrases })
    }

    private static func newPrinterDriver(at now: Int64) -> PrinterDriver {
        PrinterDriver(
            profile: profile, timing: .init(serial: SerialSettings()),
            seed: UInt32(truncatingIfNeeded: now))
    }

    // MARK: - Time

    var nextDeadline: Int64? {
        let paper = printers.values.map { $0.nextDeadline(now: now) }
        return (paper + [signs.nextDeadline(now: now), keypads.nextDeadline(now: now)])
            .compactMap(\.self).min()
    }

    /// When there is something to do, before `end`. Window units live by themselves until then, or
    /// until somebody presses something there.
    mutating func nextMoment(before end: Int64) throws(Broken) -> Int64? {
        let next = nextDeadline.flatMap { $0 <= end ? max($0, now) : nil }
        return try units?.live(until: next ?? end) ?? next
    }

    mutating func work(at time: Int64) throws(Broken) {
        let time = max(now, time)
        now = time
        for id in Self.printerIDs { printers[id]?.work(now: time) }
        signs.work(now: now)
        keypads.work(now: now)
        try units?.work(at: now)
        try collect()
    }

    // MARK: - The desks, as the controller has them at its ports

    /// The controller starts: nothing is known but what the hall says.
    mutating func restart(_ hall: Hall) throws(Broken) {
        printDesk = PrintDesk(printers: Self.printerIDs)
        signDesk = Self.signDesk(mounts)
        keypadDesk = KeypadDesk(mounts: mounts)
        wishes = []
        perform(printDesk.begin(hall), in: hall)
        units?.look(at: hall)
        show(Set(hall.windows.keys), in: hall)
        plugAll()
        try collect()
    }

    /// The line of the window units is opened anew, and the driver with it.
    mutating func reopenUnits(_ hall: Hall) throws(Broken) {
        units?.forget()
        let lines: Set = [UnitPark.lineID]
        _ = signDesk.change(mounts: mounts, anew: lines)
        _ = keypadDesk.change(mounts: mounts, anew: lines)
        show(Set(hall.windows.keys), in: hall)
        units?.plug()
    }

    /// The controller's power is gone for a while; devices go on with what they have.
    mutating func losePower(for milliseconds: Int64) throws(Broken) {
        try collect()
        for id in Self.printerIDs { printers[id]?.forget(Self.newPrinterDriver(at: now)) }
        signs.forget(SignBusDriver())
        keypads.forget(KeypadBusDriver())
        units?.forget()
        let end = now + milliseconds
        while let next = nextDeadline, next <= end { try work(at: next) }
        try work(at: end)
    }

    mutating func follow(_ records: [Recorded<HallFact>], in hall: Hall) throws(Broken) {
        var windows: Set<WindowID> = []
        for record in records {
            windows.formUnion(Touched(record.fact, in: hall).officersWindows(in: hall))
        }
        units?.look(at: hall)
        perform(printDesk.follow(records, in: hall), in: hall)
        show(windows, in: hall)
        try collect()
    }

    /// The hall's answer to `ask`.
    mutating func granted(
        _ started: PrintStarted?, for ticket: TicketID, on printer: PrinterID, in hall: Hall
    ) throws(Broken) {
        let attempt = started.map { PrintAttempt(ticket: $0.ticket, attempt: $0.attempt) }
        perform(printDesk.granted(attempt, for: ticket, on: printer), in: hall)
        try collect()
    }

    mutating func takeWishes() -> [Wish] {
        defer { wishes = [] }
        return wishes
    }

    mutating func plugAll() {
        let now = now
        for id in Self.printerIDs { printers[id]?.plug(now: now) }
        signs.plug(now: now)
        keypads.plug(now: now)
        units?.plug()
    }

    mutating func unplugAll() {
        let now = now
        for id in Self.printerIDs { printers[id]?.unplug(now: now) }
        signs.unplug(now: now)
        keypads.unplug(now: now)
        units?.unplug()
    }

    private mutating func perform(_ actions: [PrintDesk.Action], in hall: Hall) {
        for action in actions {
            switch action {
            case .ask(let ticket, let printer): wishes.append(.ask(ticket, printer))
            case .tell(let outcome, let printer): wishes.append(.tell(outcome, printer))
            case .sendTest, .tellTest: continue
            case .discard(let job, let printer):
                printers[printer]?.perform(.discard(job: job), now: now)
            case .send(let id, let attempt, let printer):
                guard let ticket = hall.tickets[id] else { continue }
                let job = PrintAttempt(ticket: id, attempt: attempt).job
                let bytes = Self.slip(of: ticket, in: hall)
                account.note(job: job, bytes: bytes)
                printers[printer]?.perform(
                    .print(PrintJob(id: job, bytes: bytes)), now: now)
            }
        }
    }

    private static let profile: PrinterProfile = {
        var profile = PrinterProfile.generic80
        (profile.dots, profile.columns) = (384, 32)
        return profile
    }()

    /// As in the hall, and the ticket's id besides, since a number comes again another day.
    private static func slip(of ticket: Ticket, in hall: Hall) -> [UInt8] {
        let moment = Moment(wall: ticket.issuedAt, monotonic: 0, utcOffset: 28_800)
        var slip = TicketSlip(ticket, in: hall) { _ in phrases }.slip(
            at: moment, .init())
        slip.elements.append(.text(ticket.id.text, Slip.Style()))
        return EscPos.encode(slip, profile: profile, charset: .gb18030).bytes
    }

    private mutating func show(_ windows: Set<WindowID>, in hall: Hall) {
        for action in signDesk.follow(windows, in: hall)
        where sabotage != .keepSignsAsTheyAre {
            if action.line == UnitPark.lineID {
                units?.perform(action)
            } else {
                signs.perform(SignBusDriver.Command(action), now: now)
            }
        }
        for action in keypadDesk.follow(windows, in: hall) {
            if action.line == UnitPark.lineID {
                units?.perform(action)
                continue
            }
            guard case .show(let face) = action.what else { continue }
            keypads.perform(.show(address: action.address, face), now: now)
        }
    }

    /// Takes what drivers said since, and what came out of the printer.
    private mutating func collect() throws(Broken) {
        for id in Self.printerIDs { try collect(id) }
        for report in keypads.takeReports() {
            guard case .pressed(let address, let press) = report,
                let window = Self.windows[address],
                let press = PadPress(press, grades: HallConfiguration.Line.usualGrades)
            else { continue }
            wishes.append(.pressed(window, press, name: nil))
        }
        for heard in units?.takeHeard() ?? [] {
            wishes.append(.pressed(heard.window, heard.press, name: heard.name))
        }
        _ = signs.takeReports()
    }

    private mutating func collect(_ id: PrinterID) throws(Broken) {
        for bytes in printers[id]?.takeSent() ?? [] { try account.note(sent: bytes) }
        if let printer = printers[id]?.wire.device as? VirtualPrinter {
            try account.note(printer, called: id)
        }
        for report in printers[id]?.takeReports() ?? [] {
            switch report {
            case .condition(let condition):
                perform(printDesk.condition(condition, of: id), in: Hall())
            case .outcome(let job, let outcome): take(outcome, of: job, by: id)
            case .capabilities, .slipWaiting, .slipTaken: break
            }
        }
    }

    private mutating func take(
        _ outcome: Devices.PrintOutcome, of job: String, by id: PrinterID
    ) {
        var outcome = outcome
        if case .unconfirmed = outcome {
            switch sabotage {
            case .believeInPaper: outcome = .confirmed
            case .hushDoubt: return
            case .printAgain:
                guard let bytes = account.bytes(of: job) else { return }
                printers[id]?.perform(.print(PrintJob(id: job, bytes: bytes)), now: now)
                return
            default: break
            }
        }
        perform(printDesk.outcome(outcome, of: job, on: id), in: Hall())
    }
}
