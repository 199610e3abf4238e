// SPDX-License-Identifier: Apache-2.0

import Foundation
import Store

@testable import Controller
@testable import Web

/// Requests of anybody, one a line: `METHOD /path BODY`, or `Name: VALUE` for a header of those that
/// follow. Every route reads its body, the hall decides, and the answer is written; what is JSON
/// must stay the same when it is written down.
@_cdecl("LLVMFuzzerTestOneInput")
package func fuzzBodies(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let lines = UnsafeBufferPointer(start: start, count: count).split(
        separator: UInt8(ascii: "\n"), maxSplits: 30)
    let requests = requests(in: lines.map { Array($0) })
    stage.play(requests)
    for request in requests {
        tryHeaders(request)
        tryQuery(request)
        tryReaders(request.body)
        tryValue(request.body)
    }
    return 0
}

private let stage = Stage()

private func requests(in lines: [[UInt8]]) -> [Request] {
    var headers = Headers()
    var requests: [Request] = []
    for line in lines {
        let words = line.split(separator: UInt8(ascii: " "), maxSplits: 2)
        if let name = words.first, name.last == UInt8(ascii: ":") {
            headers.lines.append(
                Header(
                    String(decoding: name.dropLast(), as: UTF8.self),
                    String(decoding: line.dropFirst(name.count + 1), as: UTF8.self)))
        } else if words.count == 3, var request = request(to: words[1]) {
            request.method = String(decoding: words[0], as: UTF8.self)
            request.headers = headers
            request.body = Array(words[2])
            requests.append(request)
        }
    }
    return requests
}

/// Path and query, as the server takes them apart.
private func request(to address: ArraySlice<UInt8>) -> Request? {
    let parts = address.split(separator: UInt8(ascii: "?"), maxSplits: 1)
    guard let path = parts.first, let segments = PercentCoding.segments(ofPath: path) else {
        return nil
    }
    var request = Request(method: "GET", segments: segments)
    request.isLoopback = true
    for pair in (parts.count == 2 ? parts[1] : []).split(separator: UInt8(ascii: "&")) {
        let ends = pair.split(
            separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
        guard let name = PercentCoding.decode(ends[0]),
            let value = PercentCoding.decode(ends.count == 2 ? ends[1] : [])
        else { return nil }
        request.query.append((name, value))
    }
    return request
}

private func tryQuery(_ request: Request) {
    for (name, _) in request.query {
        _ = try? request.word(name)
        _ = try? request.date(name)
        _ = try? request.number(name, in: 0...Int64.max)
    }
}

private func tryHeaders(_ request: Request) {
    _ = RequestChecks.conflict(in: request.headers)
    _ = RequestChecks.isForUs(host: request.headers["Host"], names: ["localhost"])
    _ = RequestChecks.originProblem(of: request)
    _ = SessionCookie.token(of: request)
    _ = request.language
}

/// Asks for every kind of member, whatever the body has.
private func tryReaders(_ bytes: [UInt8]) {
    for name in ["service", "minutes", "noise", "unplugged", ""] {
        guard var body = try? JSONBody(bytes) else { return }
        _ = try? body.text(name)
        _ = try? body.optionalNumber(name, in: 1...480)
        _ = try? body.optionalFraction(name)
        _ = try? body.optionalFlag(name)
        _ = try? body.finish()
    }
}

private func tryValue(_ bytes: [UInt8]) {
    guard (try? JSONBody(bytes)) != nil,
        let value = try? JSONDecoder().decode(JSONValue.self, from: Data(bytes))
    else { return }
    // Written once: whether a huge fraction is a whole number is told only by its shortest form.
    let once = again(value)
    precondition(again(once) == once, "\(once) is read otherwise the second time")
}

private func again(_ value: JSONValue) -> JSONValue {
    do {
        let written = try CanonicalJSON().bytes(of: value)
        return try JSONDecoder().decode(JSONValue.self, from: Data(written))
    } catch {
        preconditionFailure("\(value) cannot be written: \(error)")
    }
}
