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
        var status = PortStatus(since: MonotonicClock.now())
    }

    /// Commands waiting for the thread; more are refused, because nobody takes them out.
    private static var backlogLimit: Int { 4096 }

    private let wake: WakeSignal
    private let stopping: WakeSignal
    private let shared = Guarded(Shared())
    private let identity: @Sendable () -> PortIdentity?

    /// Starts the thread on the channel `open` makes. Throws when the system has no descriptor or
    /// thread left.
    ///
    /// - Parameters:
    ///   - nodes: files whose coming and going is a reason to look at the line again.
    ///   - identity: the device last found there.
    package init(
        driver: Driver, backOff: BackOff = BackOff(), nodes: [String] = [],
        identity: @escaping @Sendable () -> PortIdentity? = { nil }, open: @escaping Opening,
        observer: @escaping Observer
    ) throws(ChannelError) {
        self.identity = identity
        wake = try WakeSignal()
        stopping = try WakeSignal()
        // Held while the thread starts, so that `stop` cannot miss it.
        try shared.withLock { shared throws(ChannelError) in
            do throws(JoinableThread.Unavailable) {
                shared.thread = try JoinableThread {
                    var loop = PortLoop(
                        port: self, driver: driver, backOff: backOff, nodes: nodes, open, observer)
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
        let opener = LineOpener(address, settings)
        try self.init(
            driver: driver, backOff: backOff, nodes: address.nodes,
            identity: { opener.identity },
            open: { interrupt throws(ChannelError) in try opener.open(interrupt: interrupt) },
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
    package var line: LineState { shared.withLock(\.status.line) }

    package var counters: PortCounters { shared.withLock(\.status.counters) }

    /// All that is known of the line now.
    package var status: PortStatus {
        var status = shared.withLock(\.status)
        status.identity = identity()
        return status
    }

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
        shared.withLock { change(&$0.status.counters) }
    }

    func noteError(_ error: ChannelError, at now: Int64) {
        shared.withLock { shared in
            shared.status.counters.errors += 1
            shared.status.lastError = (error, now)
        }
    }

    /// True if `line` is news.
    func setLine(_ line: LineState) -> Bool {
        shared.withLock { shared in
            let last = shared.status.line
            if (last == .up) != (line == .up) { shared.status.since = MonotonicClock.now() }
            shared.status.line = line
            return last != line
        }
    }
}
