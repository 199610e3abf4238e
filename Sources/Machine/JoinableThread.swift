// SPDX-License-Identifier: Apache-2.0

import Glibc

/// A thread that can be waited for, which Foundation's cannot. It keeps what it runs alive until
/// its end and leaves the signals that stop a program to the main thread.
package final class JoinableThread: Sendable {
    /// The system has no thread left.
    package struct Unavailable: Error {
        /// The system's error number.
        package let code: Int32
    }

    private let handle: Guarded<pthread_t?>

    /// Starts a thread that runs `body` and ends.
    package init(_ body: @escaping @Sendable () -> Void) throws(Unavailable) {
        var thread = pthread_t()
        let argument = Unmanaged.passRetained(ThreadBody(body))
        let result = pthread_create(&thread, nil, runThreadBody, argument.toOpaque())
        guard result == 0 else {
            argument.release()
            throw Unavailable(code: result)
        }
        handle = Guarded(thread)
    }

    deinit {
        if let thread = handle.withLock({ $0.take() }) { pthread_detach(thread) }
    }

    /// Waits for the thread's end. Called on the thread itself, it does not wait.
    package func join() {
        guard let thread = handle.withLock({ $0.take() }) else { return }
        if pthread_equal(thread, pthread_self()) != 0 {
            pthread_detach(thread)
        } else {
            pthread_join(thread, nil)
        }
    }
}

/// What a new thread runs; a class so that it fits through the C library's one pointer.
private final class ThreadBody: Sendable {
    let run: @Sendable () -> Void

    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
}

private func runThreadBody(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    // Asking the program to stop is for the main thread to hear.
    var requests = sigset_t()
    sigemptyset(&requests)
    for signal in [SIGINT, SIGTERM, SIGHUP, SIGQUIT] { sigaddset(&requests, signal) }
    pthread_sigmask(SIG_BLOCK, &requests, nil)
    if let argument {
        Unmanaged<ThreadBody>.fromOpaque(argument).takeRetainedValue().run()
    }
    return nil
}
