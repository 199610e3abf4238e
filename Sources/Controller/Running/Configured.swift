// SPDX-License-Identifier: Apache-2.0

import Machine

/// The configuration in force, for all threads.
final class Configured: Sendable {
    private let box: Guarded<HallConfiguration>

    init(_ configuration: HallConfiguration) {
        box = Guarded(configuration)
    }

    var now: HallConfiguration { box.withLock(\.self) }

    func put(_ configuration: HallConfiguration) {
        box.withLock { $0 = configuration }
    }
}
