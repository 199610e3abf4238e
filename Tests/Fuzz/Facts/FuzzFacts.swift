// SPDX-License-Identifier: Apache-2.0

import Facts
import Foundation

@testable import Store

/// Rows of a journal as anybody might have left them: `name version actor date payload`.
/// What can be read must be written and read again the same.
@_cdecl("LLVMFuzzerTestOneInput")
package func fuzzFacts(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    guard let record = StoredRecord(fuzzed: bytes),
        let read = try? record.recorded(as: HallFact.self)
    else { return 0 }
    var again = record
    do {
        again.payload = try CanonicalJSON().bytes(of: read.fact.payload)
        let second = try again.recorded(as: HallFact.self)
        precondition(second == read, "\(read.fact) is read otherwise the second time")
    } catch {
        preconditionFailure("\(read.fact) was read and cannot be written: \(error)")
    }
    return 0
}

extension StoredRecord {
    fileprivate init?(fuzzed bytes: [UInt8]) {
        let words = bytes.split(separator: 0x20, maxSplits: 4)
        guard words.count == 5 else { return nil }
        let texts = words.prefix(4).map { String(decoding: $0, as: UTF8.self) }
        guard let version = Int(texts[1]) else { return nil }
        self.init(
            epoch: "e", sequence: 1, moment: Moment(wall: 0, monotonic: 0, utcOffset: 0),
            boot: "b", date: texts[3], actorKind: texts[2], actorID: "a", input: "i", key: nil,
            name: texts[0], version: version, payload: Array(words[4]), previous: [], hash: [],
            position: 1)
    }
}
