// SPDX-License-Identifier: Apache-2.0

package import Devices
import Facts
import Glibc
import Machine
import Simulators
package import Wire

/// The hall's devices as software: each virtual line of the configuration ends in a real
/// pseudo-terminal that the controller opens like any other port.
///
/// One thread moves the bytes of all lines and lets the devices' time pass.
package final class VirtualHall: Sendable {
    /// Hears which devices look different, at most ten times a second, on the devices' thread. It
    /// must not wait.
    package typealias Observer = @Sendable (BenchChange) -> Void

    private struct State {
        var lines: VirtualLines
        var sockets: VirtualSockets
        /// Counts how often the lines were laid out anew.
        var layouts = 0
        var isStopping = false
    }

    private let directory: String
    private let observer: Observer
    private let wake: WakeSignal
    private let state: Guarded<State>
    private let thread = Guarded<JoinableThread?>(nil)
    let hasGlyphs: Bool

    /// Makes the pseudo-terminals, with links `DIRECTORY/LINE` to them, and starts the thread.
    ///
    /// - Parameters:
    ///   - directory: exists and belongs to this program alone.
    ///   - glyphs: the shapes of characters; nil draws boxes.
    /// - Throws: when the system has no terminal or thread left, or a link cannot be made.
    package init(
        configuration: HallConfiguration, directory: String, glyphs: GlyphSource?,
        observer: @escaping Observer = { _ in }
    ) throws(ChannelError) {
        self.directory = directory
        self.observer = observer
        wake = try WakeSignal()
        hasGlyphs = glyphs != nil
        let layout = VirtualLayout(configuration)
        let lines = VirtualLines(
            layout, glyphs: glyphs ?? GlyphSource { _ in nil })
        var sockets = VirtualSockets(links: layout.lines.map { "\(directory)/\($0.id)" })
        try sockets.plugAllIn()
        state = Guarded(State(lines: lines, sockets: sockets))
        do {
            let thread = try JoinableThread { [self] in
                // The font is read before anybody can wait for the devices, who share a lock.
                _ = glyphs?.glyph(" ")
                run()
            }
            self.thread.withLock { $0 = thread }
        } catch {
            throw ChannelError(error)
        }
    }

    /// Which devices there are.
    var layout: VirtualLayout { look(\.layout) }

    /// Makes the devices those of another configuration; lines that stay are not disturbed.
    package func change(to configuration: HallConfiguration) {
        let layout = VirtualLayout(configuration)
        state.withLock { state in
            state.lines.change(to: layout)
            state.sockets.change(links: layout.lines.map { "\(directory)/\($0.id)" })
            // At once, so that the controller finds them when it looks.
            state.sockets.follow(state.lines, now: MonotonicClock.now())
            state.layouts += 1
        }
        wake.raise()
    }

    /// How the controller reaches a line; nil for one that is not virtual.
    package func address(of line: String) -> DeviceAddress? {
        layout.lines.contains { $0.id == line }
            ? .pseudoTerminal(path: "\(directory)/\(line)") : nil
    }

    /// Unplugs everything, ends the thread and waits for it.
    package func stop() {
        state.withLock { $0.isStopping = true }
        wake.raise()
        thread.withLock { $0.take() }?.join()
    }

    /// Looks at the devices.
    func look<Result: Sendable>(_ body: (borrowing VirtualLines) -> Result) -> Result {
        state.withLock { body($0.lines) }
    }

    /// Has a hand on the devices; their thread then sees to what follows.
    func handle<Result: Sendable>(_ body: (inout VirtualLines) -> Result) -> Result {
        defer { wake.raise() }
        return state.withLock { body(&$0.lines) }
    }

    private func run() {
        while var wait = nextWait() {
            _ = poll(&wait.descriptors, nfds_t(wait.descriptors.count), wait.patience)
            let now = MonotonicClock.now()
            let change = state.withLock { state in
                // What was polled says nothing of lines laid out anew meanwhile.
                if wait.layouts == state.layouts {
                    state.sockets.serve(wait.descriptors, &state.lines, now: now)
                }
                return state.lines.takeDueChange(now: now)
            }
            if let change { observer(change) }
        }
    }

    /// What the thread waits for next; nil when it is to end.
    private func nextWait() -> (descriptors: [pollfd], patience: Int32, layouts: Int)? {
        wake.clear()
        return state.withLock { state in
            guard !state.isStopping else {
                state.sockets.unplugAll()
                return nil
            }
            let now = MonotonicClock.now()
            state.sockets.follow(state.lines, now: now)
            var descriptors = state.sockets.watched(state.lines)
            descriptors.append(pollfd(fd: wake.descriptor, events: Int16(POLLIN), revents: 0))
            let deadline = [state.lines.nextDeadline(now: now), state.sockets.retryAt]
                .compactMap(\.self).min()
            // At least a millisecond, so that no device can make the thread spin.
            let patience = deadline.map { Int32(clamping: max(max($0, now) - now, 1)) } ?? -1
            return (descriptors, patience, state.layouts)
        }
    }
}
