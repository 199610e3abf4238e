// SPDX-License-Identifier: Apache-2.0

import Glibc
import Machine

/// One thread that sleeps until the next deadline and then sweeps what is due.
final class DeadlineThread: @unchecked Sendable {
    // Safe to share: `next` and `stopped` are only touched with `mutex` held; the thread is set
    // once, before the object is handed out; `sweep` is itself Sendable.
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private let sweep: @Sendable (_ now: Int64) -> Int64
    private var next = Int64.max
    private var stopped = false
    private var thread: JoinableThread?

    /// - Parameter sweep: does what is due and returns the next deadline, `Int64.max` for none.
    init(
        sweep: @escaping @Sendable (_ now: Int64) -> Int64
    ) throws(JoinableThread.Unavailable) {
        self.sweep = sweep
        var attributes = pthread_condattr_t()
        pthread_condattr_init(&attributes)
        // The wall clock may be set back by hours; a deadline must not.
        pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        pthread_cond_init(condition, &attributes)
        pthread_condattr_destroy(&attributes)
        pthread_mutex_init(mutex, nil)
        // The thread keeps this object until `stop`.
        thread = try JoinableThread { self.run() }
    }

    deinit {
        pthread_cond_destroy(condition)
        pthread_mutex_destroy(mutex)
        condition.deallocate()
        mutex.deallocate()
    }

    /// Makes sure that a sweep runs at `deadline` or before.
    func wake(by deadline: Int64) {
        pthread_mutex_lock(mutex)
        if deadline < next {
            next = deadline
            pthread_cond_signal(condition)
        }
        pthread_mutex_unlock(mutex)
    }

    /// Ends the thread and waits until it is gone.
    func stop() {
        pthread_mutex_lock(mutex)
        stopped = true
        pthread_cond_signal(condition)
        pthread_mutex_unlock(mutex)
        thread?.join()
    }

    private func run() {
        pthread_mutex_lock(mutex)
        while !stopped {
            if next > MonotonicClock.now() {
                sleep(until: next)
            } else {
                next = .max
                pthread_mutex_unlock(mutex)
                let following = sweep(MonotonicClock.now())
                pthread_mutex_lock(mutex)
                next = min(next, following)
            }
        }
        pthread_mutex_unlock(mutex)
    }

    private func sleep(until deadline: Int64) {
        guard deadline != .max else {
            pthread_cond_wait(condition, mutex)
            return
        }
        var time = timespec(
            tv_sec: Int(deadline / 1000), tv_nsec: Int(deadline % 1000) * 1_000_000)
        pthread_cond_timedwait(condition, mutex, &time)
    }
}
