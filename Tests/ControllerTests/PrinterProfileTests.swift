// SPDX-License-Identifier: Apache-2.0

import Devices
import Foundation
import Testing
import Wire

@testable import Controller

/// Kinds of printers as data.
struct PrinterProfileTests {
    private func hall(_ profiles: String, printer: String = "profile: mine") throws
        -> HallConfiguration
    {
        let text = HallFileTests.sound.replacing("columns: 32", with: printer)
        return try HallFile.parse(text + "\nprinterProfiles:\n" + profiles, named: "hall.yaml")
    }

    @Test func `the shipped file is read, and its first kind is the one without a name`() {
        let ids = HallFile.shippedProfiles.map(\.id)
        #expect(ids.first == "generic-80")
        #expect(HallFile.shippedProfiles.first == .generic80)
        #expect(Set(ids).count == ids.count)
        for id in [
            "generic-58", "epson-80", "epson-80-180dpi", "cashino-kp-628e", "pos-5890",
            "older-chinese-58", "silent-80",
        ] {
            #expect(ids.contains(id))
        }
    }

    @Test func `the documentation lists every kind that is shipped`() throws {
        let text = try String(contentsOfFile: "docs/printers.md", encoding: .utf8)
        for profile in HallFile.shippedProfiles {
            #expect(text.contains("| `\(profile.id)` |"), "\(profile.id)")
        }
    }

    @Test func `a kiosk printer that tells whether the slip was taken has its own bits`() throws {
        let kiosk = try #require(
            HallFile.shippedProfiles.first { $0.id == "cashino-kp-628e" })
        #expect(kiosk.status.isRealTime(0x92) && kiosk.status.isRealTime(0x12))
        var status = PrinterStatus()
        status.merge(reply: 0x92, to: 1, kiosk.status)
        #expect(status.slipWaiting && !status.offline)
    }

    @Test func `a hall's own kind is like another but for what it says`() throws {
        let configuration = try hall(
            """
              - id: mine
                like: pos-5890
                cut: 1D 56 00
                feedLines: 4
                status:
                  headHot: none
                  paperEnd: "2:20 4:40"
                  fixed: "93:12"

            """)
        let profile = try #require(configuration.printers.first?.profile)
        #expect((profile.id, profile.dots, profile.columns) == ("mine", 384, 32))
        #expect(profile.cut == [0x1D, 0x56, 0x00])
        #expect(profile.feedLines == 4)
        #expect(profile.status.places[.headHot] == nil)
        #expect(profile.status.places[.paperEnd] == [.init(2, 0x20), .init(4, 0x40)])
        #expect(profile.status.places[.coverOpen] == [.init(2, 0x04)])
    }

    @Test func `columns go before the kind's, and flow control too`() throws {
        let configuration = try hall("  - id: mine\n", printer: "columns: 32, flow: xonxoff")
        let printer = try #require(configuration.printers.first)
        #expect((printer.profile.columns, printer.profile.dots) == (32, 384))
        #expect(printer.profile.flowControl == .xonxoff)
        #expect(printer.line.serial.flowControl == .xonxoff)
    }

    @Test(arguments: [
        "  - id: mine\n    like: nobodys\n", "  - id: mine\n    cut: 1D 5\n",
        "  - id: mine\n    status:\n      coverOpen: \"5:04\"\n",
        "  - id: mine\n    status:\n      fixed: \"02:13\"\n", "  - id: mine\n    dots: 1\n",
        "  - id: mine\n  - id: mine\n", "  - id: mine\n    colour: red\n",
        "  - name: nameless\n",
    ])
    func `a mistake in a kind is told`(_ profiles: String) {
        #expect(throws: ConfigurationProblems.self) { try hall(profiles, printer: "columns: 48") }
    }
}
