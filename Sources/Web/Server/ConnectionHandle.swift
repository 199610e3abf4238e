// SPDX-License-Identifier: Apache-2.0

import CMicrohttpd
import Glibc

/// One request's connection inside libmicrohttpd.
///
/// Safe to send: the pointer is valid from the request's first callback until its completion
/// callback, and never freed while suspended; ``Exchange`` and ``EventStream`` use it from other
/// threads only to resume, only while they know it suspended, and with their lock held.
struct ConnectionHandle: @unchecked Sendable {
    let pointer: OpaquePointer

    /// Stops callbacks for this connection until ``resume()``. Network thread only.
    func suspend() { MHD_suspend_connection(pointer) }

    /// Lets the network thread call again. Exactly once for each ``suspend()``.
    func resume() { MHD_resume_connection(pointer) }

    /// Queues an answer; `false` when libmicrohttpd will not have it and closes.
    func queue(_ response: NativeResponse, status: Int) -> Bool {
        MHD_queue_response(pointer, UInt32(status), response.pointer) == .YES
    }

    /// An event stream is idle by nature; heartbeats watch it instead.
    func neverIdle() { hall_connection_never_idle(pointer) }

    /// The peer's dotted address, and whether it is this machine.
    var peer: (address: String, isLoopback: Bool) {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(INET_ADDRSTRLEN)) { text in
            let loopback = hall_connection_peer(
                pointer, text.baseAddress, UInt32(INET_ADDRSTRLEN))
            return (text.baseAddress.map { String(cString: $0) } ?? "", loopback == 1)
        }
    }

    /// The request's header lines. Bytes that are not UTF-8 become U+FFFD.
    var headers: Headers {
        Headers(
            pairs(of: .HEADER_KIND).map { name, value in
                Header(String(cString: name), value.map { String(cString: $0) } ?? "")
            })
    }

    /// The query's pairs, decoded; `nil` when one cannot be.
    var query: [(name: String, value: String)]? {
        var query: [(name: String, value: String)] = []
        for (name, value) in pairs(of: .GET_ARGUMENT_KIND) {
            guard let name = decoded(name), let value = decoded(value) else { return nil }
            query.append((name, value))
        }
        return query
    }

    private func pairs(of kind: MHD_ValueKind) -> [Pairs.Pair] {
        let pairs = Pairs()
        MHD_get_connection_values(
            pointer, kind,
            { context, _, name, value in
                guard let context, let name else { return .YES }
                Unmanaged<Pairs>.fromOpaque(context).takeUnretainedValue().all
                    .append((name, value))
                return .YES
            }, Unmanaged.passUnretained(pairs).toOpaque())
        return pairs.all
    }
}

/// Gathers what libmicrohttpd iterates over; the texts live as long as the request.
private final class Pairs {
    typealias Pair = (name: UnsafePointer<CChar>, value: UnsafePointer<CChar>?)

    var all: [Pair] = []
}

private func decoded(_ text: UnsafePointer<CChar>?) -> String? {
    guard let text else { return "" }
    return PercentCoding.decode(UnsafeRawBufferPointer(start: text, count: strlen(text)))
}

/// An answer in libmicrohttpd's own form; may be queued any number of times.
///
/// Safe to send: libmicrohttpd counts references under its own lock, and nothing is changed
/// after `init`.
final class NativeResponse: @unchecked Sendable {
    let pointer: OpaquePointer

    /// Copies the bytes. `nil` when memory is short.
    init?(bytes: [UInt8], headers: [Header]) {
        let created = bytes.withUnsafeBytes { buffer in
            // The library copies in this mode; its C signature merely lacks the `const`.
            MHD_create_response_from_buffer(
                buffer.count, UnsafeMutableRawPointer(mutating: buffer.baseAddress),
                MHD_ResponseMemoryMode.RESPMEM_MUST_COPY)
        }
        guard let created else { return nil }
        pointer = created
        add(headers)
    }

    /// An answer without a foreseen end, read from a stream. `nil` when memory is short.
    init?(stream: EventStream, headers: [Header]) {
        let context = Unmanaged.passRetained(stream)
        guard
            let created = MHD_create_response_from_callback(
                UInt64.max, 4096, readStream, context.toOpaque(), releaseStream)
        else {
            context.release()
            return nil
        }
        pointer = created
        add(headers)
    }

    deinit {
        MHD_destroy_response(pointer)
    }

    private func add(_ headers: [Header]) {
        for header in headers {
            // Refused for a value with a line break, which thereby cannot split the answer.
            MHD_add_response_header(pointer, header.name, header.value)
        }
    }
}

private func readStream(
    _ context: UnsafeMutableRawPointer?, _ position: UInt64,
    _ buffer: UnsafeMutablePointer<CChar>?, _ capacity: Int
) -> Int {
    guard let context, let buffer else { return Int(MHD_CONTENT_READER_END_OF_STREAM) }
    let stream = Unmanaged<EventStream>.fromOpaque(context).takeUnretainedValue()
    return stream.read(into: UnsafeMutableRawBufferPointer(start: buffer, count: capacity))
        ?? Int(MHD_CONTENT_READER_END_OF_STREAM)
}

private func releaseStream(_ context: UnsafeMutableRawPointer?) {
    guard let context else { return }
    Unmanaged<EventStream>.fromOpaque(context).release()
}
