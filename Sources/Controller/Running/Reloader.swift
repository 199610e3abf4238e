// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Engine
import Facts
import Hall
import Machine
import Store
import Web

/// Has the running hall take up what `hall.yaml` says now.
final class Reloader: Sendable {
    /// Those who follow the file beside the hall itself.
    struct Followers: Sendable {
        let ports: Ports
        let benches: Benches
        let access: Access
        let upkeep: Upkeep
    }

    private let options: Options
    private let configured: Configured
    private let loop: HallLoop
    private let gate: Gate
    private let followers: Followers
    /// One at a time, whoever asks.
    private let turn = Guarded(())

    init(
        _ options: Options, _ configured: Configured, loop: HallLoop, gate: Gate,
        followers: Followers
    ) {
        self.options = options
        self.configured = configured
        self.loop = loop
        self.gate = gate
        self.followers = followers
    }

    /// Reads the file and applies what can be applied; not to be called on the loop's thread.
    func reload() -> ReloadOutcome {
        let done = turn.withLock { _ -> ReloadOutcome in
            outcome(of: options.configuration) { wanted in
                let told = tell(wanted)
                guard case .done(var change, let revision) = told else { return told }
                change.trouble = follow(wanted)
                return .done(change, revision: revision)
            }
        }
        options.reloaded(done)
        return done
    }

    /// What would come of a file, without doing it.
    func plan(_ path: String) -> ReloadOutcome {
        outcome(of: path) { wanted in
            let outcome = Handover<ReloadOutcome>()
            let looked = DispatchSemaphore(value: 0)
            loop.look { standing in
                defer { looked.signal() }
                guard let standing else { return }
                outcome.put(ReloadOutcome(planning: wanted, for: standing.hall, standing.moment))
            }
            looked.wait()
            return outcome.take() ?? .unavailable
        }
    }

    /// Reads a file, and adds to what became of it in the hall what it is to the devices, and what
    /// it asks for that only a start can do.
    private func outcome(
        of path: String, _ use: (HallConfiguration) -> ReloadOutcome
    ) -> ReloadOutcome {
        guard gate.isOpen else { return .unavailable }
        do {
            var wanted = try HallFile.read(path)
            if let port = options.port { wanted.listening.port = port }
            let before = configured.now
            let later = wanted.leaveForRestart(before)
            let lines = LineDifference(from: before, to: wanted)
            let used = use(wanted)
            guard case .done(var change, let revision) = used else { return used }
            change.devices = .init(from: before.everyDevice, to: wanted.everyDevice) { $0.id.text }
            change.linesOpened = lines.opening.map(\.id)
            change.linesClosed = lines.closing.map(\.id)
            change.needsRestart = later
            // What only the edge goes by, such as backups, is in no structure.
            change.isOtherwise = change.isOtherwise || change.sentences.isEmpty && wanted != before
            return .done(change, revision: revision)
        } catch {
            return .unsound(error)
        }
    }

    private func tell(_ wanted: HallConfiguration) -> ReloadOutcome {
        let before = configured.now.structure
        let outcome = Handover<ReloadOutcome>()
        let answered = DispatchSemaphore(value: 0)
        loop.post(.applying(wanted), by: .controller) { answer, standing in
            switch answer {
            case .done(let records):
                let change = ConfigurationChange(
                    from: before, to: wanted.structure, records.map(\.fact))
                outcome.put(
                    .done(change, revision: standing.hall.configuration?.revision ?? 0))
            case .refused(let refusal): outcome.put(ReloadOutcome(refusal))
            case .keyReused, .storageFailed, .busy: break
            }
            answered.signal()
        }
        answered.wait()
        return outcome.take() ?? .unavailable
    }

    /// Everybody but the hall goes by it too. Gives what went wrong.
    private func follow(_ wanted: HallConfiguration) -> String? {
        var trouble: String?
        let (ports, benches) = (followers.ports, followers.benches)
        do {
            try ports.change(
                to: wanted, prepare: { trouble = benches.change(to: wanted) },
                address: benches.address)
        } catch {
            trouble = "\(error)"
        }
        followers.upkeep.follow(wanted)
        do {
            try Parts.addDemoAccounts(to: followers.access, wanted)
        } catch {
            trouble = "\(error)"
        }
        loop.openDemoWindows(of: wanted)
        return trouble
    }
}

extension Command {
    /// To take up a configuration.
    static func applying(_ configuration: HallConfiguration) -> Command {
        .applyConfiguration(
            digest: Parts.digest(of: configuration.structure),
            structure: configuration.structure, retired: configuration.retired)
    }
}

extension HallLoop {
    /// In a demo, opens its windows.
    func openDemoWindows(of configuration: HallConfiguration) {
        guard configuration.demo else { return }
        for (window, officer) in configuration.demoOfficers.sorted(by: { $0.key < $1.key }) {
            // A window somebody holds stays theirs, so the answer does not matter.
            post(.atWindow(window, .open(officer)), by: Actor(.officer, officer.text))
        }
    }
}

extension HallConfiguration {
    /// Keeps of `old` what cannot change while the hall runs, and names the places in the file
    /// that would change it.
    mutating func leaveForRestart(_ old: HallConfiguration) -> [String] {
        let places: [(place: String, isSame: Bool)] = [
            ("hall.zone", zone == old.zone), ("hall.demo", demo == old.demo),
            ("hall.minimumFreeMegabytes", minimumFreeMegabytes == old.minimumFreeMegabytes),
            ("listen", listening == old.listening),
            ("retention.trace", retention.traceDays == old.retention.traceDays),
        ]
        zone = old.zone
        structure.timeZone = old.structure.timeZone
        demo = old.demo
        minimumFreeMegabytes = old.minimumFreeMegabytes
        listening = old.listening
        retention.traceDays = old.retention.traceDays
        return places.filter { !$0.isSame }.map(\.place)
    }
}

extension ReloadOutcome {
    init(_ refusal: Refusal) {
        self = .refused(refusal.kind.rawValue, values: refusal.values)
    }

    /// What a hall would say to a configuration.
    init(planning wanted: HallConfiguration, for hall: Hall, _ moment: Moment) {
        switch hall.decide(
            .applying(wanted), by: .controller, at: moment, given: Conditions())
        {
        case .success(let facts):
            let change = ConfigurationChange(
                from: hall.structure, to: wanted.structure, facts)
            let revision = hall.configuration?.revision ?? 0
            self = .done(change, revision: facts.isEmpty ? revision : revision + 1)
        case .failure(let refusal): self.init(refusal)
        }
    }
}
