// SPDX-License-Identifier: Apache-2.0

import Facts
import Foundation
import Store

@testable import Controller

/// A trace of anybody's, with a first line of its own and behind one that fits a journal. What is
/// read is the same after it was written, and is lived through line by line.
@_cdecl("LLVMFuzzerTestOneInput")
package func fuzzTraces(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Data(UnsafeBufferPointer(start: start, count: count))
    _ = trace(of: bytes)
    if let trace = trace(of: past.firstLine + bytes) { live(trace) }
    return 0
}

private let past = Past()
private let path = FileManager.default.temporaryDirectory
    .appending(path: "hallkeeper-fuzz-\(ProcessInfo.processInfo.processIdentifier).jsonl").path()

private func trace(of bytes: Data) -> Trace? {
    do {
        try bytes.write(to: URL(filePath: path))
    } catch {
        preconditionFailure("\(path): \(error)")
    }
    guard let trace = try? Trace(path: path) else { return nil }
    for entry in trace.entries { tryLine(entry.what) }
    return trace
}

private func tryLine(_ line: TraceLine) {
    do {
        let written = try CanonicalJSON().bytes(of: line)
        let read = try JSONDecoder().decode(TraceLine.self, from: Data(written))
        let again = try CanonicalJSON().bytes(of: read)
        precondition(again == written, "\(line) is read otherwise")
    } catch {
        preconditionFailure("\(line) was read and cannot be written: \(error)")
    }
}

private func live(_ trace: Trace) {
    var told = 0
    do {
        let outcome = try TraceReplay.replay(trace, past.reader) { _ in told += 1 }
        precondition(outcome?.inputs == trace.entries.count, "a line was passed over")
        precondition(outcome?.differences == told, "told otherwise than counted")
    } catch {
        preconditionFailure("a sound journal is not read: \(error)")
    }
}

/// A journal in which the demonstration hall has just opened.
private struct Past {
    let reader: JournalReader
    /// Of a trace that begins where the journal ends.
    let firstLine: Data

    init() {
        do {
            let path = FileManager.default.temporaryDirectory
                .appending(path: "hallkeeper-fuzz-\(ProcessInfo.processInfo.processIdentifier)")
            let directory = try DataDirectory(path.path())
            let journal = try Journal<HallFact>(in: directory)
            let moment = Moment(wall: 1_795_392_000_000, monotonic: 0, utcOffset: 28_800)
            let applied = ConfigurationApplied(
                revision: 1, digest: "d",
                structure: try HallFile.read("examples/demo-hall.yaml").structure)
            try journal.append(
                .configurationApplied(applied),
                by: Occasion(actor: .controller, moment: moment, boot: "b", input: "i"))
            reader = journal.reader
            let header = TraceHeader(
                epoch: journal.epoch, sequence: journal.sequence, boot: "b")
            firstLine =
                try Data(CanonicalJSON().bytes(of: TraceLine.header(header))) + Data("\n".utf8)
            try FileManager.default.removeItem(at: path)
        } catch {
            preconditionFailure("the journal cannot be set up: \(error)")
        }
    }
}
