// SPDX-License-Identifier: Apache-2.0

import Devices
import Simulators
import Testing
import Wire

/// A printer of unknown kind is asked what it is.
struct PrinterProbeTests {
    private func findings(
        _ change: (inout PrinterModel) -> Void, _ faults: [VirtualPrinter.Fault] = []
    ) throws -> PrinterFindings {
        var model = PrinterModel()
        change(&model)
        var line = SimulatedLine(
            PrinterProbe(), VirtualPrinter(model: model, charset: .gb18030, glyphs: boxes))
        for fault in faults { line.happen { $0.cause(fault, now: $1) } }
        line.plug()
        line.pass(60_000)
        let reports = line.takeReports()
        #expect(reports.count == 1)
        #expect(line.device.slipCount == 0 && line.device.paperMillimetres == 80_000)
        return try #require(reports.first)
    }

    @Test func `one that answers all is known by its words and names its slips`() throws {
        let found = try findings { $0.identities[67] = "TM-T88V" }
        #expect(found.identities[67] == "TM-T88V" && found.identities.count == 5)
        #expect(found.status == [1: 0x12, 2: 0x12, 3: 0x12, 4: 0x12])
        #expect(found.completion == .processID)
    }

    @Test func `one that answers only paper status, and says nothing of itself`() throws {
        let found = try findings {
            ($0.namesSlips, $0.identities) = (false, [:])
            ($0.status.fixedMask, $0.status.places[.slipWaiting]) = (0x13, [.init(1, 0x80)])
        }
        #expect(found.identities == [:] && found.status.count == 4)
        #expect(found.completion == .paperStatus)
    }

    @Test func `a mute one ends the questions too, and one without paper tells that`() throws {
        #expect(try findings({ _ in }, [.muted]) == PrinterFindings())
        let stopped = try findings({ _ in }, [.coverOpened])
        #expect(stopped.status[2] == 0x16)
        #expect(stopped.identities == [:] && stopped.completion == .none)
    }

    @Test func `noise and a lost line in between do no harm`() {
        var bench = DriverBench(PrinterProbe())
        bench.lineUp()
        bench.hear([0xFF, 0x00, 0x5F, 0x41, 0x00, 0x12, 0x12])
        bench.lineLost()
        bench.pass(60_000)
        #expect(bench.takeReports() == [])
        bench.lineUp()
        for seed in UInt64(0)..<200 {
            var random = SeededRandom(seed: seed)
            bench.hear((0..<20).map { _ in .random(in: 0...255, using: &random) })
            bench.pass(2000)
        }
        #expect(bench.takeReports().count == 1)
    }
}
