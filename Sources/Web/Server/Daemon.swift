// SPDX-License-Identifier: Apache-2.0

import CMicrohttpd
import Glibc

/// A running libmicrohttpd and its one network thread.
///
/// Safe to send: the pointer is set once, and ``HTTPServer`` stops it once.
struct Daemon: @unchecked Sendable {
    private let pointer: OpaquePointer
    private let server: Unmanaged<HTTPServer>

    /// Takes over the listening socket and holds the server until ``stop()``, so that no callback
    /// can outlive it. `nil` when the thread cannot be made.
    init?(listening descriptor: Int32, settings: HTTPConfiguration, server: HTTPServer) {
        var native = hall_daemon_settings(
            listening_socket: descriptor,
            connection_limit: UInt32(clamping: settings.connectionLimit),
            connections_per_address: UInt32(clamping: settings.connectionsPerAddress),
            idle_seconds: UInt32(clamping: settings.keepAlive / 1000 + 1),
            connection_memory: 16 * 1024)
        self.server = Unmanaged.passRetained(server)
        guard
            let pointer = hall_daemon_start(
                &native, access, completed, changed, self.server.toOpaque())
        else {
            self.server.release()
            return nil
        }
        self.pointer = pointer
    }

    /// No new connections from now on.
    func quiesce() {
        let descriptor = MHD_quiesce_daemon(pointer)
        if descriptor >= 0 { close(descriptor) }
    }

    /// Ends the thread and every connection. Nothing may be suspended any more.
    func stop() {
        MHD_stop_daemon(pointer)
        server.release()
    }
}

// The callbacks are free functions: a closure that Swift takes for isolated dies when C calls it.

private func changed(
    _ server: UnsafeMutableRawPointer?, _ connection: OpaquePointer?,
    _ context: UnsafeMutablePointer<UnsafeMutableRawPointer?>?,
    _ change: MHD_ConnectionNotificationCode
) {
    guard let server, let connection, let context else { return }
    let owner = Unmanaged<HTTPServer>.fromOpaque(server).takeUnretainedValue()
    if change == MHD_ConnectionNotificationCode.CONNECTION_NOTIFY_STARTED {
        let link = owner.opened(descriptor: hall_connection_socket(connection))
        context.pointee = Unmanaged.passRetained(link).toOpaque()
    } else if let link = context.pointee {
        context.pointee = nil
        owner.closed(Unmanaged<Link>.fromOpaque(link).takeRetainedValue())
    }
}

private func access(
    _ server: UnsafeMutableRawPointer?, _ connection: OpaquePointer?,
    _ url: UnsafePointer<CChar>?, _ method: UnsafePointer<CChar>?,
    _ version: UnsafePointer<CChar>?, _ upload: UnsafePointer<CChar>?,
    _ uploadSize: UnsafeMutablePointer<Int>?,
    _ slot: UnsafeMutablePointer<UnsafeMutableRawPointer?>?
) -> MHD_Result {
    guard let server, let connection, let url, let method, let uploadSize, let slot else {
        return .NO
    }
    let owner = Unmanaged<HTTPServer>.fromOpaque(server).takeUnretainedValue()
    guard let known = slot.pointee else {
        guard let context = hall_connection_context(connection) else { return .NO }
        let exchange = owner.begin(
            on: ConnectionHandle(pointer: connection),
            link: Unmanaged<Link>.fromOpaque(context).takeUnretainedValue(),
            method: String(cString: method),
            path: UnsafeRawBufferPointer(start: url, count: strlen(url)))
        slot.pointee = Unmanaged.passRetained(exchange).toOpaque()
        return exchange.headersEnded() ? .YES : .NO
    }
    let exchange = Unmanaged<Exchange>.fromOpaque(known).takeUnretainedValue()
    guard uploadSize.pointee > 0 else { return exchange.proceed() ? .YES : .NO }
    let body = UnsafeRawBufferPointer(start: upload, count: uploadSize.pointee)
    uploadSize.pointee = 0
    return exchange.receive(body) ? .YES : .NO
}

private func completed(
    _ server: UnsafeMutableRawPointer?, _ connection: OpaquePointer?,
    _ slot: UnsafeMutablePointer<UnsafeMutableRawPointer?>?,
    _ reason: MHD_RequestTerminationCode
) {
    guard let known = slot?.pointee else { return }
    slot?.pointee = nil
    Unmanaged<Exchange>.fromOpaque(known).takeRetainedValue().completed()
}
