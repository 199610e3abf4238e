// SPDX-License-Identifier: Apache-2.0

import Devices
import Machine

/// The bench, as soon as the configuration has a device made of software.
final class Benches: Sendable {
    private let directory: String
    private let bench: Guarded<Bench?>

    /// - Parameter directory: where the links to the lines' pseudo-terminals lie.
    init(_ configuration: HallConfiguration, directory: String) throws(ChannelError) {
        self.directory = directory
        bench = Guarded(try Bench(configuration: configuration, directory: directory))
    }

    var now: Bench? { bench.withLock(\.self) }

    /// Makes the devices those of another configuration; gives why that cannot be.
    func change(to configuration: HallConfiguration) -> String? {
        if let now {
            now.hall.change(to: configuration)
            return nil
        }
        do {
            let made = try Bench(configuration: configuration, directory: directory)
            bench.withLock { $0 = made }
            return nil
        } catch {
            return "\(error)"
        }
    }

    /// How the controller reaches a line.
    func address(of line: HallConfiguration.Line) -> DeviceAddress {
        switch line.wiring {
        case .real(let address): address
        // Never missing unless the bench could not be made, which was said then.
        case .virtual: now?.hall.address(of: line.id) ?? .pseudoTerminal(path: "/dev/null")
        }
    }

    func stop() { now?.stop() }
}
