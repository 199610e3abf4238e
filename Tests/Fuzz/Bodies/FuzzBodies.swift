// SPDX-License-Identifier: Apache-2.0

import Foundation
import Store

@testable import Controller
@testable import Web

/// Requests of anybody: `METHOD /path`, a blank, and the body. Every route reads its body and gives
/// its answer; what is JSON must stay the same when it is written down.
@_cdecl("LLVMFuzzerTestOneInput")
package func fuzzBodies(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    let words = bytes.split(separator: 0x20, maxSplits: 2)
    guard words.count == 3 else { return 0 }
    let body = Array(words[2])
    ask(method: words[0], path: words[1], body)
    tryReaders(body)
    tryValue(body)
    return 0
}

private let stage = Stage()

private func ask(method: ArraySlice<UInt8>, path: ArraySlice<UInt8>, _ body: [UInt8]) {
    guard let segments = PercentCoding.segments(ofPath: path) else { return }
    var request = Request(method: String(decoding: method, as: UTF8.self), segments: segments)
    request.body = body
    request.isLoopback = true
    var answers = 0
    switch stage.router.outcome(for: request) {
    case .answer: answers = 1
    case .stream: preconditionFailure("streams have no body")
    case .later(let start):
        let heard = Tally()
        start(Responder { _ in heard.add() })
        answers = heard.count
    }
    precondition(answers == 1, "\(answers) answers to one request")
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
