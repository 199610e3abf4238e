// SPDX-License-Identifier: Apache-2.0

import Devices
import Facts
import Hall
import Machine
import Wire

// Window units: sign, pads and sensors of a window on one wire with those of the others.
extension Ports {
    func openBus(
        _ line: HallConfiguration.Line, at address: DeviceAddress
    ) throws(ChannelError) -> PortThread<BusDriver> {
        let driver = BusDriver(
            baud: line.serial.baud, mounts: configuration.busMounts(on: line.id),
            holdsEvents: true, glyphs: DotFont.everything, key: keys(of: line),
            random: { UInt64.random(in: .min ... .max) })
        registers.withLock { $0[line.id] = UnitRegister() }
        let settings = ChannelSettings(serial: line.serial)
        return try PortThread(driver: driver, address: address, settings: settings) {
            [weak self] event in
            guard let self else { return }
            switch event {
            case .line(let state): busLine(state, of: line.id)
            case .report(let report):
                registers.withLock { $0[line.id]?.take(report) }
                heard(report, on: line.id)
            }
        }
    }

    /// The keys of a line's units. While the secret cannot be read no unit can prove anything: a
    /// wire that should be guarded is never used without.
    private func keys(of line: HallConfiguration.Line) -> @Sendable (BusUID) -> BusKey? {
        guard let file = line.keyFile else { return { _ in nil } }
        do throws(ChannelError) {
            let secret = try ShareKey(file: file)
            return { secret.unitKey(of: $0) }
        } catch {
            log("\(line.id): \(error.subject): \(error.detail)")
            let nobodys = ShareKey.random()
            return { nobodys.unitKey(of: $0) }
        }
    }

    func perform(_ action: SignDesk.Action, on bus: PortThread<BusDriver>) {
        let (line, address) = (action.line, action.address)
        var face: SignFace?
        if case .show(let wanted) = action.what { face = wanted }
        registers.withLock { $0[line]?.want(face, at: address) }
        bus.post(BusDriver.Command(action))
        // Nobody should read "confirmed" for long beside a number that is still on its way.
        later { ports in
            let isDoubtful = ports.registers.withLock { $0[line]?.isDoubtful(address) ?? false }
            if isDoubtful { ports.tell(.unconfirmed, nil, ofSignAt: address, on: line) }
        }
    }

    func perform(_ action: KeypadDesk.Action, on bus: PortThread<BusDriver>) {
        for command in unitPads.withLock({ $0.commands(for: action) }) { bus.post(command) }
    }

    /// Gives a unit the address of a place of a window bus; false if there is no such place.
    func place(_ uid: BusUID, at address: UInt8, on line: String) -> Bool {
        guard configuration.busMounts(on: line).contains(where: { $0.address == address }),
            let bus = threads.withLock({ $0.buses[line] })
        else { return false }
        bus.post(.assign(uid, address: address))
        return true
    }

    /// Has the lines look for what the configuration has on them now.
    func mountBuses() {
        for (line, bus) in threads.withLock({ $0.buses }) {
            bus.post(.mounts(configuration.busMounts(on: line)))
        }
    }

    private func busLine(_ state: LineState, of line: String) {
        report(state, of: line, kind: .line)
        switch state {
        case .connecting: break
        case .up: tellTime(to: line)
        case .lost(let error):
            for address in configuration.busMounts(on: line).map(\.address) {
                tell(.lost, error.code.rawValue, of: line, address)
            }
        }
    }

    private func tellTime(to line: String) {
        let now = loop.clock.now()
        threads.withLock { $0.buses[line] }?.post(
            .time(
                seconds: UInt32(clamping: now.wall / 1000), offsetMinutes: now.utcOffset / 60))
    }

    private func heard(_ report: BusDriver.Report, on line: String) {
        switch report {
        case .unit(let address, let unit):
            guard let (state, reason) = unit.standing else { return }
            tell(state, reason, of: line, address)
        case .shown(let address, _):
            let isAgreed = registers.withLock { $0[line]?.agreed.contains(address) } ?? false
            if isAgreed { tell(.ok, nil, ofSignAt: address, on: line) }
        case .unshowable(let address, _, let missing):
            let codes = Self.codes(of: Set(missing)).joined(separator: ", ")
            log("\(line): the sign at address \(address) has no shape for \(codes)")
            tell(.warning, "glyphs-missing", ofSignAt: address, on: line)
        case .replaced(let address, let old, let new):
            log("\(line): at address \(address) is unit \(new) now, no longer \(old)")
        case .event(let address, let name, let meaning, let age):
            pressed(meaning, name, age, line, address)
        case .statistics, .presence, .found, .line: break
        }
    }

    private func pressed(
        _ meaning: BusEventMeaning, _ name: BusEventName, _ age: Int64, _ line: String,
        _ address: UInt8
    ) {
        let settle: @Sendable () -> Void = { [weak self] in
            self?.threads.withLock { $0.buses[line] }?.post(.settled(name))
        }
        guard let press = PadPress(meaning, age: age, identity: name.identity) else {
            return settle()
        }
        pressed(press, line: line, address: address, settled: settle)
    }

    /// What holds for a whole unit holds for its sign and its keypad.
    private func tell(
        _ state: DeviceChanged.State, _ reason: String?, of line: String, _ address: UInt8
    ) {
        // Only the unit's word for the face makes a sign agree.
        let isAgreed = registers.withLock { $0[line]?.agreed.contains(address) } ?? false
        let sign = state == .ok && !isAgreed ? .unconfirmed : state
        tell(sign, reason, ofSignAt: address, on: line)
        let keypads = configuration.keypads.filter { $0.line == line && $0.address == address }
        for keypad in keypads {
            report(
                DeviceChanged(
                    device: HallConfiguration.keypadID(keypad.window), kind: .keypad,
                    state: state, reason: reason))
        }
    }

    private func tell(
        _ state: DeviceChanged.State, _ reason: String?, ofSignAt address: UInt8,
        on line: String
    ) {
        let signs = configuration.signs.filter { $0.line == line && $0.address == address }
        for sign in signs {
            report(
                DeviceChanged(
                    device: HallConfiguration.signID(sign.window), kind: .sign, state: state,
                    reason: reason))
        }
    }
}

extension HallConfiguration {
    /// Where units should be on a line, each once.
    func busMounts(on line: String) -> [BusMount] {
        Set((signs + keypads).filter { $0.line == line }.map(\.address)).sorted()
            .map { BusMount($0) }
    }
}

extension BusUnitState {
    /// What people are told of it; nil while it is being met.
    fileprivate var standing: (DeviceChanged.State, reason: String?)? {
        switch condition {
        case .comingUp: nil
        case .live:
            if hasFault { (.fault, "unit-fault") } else { (.ok, nil) }
        case .away: (.lost, "silent")
        case .incompatible: (.fault, "incompatible")
        case .duplicate: (.fault, "duplicate-address")
        case .babbling: (.fault, "babbling")
        case .unproven: (.fault, "unproven")
        }
    }
}
