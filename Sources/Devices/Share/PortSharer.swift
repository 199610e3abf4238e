// SPDX-License-Identifier: Apache-2.0

import Glibc
import Machine

/// Gives one device of this computer to one controller at a time, over the network.
///
/// The device is open only while a controller is there, and is opened anew for each, so that its
/// state is never that of the one before. Each connection has a thread, and there are few of them.
package final class PortSharer: Sendable {
    package enum Event: Sendable, Equatable {
        case connected(String)
        /// The controller went away, or the line was lost.
        case ended(String, ChannelError?)
        /// There is another controller.
        case busy(String)
        /// Somebody without the key, or who speaks of something else.
        case refused(String, ShareConversation.Fault)
        /// The controller was right, but there is no device or no key to be used.
        case failed(String, ChannelError)
    }

    private struct Shared {
        var acceptor: JoinableThread?
        var threads: [Int: JoinableThread] = [:]
        var next = 0
        var isTaken = false
        var isStopping = false
        var distrust = Distrust()
    }

    /// Connections at a time, those included that have not said who they are.
    private static let connectionLimit = 8

    /// Where it listens: the one asked for, or the one the system chose for 0.
    package let port: UInt16
    private let listener: Int32
    private let keyFile: String
    private let line: LineOpener
    private let observer: @Sendable (Event) -> Void
    private let stopping: WakeSignal
    private let shared = Guarded(Shared())

    /// Listens at a numeric address. Throws when that, a descriptor or a thread is not to be had.
    ///
    /// - Parameters:
    ///   - keyFile: where the key lies; it is read for each connection.
    ///   - observer: hears everything, on any thread.
    package init(
        host: String, port: UInt16, keyFile: String, line: LineOpener,
        observer: @escaping @Sendable (Event) -> Void
    ) throws(ChannelError) {
        stopping = try WakeSignal()
        (listener, self.port) = try ShareListener.open(host, port)
        self.keyFile = keyFile
        self.line = line
        self.observer = observer
        try shared.withLock { shared throws(ChannelError) in
            do throws(JoinableThread.Unavailable) {
                shared.acceptor = try JoinableThread { self.acceptAll() }
            } catch {
                throw ChannelError(error)
            }
        }
    }

    deinit { Glibc.close(listener) }

    /// Ends all connections and waits for them.
    package func stop() {
        stopping.raise()
        let (acceptor, threads) = shared.withLock { shared in
            shared.isStopping = true
            defer { (shared.acceptor, shared.threads) = (nil, [:]) }
            return (shared.acceptor, Array(shared.threads.values))
        }
        acceptor?.join()
        for thread in threads { thread.join() }
    }

    private func acceptAll() {
        while true {
            var watched = [
                pollfd(fd: listener, events: Int16(POLLIN), revents: 0),
                pollfd(fd: stopping.descriptor, events: Int16(POLLIN), revents: 0),
            ]
            _ = poll(&watched, 2, -1)
            guard watched[1].revents == 0 else { return }
            guard let (socket, peer) = ShareListener.accept(listener) else {
                // With no descriptor left the connection stays where it is, and would wake us again.
                _ = poll(&watched[1], 1, 100)
                continue
            }
            if !start(socket, peer) { Glibc.close(socket) }
        }
    }

    /// Gives a connection its thread; false when it gets none.
    private func start(_ socket: Int32, _ peer: String) -> Bool {
        shared.withLock { shared in
            guard !shared.isStopping, shared.threads.count < Self.connectionLimit,
                !shared.distrust.isShut(peer, now: MonotonicClock.now())
            else { return false }
            let id = shared.next
            shared.next += 1
            // Held while it starts, so that it cannot end before it is known.
            shared.threads[id] = try? JoinableThread {
                self.serve(SocketChannel(Descriptor(number: socket, subject: peer)), peer)
                self.shared.withLock { $0.threads[id] = nil }
            }
            return shared.threads[id] != nil
        }
    }

    private func serve(_ socket: SocketChannel, _ peer: String) {
        let key: ShareKey
        do throws(ChannelError) {
            key = try ShareKey(file: keyFile)
        } catch {
            return observer(.failed(peer, error))
        }
        var link = ShareLink(
            conversation: ShareConversation(
                .sharer, key: key, secret: Sodium.random(Sodium.exchangeLength),
                now: MonotonicClock.now()),
            socket: socket, stop: stopping.descriptor)
        do throws(ShareLink.End) {
            _ = try link.firstEvent()
        } catch {
            socket.close()
            if case .fault(let fault) = error { distrust(peer, fault) }
            return
        }
        let isFree = shared.withLock { shared in
            shared.distrust.succeeded(peer)
            defer { shared.isTaken = true }
            return !shared.isTaken
        }
        guard isFree else {
            link.close(saying: .busy)
            return observer(.busy(peer))
        }
        let last = share(&link, with: peer)
        shared.withLock { $0.isTaken = false }
        observer(last)
    }

    /// Opens the device and moves bytes until somebody ends it.
    private func share(_ link: inout ShareLink, with peer: String) -> Event {
        let channel: any ByteChannel
        do throws(ChannelError) {
            channel = try line.open(interrupt: stopping.descriptor)
        } catch {
            link.close(saying: error.code)
            return .failed(peer, error)
        }
        defer { channel.close() }
        link.conversation.accept(now: MonotonicClock.now())
        observer(.connected(peer))
        var pump = SharePump(link, local: channel)
        switch pump.run() {
        case .local(let error): return .ended(peer, error)
        case .fault, .lost, .ended, .stopped: return .ended(peer, nil)
        }
    }

    private func distrust(_ peer: String, _ fault: ShareConversation.Fault) {
        let isTold = shared.withLock { $0.distrust.failed(peer, now: MonotonicClock.now()) }
        if isTold { observer(.refused(peer, fault)) }
    }
}
