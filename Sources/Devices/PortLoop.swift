// SPDX-License-Identifier: Apache-2.0

import Glibc
import Machine

/// What a port's thread does, round by round. It lives and dies on that thread.
struct PortLoop<Driver: LineDriver> {
    private let port: PortThread<Driver>
    private let backOff: BackOff
    private let open: PortThread<Driver>.Opening
    private let observer: PortThread<Driver>.Observer
    private let nodes: NodeWatch
    private var driver: Driver
    private var channel: (any ByteChannel)?
    private var output: [UInt8] = []
    private var delay: Int64
    private var retryAt: Int64 = .min
    private var upSince: Int64 = 0
    /// Until then nothing is read: the line said that there was something, and there was not.
    private var deafUntil: Int64 = .min
    private var wasUp = false

    /// Bytes that may wait for a device that takes none; more means that the line is dead.
    private static var outputLimit: Int { 65536 }
    /// Milliseconds between news of a device's node and the attempt to open it: it comes in steps.
    private static var settling: Int64 { 20 }
    /// Milliseconds a line is not listened to that woke us for nothing: some USB printers send
    /// empty packets without end, which must not become a thread that spins.
    private static var deafness: Int64 { 10 }

    init(
        port: PortThread<Driver>, driver: Driver, backOff: BackOff, nodes: [String],
        _ open: @escaping PortThread<Driver>.Opening,
        _ observer: @escaping PortThread<Driver>.Observer
    ) {
        self.port = port
        self.driver = driver
        self.backOff = backOff
        self.open = open
        self.observer = observer
        self.nodes = NodeWatch(nodes)
        delay = backOff.first
    }

    mutating func run() {
        observer(.line(.connecting))
        while true {
            let (commands, isStopping) = port.takeCommands()
            for command in commands {
                let now = MonotonicClock.now()
                perform(driver.perform(command, now: now))
            }
            if isStopping { break }
            if channel == nil, MonotonicClock.now() >= retryAt { connect() }
            waitAndServe()
        }
        guard channel != nil else { return }
        let unsent = output.count
        close()
        perform(driver.lineLost(unsent: unsent, now: MonotonicClock.now()))
    }

    private mutating func connect() {
        do throws(ChannelError) {
            channel = try open(port.stopDescriptor)
            upSince = MonotonicClock.now()
            if wasUp { port.count { $0.reconnects += 1 } }
            wasUp = true
            tell(.up)
            perform(driver.lineUp(now: upSince))
        } catch {
            fail(error)
        }
    }

    private mutating func waitAndServe() {
        let now = MonotonicClock.now()
        var until = channel == nil ? retryAt : Int64.max
        if let deadline = driver.nextDeadline { until = min(until, deadline) }
        let isDeaf = channel != nil && deafUntil > now
        if isDeaf { until = min(until, deafUntil) }
        // At least a millisecond, so that no driver can make the thread spin.
        let patience =
            until == .max ? -1 : Int32(clamping: max(until.clampedDistance(from: now), 1))
        let wanted = (isDeaf ? 0 : POLLIN) | (output.isEmpty ? 0 : POLLOUT)
        var watched = [
            pollfd(fd: channel?.descriptor ?? -1, events: Int16(wanted), revents: 0),
            pollfd(fd: port.wakeDescriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: nodes.descriptor, events: Int16(POLLIN), revents: 0),
        ]
        _ = poll(&watched, 3, patience)
        if watched[0].revents != 0 { serveChannel(Int32(watched[0].revents)) }
        if watched[2].revents != 0, nodes.takeNews() { lookAgain() }
        let after = MonotonicClock.now()
        if let deadline = driver.nextDeadline, deadline <= after {
            perform(driver.deadlineReached(now: after))
        }
    }

    /// A device's node came or went: whoever waits for it tries at once, and whoever has one finds
    /// out whether it is still there, which not every driver tells by itself.
    private mutating func lookAgain() {
        guard channel == nil else { return serveChannel(POLLIN) }
        delay = backOff.first
        retryAt = min(retryAt, MonotonicClock.now() + Self.settling)
    }

    private mutating func serveChannel(_ events: Int32) {
        guard let channel else { return }
        do throws(ChannelError) {
            if events & ~POLLOUT != 0 {
                let bytes = try channel.read()
                if !bytes.isEmpty {
                    port.count { $0.bytesIn += bytes.count }
                    perform(driver.received(bytes, now: MonotonicClock.now()))
                } else if events & (POLLHUP | POLLERR | POLLNVAL) != 0 {
                    throw ChannelError(.lost, "line", "hung up")
                } else {
                    deafUntil = MonotonicClock.now() + Self.deafness
                }
            }
            if events & POLLOUT != 0 { try flush() }
        } catch {
            fail(error)
        }
    }

    /// Does what the driver wants. What it reports is told though a send fails, since it says it
    /// only once; what it would send is counted as unsent.
    private mutating func perform(_ actions: [LineAction<Driver.Report>]) {
        var failure: ChannelError?
        for action in actions {
            switch action {
            case .report(let report):
                observer(.report(report))
            case .send(let bytes):
                guard failure == nil else {
                    output += bytes
                    continue
                }
                do throws(ChannelError) {
                    try send(bytes)
                } catch {
                    failure = error
                }
            }
        }
        if let failure { fail(failure) }
    }

    private mutating func send(_ bytes: [UInt8]) throws(ChannelError) {
        guard channel != nil else { return }
        output += bytes
        guard output.count <= Self.outputLimit else {
            throw ChannelError(.lost, "line", "the device takes no more bytes")
        }
        try flush()
    }

    private mutating func flush() throws(ChannelError) {
        guard let channel, !output.isEmpty else { return }
        let count = try channel.write(output[...])
        output.removeFirst(count)
        port.count { $0.bytesOut += count }
    }

    /// The line is lost or would not open: close it, tell, and try later.
    private mutating func fail(_ error: ChannelError) {
        let now = MonotonicClock.now()
        let wasOpen = channel != nil
        let unsent = output.count
        close()
        port.noteError(error, at: now)
        if wasOpen, now - upSince >= backOff.limit { delay = backOff.first }
        retryAt = now + delay
        delay = min(delay * 2, backOff.limit)
        tell(.lost(error))
        if wasOpen { perform(driver.lineLost(unsent: unsent, now: now)) }
    }

    private mutating func close() {
        channel?.close()
        channel = nil
        output = []
    }

    private func tell(_ line: LineState) {
        if port.setLine(line) { observer(.line(line)) }
    }
}

extension Int64 {
    /// The distance in milliseconds, never overflowing.
    fileprivate func clampedDistance(from earlier: Int64) -> Int64 {
        let (distance, overflow) = subtractingReportingOverflow(earlier)
        return overflow ? (self < earlier ? .min : .max) : distance
    }
}
