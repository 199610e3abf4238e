// SPDX-License-Identifier: Apache-2.0

import Devices
import Glibc
import TestSupport
import Testing

@testable import Controller

/// Devices that are missing or busy: people are told, numbers are given out all the same.
struct DeviceTests {
    private func deviceBecomes(
        _ state: String, _ reason: String?, in hall: TestHall
    ) throws {
        let follower = try Follower("staff", of: hall)
        _ = try follower.next { event in
            let device = event.data["devices"].row("P1")
            return device["state"].text == state && device["reason"].text == reason
        }
    }

    @Test func `a printer that is not there holds the paper, and the number counts`() throws {
        let hall = try TestHall(HallText(printer: "pty:/nowhere/printer"))
        try deviceBecomes("lost", "device-not-found", in: hall)
        let client = try hall.client()
        let body = #"{"service": "general", "kiosk": "door"}"#
        let ticket = try client.post("/api/v1/tickets", body).json
        #expect(ticket["number"].text == "A001")
        #expect(ticket["kiosk"].text == "door")
        let id = try #require(ticket["id"].text)
        let follower = try Follower("staff", of: hall)
        let event = try follower.next { event in
            event.data["unprinted"].row(id)["print"].text == "held"
        }
        #expect(event.data["unprinted"].row(id)["printReason"].text == "offline")
        let kiosk = try client.get("/api/v1/kiosk?kiosk=door").json["kiosk"]
        #expect(kiosk["printer"]["state"].text == "lost")
        #expect(kiosk["printer"]["reason"].text == "device-not-found")
        #expect(try client.act("W1", "call").json["ticket"]["id"].text == id)
    }

    @Test func `a printer another program holds is busy and works once it is let go`() throws {
        let terminal = try PseudoTerminalMaster()
        let other = open(terminal.devicePath, O_RDWR | O_NOCTTY)
        try #require(other >= 0 && flock(other, LOCK_EX | LOCK_NB) == 0)
        let hall = try TestHall(HallText(printer: "pty:\(terminal.devicePath)"))
        try deviceBecomes("lost", "device-busy", in: hall)
        flock(other, LOCK_UN)
        close(other)
        // Taken now, and asked how it is; it never answers.
        try deviceBecomes("lost", "offline", in: hall)
        #expect(try hall.client().takeTicket()["number"].text == "A001")
    }

    @Test func `a line is told with its state, its counters and what was last wrong`() throws {
        let files = try TemporaryDirectory()
        let link = files.file("printer")
        let hall = try TestHall(HallText(printer: "pty:\(link)", hasDesk: true))
        try deviceBecomes("lost", "device-not-found", in: hall)
        let client = try hall.client()
        let down = try client.get("/api/v1/lines").json["lines"].row("P1")
        #expect(down["state"].text == "lost")
        #expect(down["kind"].text == "esc-pos")
        #expect(down["address"].text == "pty:\(link)")
        #expect(down["lastError"]["reason"].text == "device-not-found")
        #expect(down["counters"]["bytesOut"].whole == 0)
        let terminal = try PseudoTerminalMaster(link: files.file("printer"))
        // Now it is there, and does not answer.
        try deviceBecomes("lost", "offline", in: hall)
        let lines = try client.get("/api/v1/lines").json["lines"]
        let up = lines.row("P1")
        #expect(up["state"].text == "up")
        #expect(up["lastError"]["reason"].text == "device-not-found")
        #expect((up["counters"]["bytesOut"].whole ?? 0) > 0)
        #expect((up["since"].whole ?? 0) >= (down["since"].whole ?? .max))
        #expect(lines.list.compactMap { $0["id"].text } == ["P1", "signs", "keys"])
        #expect(lines.row("signs")["address"].text == "virtual")
        let metrics = try client.get("/metrics").text.split(separator: "\n")
        #expect(metrics.contains(#"hallkeeper_line_up{line="P1"} 1"#))
        #expect(metrics.contains { $0.hasPrefix(#"hallkeeper_line_errors_total{line="P1"} "#) })
        terminal.close()
    }

    @Test func `a file that is no device is told so`() throws {
        let files = try TemporaryDirectory()
        try files.write("not a printer", to: "printer")
        let hall = try TestHall(HallText(printer: "pty:\(files.file("printer"))"))
        try deviceBecomes("lost", "not-such-a-device", in: hall)
    }
}
