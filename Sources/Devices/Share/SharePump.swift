// SPDX-License-Identifier: Apache-2.0

import Glibc
import Machine

/// Moves bytes between an open conversation and what is local to this side: the device's line, or
/// the program's end of it. The same on both sides.
///
/// It holds no more than one reading of the line and what the other side may have under way.
struct SharePump {
    /// Milliseconds that what came before the end may take to be handed on.
    private static let lingering: Int64 = 500
    /// Milliseconds a line is not listened to that woke us for nothing, as in `PortLoop`.
    private static let deafness: Int64 = 10

    private var link: ShareLink
    private let local: any ByteChannel
    private var fromLocal: [UInt8] = []
    private var toLocal: [UInt8] = []
    private var deafUntil: Int64 = .min

    init(_ link: ShareLink, local: any ByteChannel) {
        self.link = link
        self.local = local
    }

    /// Runs until the end of either side, hangs up and tells why.
    mutating func run() -> ShareLink.End {
        while true {
            do throws(ShareLink.End) {
                try round()
            } catch {
                if case .ended = error { linger() }
                link.close(saying: error.code)
                return error
            }
        }
    }

    private mutating func round() throws(ShareLink.End) {
        let isDeaf = deafUntil > MonotonicClock.now()
        let wanted =
            (fromLocal.isEmpty && !isDeaf ? POLLIN : 0) | (toLocal.isEmpty ? 0 : POLLOUT)
        // With nothing wanted a line that hung up would wake us for ever.
        var watched = pollfd(
            fd: wanted == 0 ? -1 : local.descriptor, events: Int16(wanted), revents: 0)
        for event in try link.round(&watched, until: isDeaf ? deafUntil : .max) {
            switch event {
            case .data(let data): toLocal += data
            case .ended(let code): throw .ended(code)
            case .proved, .accepted: break
            }
        }
        do throws(ChannelError) {
            if fromLocal.isEmpty, Int32(watched.revents) & ~POLLOUT != 0 {
                try hear(Int32(watched.revents))
            }
            try handOn()
        } catch {
            throw .local(error)
        }
        let sent = link.conversation.send(fromLocal[...], now: MonotonicClock.now())
        fromLocal.removeFirst(sent)
    }

    private mutating func hear(_ events: Int32) throws(ChannelError) {
        fromLocal = try local.read()
        guard fromLocal.isEmpty else { return }
        guard events & (POLLHUP | POLLERR | POLLNVAL) == 0 else {
            throw ChannelError(.lost, "line", "hung up")
        }
        deafUntil = MonotonicClock.now() + Self.deafness
    }

    private mutating func handOn() throws(ChannelError) {
        guard !toLocal.isEmpty else { return }
        let count = try local.write(toLocal[...])
        toLocal.removeFirst(count)
        link.conversation.took(count, now: MonotonicClock.now())
    }

    /// What the other side said before it ended is still handed on.
    private mutating func linger() {
        let deadline = MonotonicClock.now() + Self.lingering
        while !toLocal.isEmpty {
            let left = deadline - MonotonicClock.now()
            guard left > 0, (try? handOn()) != nil else { return }
            var watched = pollfd(fd: local.descriptor, events: Int16(POLLOUT), revents: 0)
            if !toLocal.isEmpty { _ = poll(&watched, 1, Int32(clamping: left)) }
        }
    }
}

extension ShareLink.End {
    /// What the other side is told, nil where it cannot hear it or knows.
    fileprivate var code: ChannelError.Code? {
        switch self {
        case .local(let error): error.code
        case .stopped: .unreachable
        case .fault, .lost, .ended: nil
        }
    }
}
