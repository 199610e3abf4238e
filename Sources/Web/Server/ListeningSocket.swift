// SPDX-License-Identifier: Apache-2.0

import CMicrohttpd
import Glibc

/// Why a server could not start.
package enum HTTPServerError: Error, Equatable, CustomStringConvertible {
    /// The address is not a dotted IPv4 address.
    case badAddress(String)
    /// Another program listens there.
    case portInUse(address: String, port: UInt16)
    /// A port below 1024 without the right to it.
    case portForbidden(address: String, port: UInt16)
    /// The system refused for another reason (`errno` in words).
    case cannotListen(address: String, port: UInt16, reason: String)
    /// The server runs already, or has been stopped.
    case alreadyStarted

    package var description: String {
        switch self {
        case .badAddress(let address): "\(address) is not an IPv4 address"
        case .portInUse(let address, let port):
            "port \(port) on \(address) is in use by another program"
        case .portForbidden(let address, let port):
            "no permission to listen on port \(port) of \(address)"
        case .cannotListen(let address, let port, let reason):
            "cannot listen on \(address):\(port): \(reason)"
        case .alreadyStarted: "the server was started before"
        }
    }
}

/// Opens the socket ourselves, because libmicrohttpd does not say why it could not.
enum ListeningSocket {
    /// A bound, listening, non-blocking socket and the port it got.
    static func open(
        address: String, port: UInt16
    ) throws(HTTPServerError) -> (descriptor: Int32, port: UInt16) {
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        name.sin_port = port.bigEndian
        guard inet_pton(AF_INET, address, &name.sin_addr) == 1 else {
            throw .badAddress(address)
        }
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
        let descriptor = socket(AF_INET, kind | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else {
            throw reason(errno, address: address, port: port)
        }
        // A restart must not wait for connections of the last run to time out.
        var on: Int32 = 1
        setsockopt(
            descriptor, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let failure = withUnsafeMutablePointer(to: &name) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic -> Int32 in
                guard bind(descriptor, generic, length) == 0, listen(descriptor, 511) == 0,
                    getsockname(descriptor, generic, &length) == 0
                else { return errno }
                return 0
            }
        }
        guard failure == 0 else {
            close(descriptor)
            throw reason(failure, address: address, port: port)
        }
        return (descriptor, UInt16(bigEndian: name.sin_port))
    }

    private static func reason(_ code: Int32, address: String, port: UInt16) -> HTTPServerError {
        switch code {
        case EADDRINUSE: .portInUse(address: address, port: port)
        case EACCES: .portForbidden(address: address, port: port)
        default:
            .cannotListen(
                address: address, port: port, reason: String(cString: strerror(code)))
        }
    }
}
