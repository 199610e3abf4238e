// SPDX-License-Identifier: Apache-2.0

import Machine

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
        var thread: JoinableThread?
        var line = LineState.connecting
        var counters = PortCounters()
    }

    /// Commands waiting for the thread; more are refused, because nobody takes them out.
    private static var backlogLimit: Int { 4096 }

    private let wake: WakeSignal
    private let stopping: WakeSignal
    private let shared = Guarded(Shared())

    /// Starts the thread on the channel `open` makes. Throws when the system has no descriptor or
    /// thread left.
    package init(
        driver: Driver, backOff: BackOff = BackOff(), open: @escaping Opening,
        observer: @escaping Observer
    ) throws(ChannelError) {
        wake = try WakeSignal()
        stopping = try WakeSignal()
        // Held while the thread starts, so that `stop` cannot miss it.
        try shared.withLock { shared throws(ChannelError) in
            do throws(JoinableThread.Unavailable) {
                shared.thread = try JoinableThread {
                    var loop = PortLoop(
                        port: self, driver: driver, backOff: backOff, open, observer)
                    loop.run()
                }
            } catch {
                throw ChannelError(error)
            }
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
        thread?.join()
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
