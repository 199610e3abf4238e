// SPDX-License-Identifier: Apache-2.0

import Devices
import Simulators
import Wire

/// What happens on lines, one byte and what it needs at a time, to every driver and to every device
/// that is only software. The first byte says how the drivers begin.
@_cdecl("LLVMFuzzerTestOneInput")
package func fuzzDevices(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    guard let first = bytes.first else { return 0 }
    let happenings = Happening.all(in: bytes.dropFirst())
    tryPrinter(happenings, startsClean: first & 1 != 0)
    tryKeypads(happenings)
    trySigns(happenings, first & 2 != 0 ? .body : .bodyAndEnd)
    tryVirtual(happenings)
    return 0
}

/// One thing that happens on a line.
enum Happening {
    case passed(milliseconds: Int64)
    case received([UInt8])
    case up
    /// Nothing of the last bytes was sent, or all.
    case lost(isUnsent: Bool)
    case asked(UInt8)

    static func all(in bytes: ArraySlice<UInt8>) -> [Happening] {
        var rest = bytes
        var all: [Happening] = []
        while let byte = rest.popFirst() {
            let size = Int(byte >> 3)
            switch byte & 7 {
            case 0: all.append(.passed(milliseconds: Int64(size) * 20))
            case 1: all.append(.passed(milliseconds: Int64(size) * 2000))
            case 2, 3, 4:
                all.append(.received(Array(rest.prefix(size))))
                rest = rest.dropFirst(size)
            case 5: all.append(.up)
            case 6: all.append(.lost(isUnsent: size & 1 != 0))
            default: all.append(.asked(byte >> 3))
            }
        }
        return all
    }
}

private func tryPrinter(_ happenings: [Happening], startsClean: Bool) {
    var line = Line(PrinterDriver(startsClean: startsClean))
    var papers = Papers()
    var jobs = 0
    for happening in happenings {
        let command: PrinterDriver.Command?
        switch happening {
        case .asked(let what) where what % 4 == 0: command = .discard(job: "job \(jobs)")
        case .asked:
            jobs += 1
            let job = PrintJob(id: "job \(jobs)", bytes: Array("slip \(jobs)".utf8))
            command = .print(job)
        default: command = nil
        }
        papers.take(line.live(happening, command), happening)
    }
}

/// No slip goes out a second time, and each comes to one end.
private struct Papers {
    private var sent: [String] = []
    private var ended: [String] = []

    mutating func take(
        _ actions: [LineAction<PrinterDriver.Report>], _ happening: Happening
    ) {
        // What never left this program may be sent again.
        if case .lost(isUnsent: true) = happening { sent.removeAll() }
        for action in actions {
            switch action {
            case .send(let bytes):
                let slip = String(decoding: bytes, as: UTF8.self)
                guard slip.hasPrefix("slip") else { continue }
                precondition(!sent.contains(slip), "\(slip) is sent twice")
                sent.append(slip)
            case .report(.outcome(let job, let outcome)):
                precondition(!ended.contains(job), "\(job) ends twice")
                if case .held = outcome { continue }
                ended.append(job)
            case .report: break
            }
        }
    }
}

private func tryKeypads(_ happenings: [Happening]) {
    var line = Line(KeypadBusDriver())
    for happening in happenings {
        var command: KeypadBusDriver.Command?
        if case .asked(let what) = happening {
            command =
                what % 2 == 0
                ? .beep(address: what / 2)
                : .show(
                    address: what / 4,
                    PadFace(
                        waiting: Int(what) * 37, number: "A\(Int(what) * 41)",
                        rating: what % 3 == 0
                            ? PadFace.Rating(reference: what / 8, seconds: 20) : nil))
        }
        _ = line.live(happening, command)
    }
}

private func trySigns(_ happenings: [Happening], _ checksum: QTStrip.Checksum) {
    var line = Line(SignBusDriver(charset: .ascii, checksum: checksum))
    for happening in happenings {
        var command: SignBusDriver.Command?
        if case .asked(let what) = happening {
            let face = SignFace(text: "A\(what)", flashMilliseconds: Int64(what % 4) * 500)
            command =
                what % 8 == 0 ? .flashAgain(address: what / 8) : .show(address: what / 8, face)
        }
        _ = line.live(happening, command)
    }
}
