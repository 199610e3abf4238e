// SPDX-License-Identifier: Apache-2.0

import Devices
import Testing
import Wire

/// The printer driver with somebody who answers byte for byte at the far end.
typealias PrinterBench = DriverBench<PrinterDriver>

extension DriverBench where Driver == PrinterDriver {
    /// The slip under way in most tests, named "a".
    static let slip: [UInt8] = [0x1B, 0x40, 0x41, 0x0A, 0x1D, 0x56, 0x42, 0]
    /// How it goes over the line.
    static let slipSent = [slip, EscPos.paperStatus]
    static let job = PrintJob(id: "a", bytes: slip)
    static let questions = (1...4).map(EscPos.realTimeStatus)

    // Answers to the four questions.
    static let well: [UInt8] = [0x12, 0x12, 0x12, 0x12]
    static let paperOut: [UInt8] = [0x1A, 0x32, 0x12, 0x72]
    static let coverOpen: [UInt8] = [0x1A, 0x16, 0x12, 0x12]
    static let cutterJam: [UInt8] = [0x1A, 0x52, 0x1A, 0x12]

    /// What makes sure that no earlier answer is still to come.
    static let clearing = EscPos.identity(66) + EscPos.paperStatus

    /// The process ID that is given out as the nth; the first are the digits of a number system of
    /// their own.
    static func id(_ n: Int) -> [UInt8] {
        let letters = Array("01345789ABCDEFGHIJKLMNOPQSTUWXYa".utf8)
        return (0..<4).map { letters[n >> ($0 * 5) & 31] }
    }

    /// A printer that answers `GS r 1`.
    static var paperStatus: PrinterProfile {
        var profile = PrinterProfile.generic80
        profile.completion = .paperStatus
        return profile
    }

    /// A bench whose printer has just said that it is well.
    static func idle() -> Self {
        var bench = Self(PrinterDriver(profile: paperStatus, startsClean: true))
        bench.lineUp()
        bench.answer(well)
        #expect(bench.takeSent() == questions)
        #expect(bench.takeReports() == [.condition(.ok)])
        return bench
    }

    /// A bench whose printer has just been sent the slip.
    static func printing() -> Self {
        var bench = idle()
        bench.perform(.print(job))
        bench.answer(well)
        #expect(bench.takeSent() == questions + slipSent)
        #expect(bench.takeReports() == [])
        return bench
    }

    /// Answers one round of questions, each after it was asked.
    mutating func answer(_ answers: [UInt8]) {
        for byte in answers { hear([byte]) }
    }
}

/// The report about a slip, the usual one if not named.
func outcome(_ outcome: PrintOutcome, _ job: String = "a") -> PrinterDriver.Report {
    .outcome(job: job, outcome)
}
