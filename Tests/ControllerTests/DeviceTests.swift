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

    @Test func `a file that is no device is told so`() throws {
        let files = try TemporaryDirectory()
        try files.write("not a printer", to: "printer")
        let hall = try TestHall(HallText(printer: "pty:\(files.file("printer"))"))
        try deviceBecomes("lost", "not-such-a-device", in: hall)
    }
}
