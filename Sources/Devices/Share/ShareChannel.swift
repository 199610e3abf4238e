// SPDX-License-Identifier: Apache-2.0

import Glibc
import Machine

/// A port of another computer that runs `hallkeeper port-share`.
///
/// A thread of its own speaks with the other side, so that a dead one is found while nobody has
/// anything to say; the channel's owner has the near end of a pair of sockets. What is written there
/// counts as sent, though a few kilobytes may still be on this side.
package final class ShareChannel: ByteChannel {
    private let near: SocketChannel
    private let subject: String
    private let end: Guarded<ChannelError?>

    /// Connects, proves that both have the key, and waits until the port is open. Throws what the
    /// other side says of its port, `.notPaired` without a key and `.pairingRefused` when the other
    /// has another one.
    ///
    /// - Parameters:
    ///   - keyFile: where the key lies; it is read each time, so that a new pairing counts at once.
    ///   - timeout: milliseconds for the connection.
    ///   - interrupt: a descriptor that ends the wait when it becomes readable, negative for none.
    package init(
        host: String, port: UInt16, keyFile: String?, timeout: Int64, interrupt: Int32 = -1
    ) throws(ChannelError) {
        let subject = DeviceAddress.share(host: host, port: port).description
        guard let keyFile else { throw .notPaired(subject, "no key is configured") }
        let key = try ShareKey(file: keyFile)
        let tcp = try TCPChannel(host: host, port: port, timeout: timeout, interrupt: interrupt)
        var link = ShareLink(
            conversation: ShareConversation(
                .controller, key: key, secret: Sodium.random(Sodium.exchangeLength),
                now: MonotonicClock.now()),
            socket: tcp, stop: interrupt)
        try Self.greet(&link, subject)
        let ends = try Self.pair(subject)
        let end = Guarded<ChannelError?>(nil)
        let far = ends.far
        let socket = Descriptor(number: tcp.release(), subject: subject)
        let conversation = link.conversation
        near = SocketChannel(ends.near)
        self.subject = subject
        self.end = end
        do throws(JoinableThread.Unavailable) {
            // Not waited for: it ends with the near end, and closes the far end last.
            _ = try JoinableThread {
                let local = SocketChannel(far)
                let link = ShareLink(
                    conversation: conversation, socket: SocketChannel(socket), stop: -1)
                var pump = SharePump(link, local: local)
                let reason = pump.run().error(subject)
                end.withLock { $0 = reason }
                local.close()
            }
        } catch {
            Glibc.close(socket.number)
            Glibc.close(far.number)
            throw ChannelError(error)
        }
    }

    package var descriptor: Int32 { near.descriptor }

    package func read() throws(ChannelError) -> [UInt8] {
        do throws(ChannelError) { return try near.read() } catch { throw reason(error) }
    }

    package func write(_ bytes: ArraySlice<UInt8>) throws(ChannelError) -> Int {
        do throws(ChannelError) { return try near.write(bytes) } catch { throw reason(error) }
    }

    package func close() { near.close() }

    /// The thread knows better what happened than the pair of sockets.
    private func reason(_ error: ChannelError) -> ChannelError {
        end.withLock { $0 } ?? ChannelError(.lost, subject, error.detail)
    }

    /// Speaks until the port is open.
    private static func greet(_ link: inout ShareLink, _ subject: String) throws(ChannelError) {
        do throws(ShareLink.End) {
            let event = try link.firstEvent()
            if case .ended(let code) = event { throw .ended(code) }
        } catch {
            link.socket.close()
            if case .lost = error {
                throw link.conversation.awaitsAnswer
                    ? .refusedPairing(subject)
                    : ChannelError(.unreachable, subject, "hung up without a word")
            }
            if case .fault(.silent) = error {
                throw ChannelError(.unreachable, subject, "no answer in time")
            }
            if case .stopped = error {
                throw ChannelError(.interrupted, subject, "stopped while connecting")
            }
            throw error.error(subject)
        }
    }

    private static func pair(
        _ subject: String
    ) throws(ChannelError) -> (near: Descriptor, far: Descriptor) {
        var ends: [Int32] = [-1, -1]
        let flags = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, flags, 0, &ends) == 0 else {
            throw ChannelError(errno: errno, subject, "no pair of sockets")
        }
        for end in ends {
            // As little as the system allows: what waits here counts as sent.
            var size: Int32 = 1
            setsockopt(
                end, SOL_SOCKET, SO_SNDBUF, &size, socklen_t(MemoryLayout<Int32>.size))
        }
        return (
            Descriptor(number: ends[0], subject: subject),
            Descriptor(number: ends[1], subject: subject)
        )
    }
}

extension ShareLink.End {
    /// What this end of a link means for the channel's owner.
    fileprivate func error(_ subject: String) -> ChannelError {
        switch self {
        case .ended(let text):
            let code = ChannelError.Code(rawValue: text) ?? .system
            return ChannelError(code, subject, "the computer that shares it says so")
        case .fault(.foreign):
            return ChannelError(.notADevice, subject, "it does not speak as this port-share does")
        case .fault(.wrongKey): return .refusedPairing(subject)
        case .fault(.damaged):
            return ChannelError(.lost, subject, "a message came damaged")
        case .fault(.silent):
            return ChannelError(.lost, subject, "the computer that shares it fell silent")
        case .lost(let error), .local(let error):
            return ChannelError(.lost, subject, error.detail)
        case .stopped: return ChannelError(.interrupted, subject, "stopped")
        }
    }
}

extension ChannelError {
    fileprivate static func refusedPairing(_ subject: String) -> ChannelError {
        ChannelError(.pairingRefused, subject, "the two computers have different keys")
    }
}
