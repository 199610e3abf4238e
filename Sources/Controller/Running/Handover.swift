// SPDX-License-Identifier: Apache-2.0

import Machine

/// Passes one value from a thread to another, once.
final class Handover<Value: Sendable>: Sendable {
    private let box: Guarded<Value?>

    init(_ value: Value? = nil) {
        box = Guarded(value)
    }

    func put(_ value: Value) {
        box.withLock { $0 = value }
    }

    func take() -> Value? {
        box.withLock { $0.take() }
    }
}
