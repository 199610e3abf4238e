// SPDX-License-Identifier: Apache-2.0

import Devices
import Testing
import Wire

@testable import Controller

/// What is proposed for a printer that was asked what it is.
struct PrinterProposalTests {
    private func proposal(
        _ model: String?, _ completion: PrinterProfile.Completion, answers: Bool = true
    ) -> PrinterProposal {
        var findings = PrinterFindings()
        if let model { findings.identities[67] = model }
        findings.completion = completion
        if answers { findings.status = [1: 0x12] }
        return PrinterProposal(findings)
    }

    @Test func `one that names itself gets its kind, the longest name first`() {
        #expect(proposal("TM-T88V", .processID).profile.id == "epson-80-180dpi")
        #expect(proposal("TM-T88VI", .processID).profile.id == "epson-80")
        #expect(proposal("kp-628e", .paperStatus).profile.id == "cashino-kp-628e")
        #expect(proposal("KP-628E", .paperStatus).isKnown)
    }

    @Test func `one nobody knows is taken for a usual one, or a silent one`() {
        let usual = proposal("XY-1", .paperStatus)
        #expect(!usual.isKnown && usual.profile.id == "generic-80")
        let silent = proposal(nil, .none, answers: false)
        #expect(silent.profile.id == "silent-80")
        #expect(
            silent.yaml(device: "/dev/ttyUSB0", baud: 9600) == [
                "printers:", "  - id: P1", "    device: /dev/ttyUSB0", "    baud: 9600",
                "    profile: silent-80",
            ])
    }

    @Test func `what is proposed can be read, also where a printer is not as its kind`() throws {
        for (model, completion) in [
            ("TM-T20III", PrinterProfile.Completion.paperStatus), ("POS-5890", .processID),
            (nil, .none),
        ] {
            let lines = proposal(model, completion).yaml(device: "tcp://h:9100", baud: nil)
            let sound = HallFileTests.sound.split(separator: "\n").filter {
                !$0.hasPrefix("printers:") && !$0.hasPrefix("  - {id: P1,")
            }.joined(separator: "\n")
            let text = sound + "\n" + lines.joined(separator: "\n") + "\n"
            let hall = try HallFile.parse(text, named: "hall.yaml")
            let profile = try #require(hall.printers.first?.profile)
            #expect(profile.completion == completion || profile.completion == .probe)
        }
    }
}
