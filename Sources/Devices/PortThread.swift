// SPDX-License-Identifier: Apache-2.0

import Glibc
import Synchronization

/// A thread that keeps one line open and lets a driver speak over it.
///
/// It waits in `poll()` for the device, for commands and for the driver's next deadline, and thinks
/// nothing itself. The thread keeps itself alive until `stop`.
package final class PortThread<Driver: LineDriver>: Sendable {
    /// Hears everything in order, on the port's thread. It must not wait.
    package typealias Observer = @Sendable (PortEvent<Driver.Report>) -> Void
    /// Makes the channel; the descriptor handed in ends a wait for a connection when readable.
    package typealias Opening = @Sendable (Int32) throws(ChannelError) -> any ByteChannel

    private struct Shared {
        var commands: [Driver.Command] = []
        var isStopping = false
        var thread: pthread_t?
        var line = LineState.connecting
        var counters = PortCounters()
    }

    /// Commands waiting for the thread; more are refused, because nobody takes them out.
    private static var backlogLimit: Int { 4096 }

    private let wake: WakeSignal
    private let stopping: WakeSignal
    private let shared = Mutex(Shared())

    /// Starts the thread on the channel `open` makes. Throws when the system has no descriptor or
    /// thread left.
    package init(
        driver: Driver, backOff: BackOff = BackOff(), open: @escaping Opening,
        observer: @escaping Observer
    ) throws(ChannelError) {
        wake = try WakeSignal()
        stopping = try WakeSignal()
        var thread = pthread_t()
        let body = ThreadBody {
            var loop = PortLoop(port: self, driver: driver, backOff: backOff, open, observer)
            loop.run()
        }
        let argument = Unmanaged.passRetained(body)
        let result = shared.withLock { shared in
            let result = pthread_create(&thread, nil, runThreadBody, argument.toOpaque())
            if result == 0 { shared.thread = thread }
            return result
        }
        guard result == 0 else {
            argument.release()
            throw ChannelError(errno: result, "port thread", "cannot be started")
        }
    }

    /// Starts the thread on the device at `address`.
    package convenience init(
        driver: Driver, address: DeviceAddress, settings: ChannelSettings = ChannelSettings(),
        backOff: BackOff = BackOff(), observer: @escaping Observer
    ) throws(ChannelError) {
        try self.init(
            driver: driver, backOff: backOff,
            open: { interrupt throws(ChannelError) in
                try address.open(settings, interrupt: interrupt)
            },
            observer: observer)
    }

    /// Hands a command to the driver. False when the port is stopped or hopelessly behind.
    @discardableResult
    package func post(_ command: Driver.Command) -> Bool {
        let isTaken = shared.withLock { shared in
            guard !shared.isStopping, shared.commands.count < Self.backlogLimit else {
                return false
            }
            shared.commands.append(command)
            return true
        }
        if isTaken { wake.raise() }
        return isTaken
    }

    /// The line as it was last reported.
    package var line: LineState { shared.withLock(\.line) }

    package var counters: PortCounters { shared.withLock(\.counters) }

    /// Ends the thread and waits for it, after the driver has reported what the loss of the line
    /// means for work in hand. Called by the observer itself, it does not wait.
    package func stop() {
        let thread = shared.withLock { shared in
            shared.isStopping = true
            defer { shared.thread = nil }
            return shared.thread
        }
        stopping.raise()
        wake.raise()
        guard let thread else { return }
        if pthread_equal(thread, pthread_self()) != 0 {
            pthread_detach(thread)
        } else {
            pthread_join(thread, nil)
        }
    }
}

extension PortThread {
    /// What the thread waits for beside its device.
    var wakeDescriptor: Int32 { wake.descriptor }

    /// What ends a wait for a connection: readable from `stop` on.
    var stopDescriptor: Int32 { stopping.descriptor }

    /// The commands posted since the last call, and whether to stop after them.
    func takeCommands() -> (commands: [Driver.Command], isStopping: Bool) {
        wake.clear()
        return shared.withLock { shared in
            defer { shared.commands = [] }
            return (shared.commands, shared.isStopping)
        }
    }

    func count(_ change: (inout PortCounters) -> Void) {
        shared.withLock { change(&$0.counters) }
    }

    /// True if `line` is news.
    func setLine(_ line: LineState) -> Bool {
        shared.withLock { shared in
            defer { shared.line = line }
            return shared.line != line
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
