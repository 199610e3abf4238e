// SPDX-License-Identifier: Apache-2.0

import Foundation
import Simulators
import Store
import TestSupport
import Testing
import Web

@testable import Controller

/// What keeps a hall from starting: said in one clear line, and nothing is touched.
struct StartTests {
    /// Why a hall does not start, as the program says it in English.
    private func refusal(_ hall: TestHall) -> String {
        do throws(Controller.Failure) {
            try Controller(hall.options).stop()
            return ""
        } catch {
            let say = Sentences(pages: TestHall.pages, environment: ["LANG": "en_GB.UTF-8"])
            return say.lines(error).joined(separator: "\n")
        }
    }

    /// A hall that stopped in order after some tickets.
    private func stopped() throws -> TestHall {
        let hall = try TestHall()
        for _ in 1...30 { _ = try hall.client().takeTicket() }
        hall.stop()
        return hall
    }

    private func bytes(_ path: String) throws -> Data {
        try Data(contentsOf: URL(filePath: path))
    }

    @Test func `a port in use is named, and the record stays as it is`() throws {
        let hall = try stopped()
        let other = try TestHall()
        let before = try bytes(hall.journal)
        var options = hall.options
        options.port = other.port
        let failure = #expect(throws: Controller.Failure.self) { try Controller(options) }
        guard case .listening(let error)? = failure else {
            Issue.record("\(String(describing: failure))")
            return
        }
        #expect(error == .portInUse(address: "127.0.0.1", port: other.port))
        #expect(try bytes(hall.journal) == before)
        try hall.start()
        #expect(try hall.client().takeTicket()["number"].text == "A031")
    }

    @Test func `a second controller on the same data is refused while the first goes on`() throws {
        let hall = try TestHall()
        let said = refusal(hall)
        #expect(said.contains("in use by another process"), "\(said)")
        #expect(try hall.client().takeTicket()["number"].text == "A001")
    }

    @Test(arguments: ["/proc/hallkeeper", "/dev/null/data"])
    func `a directory that cannot be written is named`(_ path: String) throws {
        let hall = try TestHall(isStarted: false)
        var options = hall.options
        options.data = path
        let failure = #expect(throws: Controller.Failure.self) { try Controller(options) }
        guard case .journal(.storage(_, let message, let mend))? = failure else {
            Issue.record("\(String(describing: failure))")
            return
        }
        #expect(message.contains(path))
        #expect(mend.kind == .makeWritable)
    }

    @Test func `a record somebody edited is refused by the fact, and left as it is`() throws {
        let hall = try stopped()
        var edited = try bytes(hall.journal)
        let place = try #require(edited.range(of: Data(#""A017""#.utf8)))
        edited.replaceSubrange(place, with: Data(#""A071""#.utf8))
        try edited.write(to: URL(filePath: hall.journal))
        let said = refusal(hall)
        #expect(said.contains("damaged at fact"), "\(said)")
        #expect(said.contains("its content was changed"), "\(said)")
        #expect(said.contains("restore the last backup"), "\(said)")
        #expect(try bytes(hall.journal) == edited)
    }

    @Test(arguments: [0.1, 0.5, 0.9])
    func `a record that was cut off is refused and left as it is`(_ share: Double) throws {
        let hall = try stopped()
        let whole = try bytes(hall.journal)
        let cut = whole.prefix(Int(Double(whole.count) * share))
        try cut.write(to: URL(filePath: hall.journal))
        let said = refusal(hall)
        #expect(said.contains("journal"), "\(said)")
        #expect(said.contains("backup"), "\(said)")
        #expect(try bytes(hall.journal) == cut)
    }

    @Test func `flipped bytes anywhere never start a hall that says something else`() throws {
        let hall = try stopped()
        let whole = try bytes(hall.journal)
        let seed: UInt64 = 0xF11B
        var random = SeededRandom(seed: seed)
        for round in 1...25 {
            var flipped = whole
            let place = Int.random(in: 0..<whole.count, using: &random)
            flipped[place] ^= UInt8.random(in: 1...255, using: &random)
            try flipped.write(to: URL(filePath: hall.journal))
            // Where the byte belongs to nothing that is stored, the hall starts and is right.
            do {
                try hall.start()
                let number = try hall.client().takeTicket()["number"].text
                #expect(number == "A031", "seed \(seed), round \(round), byte \(place)")
                hall.stop()
            } catch {
                let kept = try bytes(hall.journal)
                #expect(kept == flipped, "seed \(seed), round \(round), byte \(place)")
            }
        }
    }

    @Test func `another program's file is refused and left as it is`() throws {
        let hall = try TestHall(isStarted: false)
        try FileManager.default.createDirectory(
            atPath: hall.data, withIntermediateDirectories: true)
        let letter = Data("Dear mayor,\n".utf8)
        try letter.write(to: URL(filePath: hall.journal))
        #expect(refusal(hall).contains("not a journal of this program"))
        #expect(try bytes(hall.journal) == letter)
    }

    @Test func `pages that are not there are named`() throws {
        let hall = try TestHall(isStarted: false)
        var options = hall.options
        options.pages = "/nowhere"
        let failure = #expect(throws: Controller.Failure.self) { try Controller(options) }
        guard case .pages(let directory, _)? = failure else {
            Issue.record("\(String(describing: failure))")
            return
        }
        #expect(directory.hasPrefix("/nowhere"))
    }

    @Test func `a configuration that drops what is in use is refused, and the old one still works`()
        throws
    {
        let hall = try TestHall()
        _ = try hall.client().takeTicket("tax")
        hall.stop()
        let sound = try bytes(hall.options.configuration)
        let text = HallText().text
            .replacing("  - {id: tax, name: 税务, prefix: T}\n", with: "")
            .replacing("[general, tax]", with: "[general]").replacing("[tax]", with: "[general]")
        try hall.files.write(text, to: "hall.yaml")
        let said = refusal(hall)
        #expect(said.contains("does not accept"), "\(said)")
        #expect(said.contains("drops tax, which still has tickets"), "\(said)")
        try sound.write(to: URL(filePath: hall.options.configuration))
        try hall.start()
        #expect(try hall.client().takeTicket("tax")["number"].text == "T002")
    }
}
