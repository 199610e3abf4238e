// SPDX-License-Identifier: Apache-2.0

import Glibc

/// A value behind POSIX's lock, for all threads. The thread sanitizer knows this lock and so finds
/// what is used without it; it does not see into `Synchronization.Mutex` and would report each use
/// of one.
///
/// Safe to share: `value` is only touched with `mutex` held.
package final class Guarded<Value>: @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private var value: Value

    package init(_ value: sending Value) {
        self.value = value
        pthread_mutex_init(mutex, nil)
    }

    deinit {
        pthread_mutex_destroy(mutex)
        mutex.deallocate()
    }

    /// Runs `body` with the value to itself. Not to be nested.
    package func withLock<Result, Failure: Error>(
        _ body: (inout sending Value) throws(Failure) -> sending Result
    ) throws(Failure) -> sending Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return try body(&value)
    }
}
