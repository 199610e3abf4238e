// SPDX-License-Identifier: Apache-2.0

import Devices
import Dispatch
import Facts
import Hall
import Machine

extension Ports {
    /// Has the devices follow another configuration. Lines that are the same in both are not
    /// touched: their threads go on and nothing more or less is on their wires.
    ///
    /// - Parameter prepare: called when the lines that go are closed and before others open.
    /// - Throws: when the system has no thread or descriptor left for a line; the others follow.
    func change(
        to configuration: HallConfiguration, prepare: () -> Void, address: Addresses
    ) throws(ChannelError) {
        let difference = LineDifference(from: configured.now, to: configuration)
        adopt(configuration, anew: difference.anew)
        for line in difference.closing { close(line) }
        prepare()
        let opened = Result { () throws(ChannelError) in
            try start(difference.opening, address)
        }
        takeUp()
        try opened.get()
    }

    private func takeUp(isLate: Bool = false) {
        loop.look { [weak self] standing in
            guard let self else { return }
            guard let hall = standing?.hall else { return later { $0.takeUp(isLate: true) } }
            if isLate {
                // The desks took the places in without a hall to tell what is due there.
                begin(hall)
            } else {
                show(Set(hall.windows.keys), in: hall)
            }
            forgetStrangers(in: hall)
        }
    }

    /// The desks take the new places in before any line is closed, so that nothing is sent after.
    private func adopt(_ configuration: HallConfiguration, anew: Set<String>) {
        configured.put(configuration)
        let adopted = DispatchSemaphore(value: 0)
        loop.look { [weak self] standing in
            defer { adopted.signal() }
            guard let self else { return }
            let hall = standing?.hall ?? Hall()
            let (prints, signs, keypads) = desks.withLock { desks in
                (
                    desks.print.change(
                        printers: Set(configuration.printers.map(\.id)),
                        anew: Set(anew.map { PrinterID($0) }), in: hall),
                    desks.sign.change(mounts: configuration.signs, anew: anew),
                    desks.keypad.change(mounts: configuration.keypads, anew: anew)
                )
            }
            perform(prints)
            perform(signs)
            for action in keypads { perform(action) }
            mountBuses()
        }
        adopted.wait()
    }

    private func close(_ line: HallConfiguration.Line) {
        switch line.kind {
        case .escPos:
            threads.withLock { $0.printers.removeValue(forKey: PrinterID(line.id)) }?.stop()
        case .qtStrip: threads.withLock { $0.signs.removeValue(forKey: line.id) }?.stop()
        case .keypadFF68: threads.withLock { $0.keypads.removeValue(forKey: line.id) }?.stop()
        case .windowBus:
            threads.withLock { $0.buses.removeValue(forKey: line.id) }?.stop()
            registers.withLock { $0[line.id] = nil }
        }
    }

    /// Says of devices the hall remembers and the configuration does not have that they are gone.
    func forgetStrangers(in hall: Hall) {
        let known = configuration.devices
        for (id, device) in hall.devices where !known.contains(id) {
            report(
                DeviceChanged(
                    device: id, kind: device.changed.kind, state: .removed, reason: nil))
        }
    }
}

/// Which lines one configuration has otherwise than another.
struct LineDifference: Equatable {
    /// Gone, or the same by name with another address or speed.
    let closing: [HallConfiguration.Line]
    let opening: [HallConfiguration.Line]

    init(from old: HallConfiguration, to new: HallConfiguration) {
        closing = old.everyLine.filter { !new.everyLine.contains($0) }
        opening = new.everyLine.filter { !old.everyLine.contains($0) }
    }

    /// Names of lines that are closed or opened.
    var anew: Set<String> { Set((closing + opening).map(\.id)) }
}

extension HallConfiguration {
    /// All devices by the names they have among the hall's.
    var devices: Set<DeviceID> {
        Set(
            everyLine.map { DeviceID($0.id) } + signs.map { Self.signID($0.window) }
                + keypads.map { Self.keypadID($0.window) })
    }
}
