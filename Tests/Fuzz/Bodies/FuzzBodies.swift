// SPDX-License-Identifier: Apache-2.0

import Foundation
import Store

@testable import Controller
@testable import Web

/// Requests of anybody, one a line: `METHOD /path BODY`. Every route reads its body, the hall
/// decides, and the answer is written; what is JSON must stay the same when it is written down.
@_cdecl("LLVMFuzzerTestOneInput")
package func fuzzBodies(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let lines = UnsafeBufferPointer(start: start, count: count).split(
        separator: UInt8(ascii: "\n"), maxSplits: 30)
    let requests = lines.compactMap { Request(fuzzed: Array($0)) }
    stage.play(requests)
    for request in requests {
        tryReaders(request.body)
        tryValue(request.body)
    }
    return 0
}

private let stage = Stage()

extension Request {
    fileprivate init?(fuzzed line: [UInt8]) {
        let words = line.split(separator: UInt8(ascii: " "), maxSplits: 2)
        guard words.count == 3, let segments = PercentCoding.segments(ofPath: words[1]) else {
            return nil
        }
        self.init(method: String(decoding: words[0], as: UTF8.self), segments: segments)
        body = Array(words[2])
        isLoopback = true
    }
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
