// SPDX-License-Identifier: Apache-2.0

import Glibc
import Machine

/// A conversation on its socket, for the thread that holds both.
struct ShareLink {
    /// Why a link came to its end.
    enum End: Error, Equatable {
        case fault(ShareConversation.Fault)
        /// The other side is gone.
        case lost(ChannelError)
        /// The device's line, or the program's end of it, is.
        case local(ChannelError)
        /// The other side said why, a raw value of `ChannelError.Code`.
        case ended(String)
        /// This side was told to stop.
        case stopped
    }

    /// Milliseconds that last words may take to get out.
    private static let farewell: Int64 = 500

    var conversation: ShareConversation
    let socket: any ByteChannel
    /// Readable once this side is to stop; negative for never.
    let stop: Int32

    /// Waits until something happens or a deadline comes, and tells what the other side said.
    ///
    /// - Parameters:
    ///   - watched: what else is waited for; its `revents` are set.
    ///   - limit: when it is time for something else.
    mutating func round(
        _ watched: inout pollfd, until limit: Int64 = .max
    ) throws(End) -> [ShareConversation.Event] {
        try flush()
        let wanted = POLLIN | (conversation.output.isEmpty ? 0 : POLLOUT)
        var all = [
            pollfd(fd: socket.descriptor, events: Int16(wanted), revents: 0),
            pollfd(fd: stop, events: Int16(POLLIN), revents: 0),
            watched,
        ]
        let left = min(conversation.nextDeadline ?? 0, limit) - MonotonicClock.now()
        _ = poll(&all, 3, Int32(clamping: max(left, 0)))
        watched = all[2]
        if all[1].revents != 0 { throw .stopped }
        let events = Int32(all[0].revents) & ~POLLOUT != 0 ? try hear() : []
        let now = MonotonicClock.now()
        if let deadline = conversation.nextDeadline, deadline <= now {
            do throws(ShareConversation.Fault) {
                try conversation.deadlineReached(now: now)
            } catch {
                throw .fault(error)
            }
        }
        return events
    }

    /// Waits for what the other side says first.
    mutating func firstEvent() throws(End) -> ShareConversation.Event {
        while true {
            var nothing = pollfd(fd: -1, events: 0, revents: 0)
            if let event = try round(&nothing).first { return event }
        }
    }

    /// Ends the conversation, tells the other side why and hangs up.
    mutating func close(saying code: ChannelError.Code?) {
        let deadline = MonotonicClock.now() + Self.farewell
        if let code { conversation.end(code.rawValue, now: MonotonicClock.now()) }
        do throws(End) {
            try flush()
            while !conversation.output.isEmpty {
                let left = deadline - MonotonicClock.now()
                guard left > 0 else { break }
                var watched = pollfd(
                    fd: socket.descriptor, events: Int16(POLLOUT), revents: 0)
                _ = poll(&watched, 1, Int32(clamping: left))
                try flush()
            }
        } catch {
            // Whoever is gone needs not be told.
        }
        socket.close()
    }

    private mutating func hear() throws(End) -> [ShareConversation.Event] {
        let bytes: [UInt8]
        do throws(ChannelError) {
            bytes = try socket.read()
        } catch {
            throw .lost(error)
        }
        do throws(ShareConversation.Fault) {
            return try conversation.received(bytes, now: MonotonicClock.now())
        } catch {
            throw .fault(error)
        }
    }

    private mutating func flush() throws(End) {
        guard !conversation.output.isEmpty else { return }
        do throws(ChannelError) {
            conversation.sent(try socket.write(conversation.output[...]))
        } catch {
            throw .lost(error)
        }
    }
}
