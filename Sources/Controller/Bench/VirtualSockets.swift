// SPDX-License-Identifier: Apache-2.0

import Devices
import Glibc

/// Where the controller's cables end: a pseudo-terminal for each line that is plugged in. Not to
/// be shared between threads without a lock.
struct VirtualSockets {
    /// Milliseconds before a terminal that could not be made is tried again.
    private static let pause: Int64 = 1000

    private var links: [String]
    private var masters: [PseudoTerminalMaster?]
    /// When to try again to make what could not be made.
    private(set) var retryAt: Int64?

    /// - Parameter links: the stable paths of the lines' terminals, in the lines' order.
    init(links: [String]) {
        self.links = links
        masters = links.map { _ in nil }
    }

    mutating func plugAllIn() throws(ChannelError) {
        for index in links.indices { try plugIn(index) }
    }

    /// Other lines from now on; one that stays is left alone.
    mutating func change(links: [String]) {
        var kept = Dictionary(zip(self.links, masters), uniquingKeysWith: { first, _ in first })
        self.links = links
        masters = links.map { kept.removeValue(forKey: $0) ?? nil }
        for gone in kept.values { gone?.close() }
    }

    mutating func unplugAll() {
        for index in links.indices { unplug(index) }
    }

    /// Pulls and puts in plugs as the lines say.
    mutating func follow(_ lines: VirtualLines, now: Int64) {
        if let due = retryAt, due <= now { retryAt = nil }
        for (index, line) in lines.all.enumerated() {
            if line.isUnplugged {
                unplug(index)
            } else if masters[index] == nil, retryAt == nil {
                do throws(ChannelError) {
                    try plugIn(index)
                } catch {
                    retryAt = now + Self.pause
                }
            }
        }
    }

    /// What to hand to `poll()`, in the lines' order. A line without room is not read, so that
    /// the controller's bytes wait on its side.
    func watched(_ lines: VirtualLines) -> [pollfd] {
        zip(lines.all, masters).map { line, master in
            let reading = line.hasRoom ? POLLIN : 0
            let writing = line.outgoing.isEmpty ? 0 : POLLOUT
            return pollfd(
                fd: master?.descriptor ?? -1, events: Int16(reading | writing), revents: 0)
        }
    }

    /// Moves bytes where `poll()` found some or some are due, and lets all devices work.
    mutating func serve(_ polled: [pollfd], _ lines: inout VirtualLines, now: Int64) {
        for index in lines.all.indices {
            do throws(ChannelError) {
                if polled[index].revents & Int16(POLLIN) != 0, let master = masters[index] {
                    lines.all[index].put(try master.read(), now: now)
                }
                lines.all[index].work(now: now)
                if !lines.all[index].outgoing.isEmpty, let master = masters[index] {
                    lines.all[index].sent(try master.write(lines.all[index].outgoing[...]))
                }
            } catch {
                // A terminal that fails is made anew, as if it had been plugged in again.
                unplug(index)
            }
        }
    }

    private mutating func plugIn(_ index: Int) throws(ChannelError) {
        masters[index] = try PseudoTerminalMaster(link: links[index])
    }

    private mutating func unplug(_ index: Int) {
        masters[index]?.close()
        masters[index] = nil
    }
}
