// SPDX-License-Identifier: Apache-2.0

import Devices
import Engine
import Facts
import Hall
import Machine
import Views
import Wire

extension Ports {
    func openPrinter(
        _ line: HallConfiguration.Line, at address: DeviceAddress
    ) throws(ChannelError) -> PortThread<PrinterDriver> {
        let id = PrinterID(line.id)
        let profile = line.profile ?? .generic80
        var serial = line.serial
        // The driver itself heeds what comes in the byte stream, so that its questions still pass.
        if serial.flowControl == .xonxoff { serial.flowControl = .none }
        let driver = PrinterDriver(
            profile: profile, capabilities: memory.capabilities(of: id, at: address, profile),
            timing: .init(serial: serial), seed: .random(in: .min ... .max))
        return try PortThread(
            driver: driver, address: address,
            settings: ChannelSettings(serial: serial, keyFile: line.keyFile)
        ) { [weak self] event in
            if case .report(.capabilities(let found)) = event {
                self?.memory.keep(found, of: id, at: address, profile)
            }
            self?.heard(event, from: id)
        }
    }

    private func heard(_ event: PortEvent<PrinterDriver.Report>, from printer: PrinterID) {
        switch event {
        case .line(.lost(let error)):
            report(printer, .lost, error.code.rawValue)
            perform(desks.withLock { $0.print.condition(.offline, of: printer) })
        case .line, .report(.capabilities): break
        case .report(.slipWaiting): tellOfSlip("slip-waiting", at: printer)
        case .report(.slipTaken): tellOfSlip(nil, at: printer)
        case .report(.condition(let condition)):
            // Why its line is gone was said already, and better.
            if condition != .offline || isUp(printer) {
                report(printer, condition.state, condition == .ok ? nil : condition.rawValue)
            }
            perform(desks.withLock { $0.print.condition(condition, of: printer) })
        case .report(.outcome(let job, let outcome)): ended(job, outcome, on: printer)
        }
    }

    /// Whether somebody has yet to take a slip; anything that must be mended is said first.
    private func tellOfSlip(_ reason: String?, at printer: PrinterID) {
        let known = newest.withLock { $0[DeviceID(printer.text)] }
        if known?.state == .ok { report(printer, .ok, reason) }
    }

    private func isUp(_ printer: PrinterID) -> Bool {
        threads.withLock { $0.printers[printer] }?.line == .up
    }

    private func report(_ printer: PrinterID, _ state: DeviceChanged.State, _ reason: String?) {
        report(
            DeviceChanged(
                device: DeviceID(printer.text), kind: .printer, state: state, reason: reason))
    }

    func perform(_ actions: [PrintDesk.Action]) {
        for action in actions {
            switch action {
            case .tell(let outcome, let printer):
                tell(outcome, by: Actor(.device, printer.text))
            case .ask(let ticket, let printer): ask(ticket, printer)
            case .send(let ticket, let attempt, let printer): send(ticket, attempt, printer)
            case .sendTest(let job, let printer): sendTest(job, printer)
            case .discard(let job, let printer):
                threads.withLock { $0.printers[printer] }?.post(.discard(job: job))
            case .tellTest(let printed):
                let actor = Actor(.device, printed.printer.text)
                loop.post(.reportTestSlip(printed), by: actor) { _, _ in }
                let heard = testers.withLock { $0.removeValue(forKey: printed.printer) }
                for tell in heard ?? [] { tell(printed) }
            }
        }
    }

    private func ask(_ ticket: TicketID, _ printer: PrinterID) {
        loop.post(.startPrint(ticket, printer), by: Actor(.device, printer.text)) {
            [weak self] answer, _ in
            guard let self else { return }
            switch answer {
            case .done(let records):
                let started = records.lazy.compactMap { record -> PrintAttempt? in
                    guard case .printStarted(let fact) = record.fact else { return nil }
                    return PrintAttempt(ticket: fact.ticket, attempt: fact.attempt)
                }.first
                perform(
                    desks.withLock { $0.print.granted(started, for: ticket, on: printer) })
            case .refused, .keyReused:
                perform(desks.withLock { $0.print.granted(nil, for: ticket, on: printer) })
            case .storageFailed, .busy:
                desks.withLock { $0.print.deferred(ticket, on: printer) }
                later { $0.perform($0.desks.withLock { $0.print.retry() }) }
            }
        }
    }

    /// What became of a slip must not be lost because the disk was full when it was known.
    private func tell(_ outcome: Facts.PrintOutcome, by actor: Actor) {
        loop.post(.reportPrint(outcome), by: actor) { [weak self] answer, _ in
            guard answer.mustBeAskedAgain else { return }
            self?.later { $0.tell(outcome, by: actor) }
        }
    }

    private func send(_ id: TicketID, _ attempt: Int, _ printer: PrinterID) {
        loop.look { [weak self] standing in
            guard let self else { return }
            guard let standing else { return later { $0.send(id, attempt, printer) } }
            let job = PrintAttempt(ticket: id, attempt: attempt).job
            guard let ticket = standing.hall.tickets[id] else {
                // Its day ended a moment ago; the printer goes on with the next.
                return ended(job, .failed(.cancelled), on: printer)
            }
            let slip = slips.slip(
                of: ticket, in: standing.hall, at: standing.moment, by: configuration,
                isReprint: ticket.paper.slips > 1)
            guard !hand(slip, job: job, on: printer) else { return }
            if configuration.printers.contains(where: { $0.id == printer }) {
                // Its line is closed and opened again in this moment.
                later { $0.send(id, attempt, printer) }
            } else {
                ended(job, .held(.offline, inPrinter: false), on: printer)
            }
        }
    }

    private func ended(
        _ job: String, _ outcome: Devices.PrintOutcome, on printer: PrinterID
    ) {
        perform(desks.withLock { $0.print.outcome(outcome, of: job, on: printer) })
    }

    /// A slip without a number, at somebody's wish.
    func test(
        _ printer: PrinterID, then tell: (@Sendable (TestSlipPrinted) -> Void)? = nil
    ) {
        if let tell { testers.withLock { $0[printer, default: []].append(tell) } }
        perform(desks.withLock { $0.print.test(printer) })
    }

    private func sendTest(_ job: String, _ printer: PrinterID) {
        loop.look { [weak self] standing in
            guard let self else { return }
            let slip = standing.map { TestSlip(printer, in: $0.hall, phrases).slip(at: $0.moment) }
            guard let slip, hand(slip, job: job, on: printer) else {
                return ended(job, .failed(.cancelled), on: printer)
            }
        }
    }

    /// False when the printer's line is closed: nothing was sent.
    private func hand(_ slip: Slip, job: String, on printer: PrinterID) -> Bool {
        guard let thread = threads.withLock({ $0.printers[printer] }) else { return false }
        let profile = configuration.printers.first { $0.id == printer }?.profile ?? .generic80
        let paper = slips.encode(slip, for: profile)
        note(missing: paper.missing, on: printer)
        desks.withLock { $0.print.sending(millimetres: paper.millimetres, on: printer) }
        return thread.post(
            .print(PrintJob(id: job, bytes: paper.bytes, millimetres: paper.millimetres)))
    }

    /// Tells once of each character that stands as the replacement on paper.
    private func note(missing: [Character], on printer: PrinterID) {
        let new = unprintable.withLock { unprintable -> Set<Character> in
            let known = unprintable[printer, default: []]
            // Whoever makes up characters must not fill the memory or the log.
            guard known.count < 100 else { return [] }
            unprintable[printer] = known.union(missing)
            return Set(missing).subtracting(known)
        }
        guard !new.isEmpty else { return }
        let codes = Self.codes(of: new)
        log("printer \(printer): no font has \(codes.joined(separator: " "))")
    }

    /// Characters as standards name them: `U+E000`.
    static func codes(of characters: Set<Character>) -> [String] {
        Set(characters.flatMap(\.unicodeScalars)).sorted().map {
            "U+" + String($0.value, radix: 16, uppercase: true)
        }
    }
}

extension PrinterCondition {
    /// How bad it is.
    fileprivate var state: DeviceChanged.State {
        switch self {
        case .ok: .ok
        case .saysNothing: .unconfirmed
        case .paperNearEnd: .warning
        case .paperOut, .coverOpen, .cutterError, .headHot, .error, .unrecoverable, .notReady:
            .fault
        case .offline: .lost
        }
    }
}
