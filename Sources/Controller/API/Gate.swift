// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Opens once, when the hall has been taken up from its journal.
final class Gate: Sendable {
    private let opened = Atomic<Bool>(false)

    var isOpen: Bool { opened.load(ordering: .acquiring) }

    func open() { opened.store(true, ordering: .releasing) }
}
