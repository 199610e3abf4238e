// SPDX-License-Identifier: Apache-2.0

import Glibc
import Machine

/// Where a host is, found by a thread of its own: the system's resolver takes as long as it likes,
/// and nobody may have to wait for it who wants to stop.
struct HostLookup: Sendable {
    /// One address to connect to.
    struct Place: Sendable {
        var family: Int32
        var type: Int32
        var transport: Int32
        /// The C library's `sockaddr`.
        var address: [UInt8]
    }

    struct Answer: Sendable {
        var places: [Place]?
        var failure: Int32 = 0
    }

    private let answer = Guarded(Answer())
    private let done: WakeSignal

    /// Asks whoever knows, with the resolver's flags.
    typealias Asking = @Sendable (String, UInt16, Int32) -> Answer

    /// A number is answered at once, without a thread.
    private init(_ host: String, _ port: UInt16, _ ask: @escaping Asking) throws(ChannelError) {
        done = try WakeSignal()
        answer.withLock { $0 = ask(host, port, AI_NUMERICHOST) }
        if answer.withLock({ $0.places != nil }) {
            done.raise()
            return
        }
        do throws(JoinableThread.Unavailable) {
            // Not waited for: given up by its asker it ends by itself, and what it holds with it.
            _ = try JoinableThread { [answer, done] in
                let found = ask(host, port, 0)
                answer.withLock { $0 = found }
                done.raise()
            }
        } catch {
            throw ChannelError(error)
        }
    }

    /// The host's places, within the time given. Throws `.interrupted` when `interrupt` becomes
    /// readable first.
    static func places(
        of host: String, _ port: UInt16, for subject: String, until deadline: Int64,
        interrupt: Int32, asking: @escaping Asking = ask
    ) throws(ChannelError) -> [Place] {
        let lookup = try HostLookup(host, port, asking)
        try Wait.ready(lookup.done.descriptor, POLLIN, subject, deadline, interrupt)
        let answer = lookup.answer.withLock { $0 }
        guard let places = answer.places else {
            throw ChannelError(
                .unreachable, subject,
                "no address: \(String(cString: gai_strerror(answer.failure)))")
        }
        return places
    }

    @Sendable static func ask(_ host: String, _ port: UInt16, _ flags: Int32) -> Answer {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_NUMERICSERV | flags
        var list: UnsafeMutablePointer<addrinfo>?
        let result = getaddrinfo(host, String(port), &hints, &list)
        guard result == 0, let list else { return Answer(failure: result) }
        defer { freeaddrinfo(list) }
        var places: [Place] = []
        var next: UnsafeMutablePointer<addrinfo>? = list
        while let entry = next?.pointee {
            let bytes = UnsafeRawBufferPointer(start: entry.ai_addr, count: Int(entry.ai_addrlen))
            places.append(
                Place(
                    family: entry.ai_family, type: entry.ai_socktype,
                    transport: entry.ai_protocol, address: Array(bytes)))
            next = entry.ai_next
        }
        return Answer(places: places)
    }
}

/// A wait that others can end.
enum Wait {
    /// Returns once `events` or an error show on a descriptor. Throws `.unreachable` at the
    /// deadline and `.interrupted` when `interrupt` becomes readable.
    static func ready(
        _ number: Int32, _ events: Int32, _ subject: String, _ deadline: Int64, _ interrupt: Int32
    ) throws(ChannelError) {
        while true {
            let left = deadline - MonotonicClock.now()
            guard left > 0 else {
                throw ChannelError(.unreachable, subject, "no answer in time")
            }
            var watched = [
                pollfd(fd: number, events: Int16(events), revents: 0),
                pollfd(fd: interrupt, events: Int16(POLLIN), revents: 0),
            ]
            _ = poll(&watched, 2, Int32(clamping: left))
            if watched[1].revents != 0 {
                throw ChannelError(.interrupted, subject, "stopped while connecting")
            }
            if watched[0].revents != 0 { return }
        }
    }
}
