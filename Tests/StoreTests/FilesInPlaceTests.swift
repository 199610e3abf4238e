// SPDX-License-Identifier: Apache-2.0

import Foundation
import Store
import Testing

struct FilesInPlaceTests {
    @Test
    func `nothing is acknowledged while the directory is away, and it goes on when it is back`()
        throws
    {
        let scene = try Scene()
        let journal = try scene.open()
        try journal.say([issued(1)])
        let away = scene.path + "-away"
        try FileManager.default.moveItem(atPath: scene.path, toPath: away)
        #expect(throws: JournalError.self) { try journal.say([issued(2)]) }
        #expect(throws: JournalError.self) { try journal.probe() }

        try FileManager.default.moveItem(atPath: away, toPath: scene.path)
        try journal.probe()
        _ = try journal.load()
        try journal.say([issued(2)])
        #expect(try journal.replayed().count == 2)
    }

    @Test(arguments: ["journal.sqlite", "journal.sqlite-wal"])
    func `a file that was deleted or replaced takes nothing more`(name: String) throws {
        let scene = try Scene()
        let journal = try scene.open()
        try journal.say([issued(1)])
        let path = scene.path + "/" + name
        // Kept open, so that the copy cannot get the number of the file it replaces.
        let original = try #require(FileHandle(forReadingAtPath: path))
        let copy = try original.readToEnd() ?? Data()
        try FileManager.default.removeItem(atPath: path)
        #expect(throws: JournalError.self) { try journal.say([issued(2)]) }
        try copy.write(to: URL(fileURLWithPath: path))
        #expect(throws: JournalError.self) { try journal.say([issued(2)]) }
        try original.close()
    }
}
