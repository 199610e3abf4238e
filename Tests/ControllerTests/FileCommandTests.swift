// SPDX-License-Identifier: Apache-2.0

import Facts
import Foundation
import Store
import TestSupport
import Testing

@testable import Controller

/// Commands on a hall's files, given to the program itself.
struct FileCommandTests {
    private func command(_ hall: TestHall, _ arguments: String...) throws -> Program.Outcome {
        try Program.run(
            arguments + ["--data", hall.data, "--config", hall.options.configuration])
    }

    @Test func `a backup is made running or stopped, and a place that is taken is refused`() throws
    {
        let hall = try TestHall()
        for _ in 1...5 { _ = try hall.client().takeTicket() }
        // A stick may have any name, and a shell ends a directory's with a slash.
        let target = hall.files.file("U盘 50%")
        let running = try command(hall, "backup", target + "/")
        #expect(running.status == 0, "\(running.errors)")
        #expect(running.output.contains("The backup is whole: \(target)"), "\(running.output)")
        #expect(running.output.contains("% copied"))
        let files = try FileManager.default.contentsOfDirectory(atPath: target).sorted()
        #expect(
            files == [
                "access.sqlite", "hall.yaml", "journal.sqlite", "manifest.json", "side.sqlite",
                "signing.key",
            ])
        let again = try command(hall, "backup", target)
        #expect(again.status != 0)
        #expect(again.errors.contains("exists already"), "\(again.errors)")
        #expect(try hall.client().takeTicket()["number"].text == "A006")
        hall.stop()
        let stopped = try command(hall, "backup", hall.files.file("later"))
        #expect(stopped.status == 0, "\(stopped.errors)")
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: hall.files.file("later")).sorted()
                == files)
    }

    @Test func `commands give sentences wherever they are given`() throws {
        let hall = try TestHall(isStarted: false)
        let outcome = try Program.run(
            ["check", hall.options.configuration], in: "/", sayingPages: false)
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output.contains("is sound"), "\(outcome.output)")
    }

    @Test func `nobody is signed in on a restored machine, and all may sign in`() throws {
        let hall = try TestHall(HallText(isDemo: false), isStarted: false)
        let add = ["account", "add", "zhang", "--role", "supervisor", "--data", hall.data]
        #expect(try Program.run(add, input: "open sesame\n").status == 0)
        try hall.start()
        let cookie = try hall.client(signedInAs: "zhang", password: "open sesame").cookie
        #expect(try command(hall, "backup", hall.files.file("copy")).status == 0)
        hall.stop()
        let restore = try command(hall, "restore", hall.files.file("copy"), "--replace")
        #expect(restore.status == 0, "\(restore.errors)")
        try hall.start()
        #expect(try hall.client(cookie).get("/api/v1/staff").status == 401)
        let again = try hall.client(signedInAs: "zhang", password: "open sesame")
        #expect(try again.get("/api/v1/staff").status == 200)
    }

    @Test func `restore refuses a running hall and a journal that is there, and says numbers`()
        throws
    {
        let hall = try TestHall()
        _ = try hall.client().takeTicket()
        let copy = hall.files.file("copy")
        #expect(try command(hall, "backup", copy).status == 0)
        let running = try command(hall, "restore", copy, "--replace")
        #expect(running.status != 0)
        #expect(running.errors.contains("is in use by another process"), "\(running.errors)")
        hall.stop()
        let there = try command(hall, "restore", copy)
        #expect(there.status != 0)
        #expect(there.errors.contains("--replace"), "\(there.errors)")
        let done = try command(hall, "restore", copy, "--replace", "--block", "3")
        #expect(done.status == 0, "\(done.errors)")
        #expect(done.output.contains("A15001, T15001 (block 3)"), "\(done.output)")
        #expect(done.output.contains("before-restore-"), "\(done.output)")
        #expect(try command(hall, "restore", copy, "--block", "0").status != 0)
        #expect(try command(hall, "journal", "verify").output.contains("2 epochs"))
        try hall.start()
    }

    @Test(arguments: [true, false])
    func `erased texts are gone, the journal says so, and it verifies`(isRunning: Bool) throws {
        let hall = try TestHall()
        let side = try #require(hall.controller?.api.side)
        let now = HallClock(zone: "Asia/Shanghai").now()
        let note = try side.keep("李** 缺身份证", kind: "note", subject: "t-1", at: now)
        let other = try side.keep("王**", kind: "name", subject: "t-2", at: now)
        if !isRunning { hall.stop() }
        let nothing = try command(hall, "erase", "--kind", "note")
        #expect(nothing.status != 0)
        #expect(nothing.errors.contains("Say which texts"), "\(nothing.errors)")
        #expect(try command(hall, "erase", "--before", "soon").status != 0)
        let kind = try command(hall, "erase", "--kind", "notes", "--before", "2027-01-01")
        #expect(kind.status != 0, "a kind that is not kept erases nothing, and looks as if done")
        #expect(kind.errors.contains("name, note, comment"), "\(kind.errors)")
        let unknown = try command(hall, "erase", "--ticket", "t-9")
        #expect(unknown.output.contains("nothing was erased"), "\(unknown.output)")
        let done = try command(hall, "erase", "--ticket", "t-1", "--reason", "letter 7")
        #expect(done.status == 0, "\(done.errors)")
        #expect(done.output.contains("1 texts were erased"))
        #expect(try command(hall, "journal", "verify").status == 0)
        if !isRunning { try hall.start() }
        let again = try #require(hall.controller?.api.side)
        guard case .erased(_, "request") = try again.read(note.text) else {
            Issue.record("the text is there")
            return
        }
        #expect(try again.read(other.text) == .present("王**"))
        let facts = try hall.client().get("/api/v1/facts?limit=1000").json["facts"].list
        let told = try #require(facts.first { $0["name"].text == "textErased" })
        #expect(told["payload"]["texts"].list.map(\.text) == [note.text])
        #expect(told["payload"]["reason"].text == "letter 7")
        #expect(told["actor"]["kind"].text == "administrator")
    }

    @Test func `verify counts texts and fails when one was altered`() throws {
        let hall = try TestHall(isStarted: false)
        do {
            let directory = try DataDirectory(hall.data)
            let journal = try Journal<HallFact>(in: directory)
            let side = try SideStore(in: directory)
            for subject in 1...3 {
                let note = try side.keep(
                    "text", kind: "note", subject: TicketID("t-\(subject)"), at: .noon)
                let occasion = Occasion(
                    actor: .controller, moment: .noon, boot: "b", input: RandomID.input())
                try journal.append(
                    .ticketFinished(
                        TicketFinished(
                            ticket: "t", window: "W1", startAssumed: false, serviceSeconds: 1,
                            note: note)), by: occasion)
            }
        }
        #expect(try command(hall, "erase", "--ticket", "t-1").status == 0)
        let sound = try command(hall, "journal", "verify")
        #expect(sound.status == 0, "\(sound.errors)")
        #expect(sound.output.contains("3 texts about people are mentioned; 2 are there"))
        #expect(sound.output.contains("1 were erased under the rule “request”"))
        try FileManager.default.removeItem(atPath: hall.data + "/side.sqlite")
        let gone = try command(hall, "journal", "verify")
        #expect(gone.status != 0)
        #expect(gone.errors.contains("3 are gone though no rule erased them"), "\(gone.errors)")
    }

    @Test func `a controller that stops before it heard a command ends that command in order`()
        throws
    {
        var ends: [Int32] = [0, 0]
        #expect(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0)
        defer { close(ends[0]) }
        #expect(send(ends[0], "{", 1, 0) == 1)
        let progress = Array(#"{"copying":{"_0":40}}"#.utf8) + [UInt8(ascii: "\n")]
        #expect(send(ends[1], progress, progress.count, 0) == progress.count)
        // With something unread this is no end of the stream but an error.
        close(ends[1])
        var heard: [ControlMessage] = []
        #expect(ControlClient.lastWord(on: ends[0]) { heard.append($0) } == nil)
        #expect(heard == [.copying(40)])
    }
}

extension Moment {
    fileprivate static let noon = Moment(
        wall: 1_795_406_400_000, monotonic: 5000, utcOffset: 28_800)
}
